use lettre::Address;

/// RFC 5321 allows no longer path.
const LONGEST: usize = 254;

/// Whether mail can be addressed to `typed`: one plain address, without a name, a list or control characters.
pub fn is_address(typed: &str) -> bool {
    parse(typed).is_some()
}

pub(crate) fn parse(typed: &str) -> Option<Address> {
    let is_plain = typed.len() <= LONGEST && !typed.chars().any(|c| c.is_control() || c.is_whitespace());
    typed.parse::<Address>().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn plain_addresses_are_understood() {
        for typed in [
            "a@example.test",
            "first.last+tag@mail.example.test",
            "张三@example.test",
            "a@例子.test",
        ] {
            assert!(is_address(typed), "{typed}");
        }
    }

    #[test]
    fn lists_names_and_injected_headers_are_refused() {
        let long = format!("{}@example.test", "a".repeat(300));
        for typed in [
            "",
            "a",
            "a@",
            "@b.c",
            "a@b.c>,<victim@x.test",
            "a@b.c,victim@x.test",
            "a@b.c victim@x.test",
            "A <a@b.c>",
            "a@b.c\r\nBcc: victim@x.test",
            "a@b.c\nRCPT TO:<victim@x.test>",
            "a\r\n@b.c",
            "a@b.c\0",
            "a@b.c\u{85}",
            "a@b.c\u{2028}",
            "<a@b.c>",
            "a@b@c.test",
            "\"a b\"@c.test",
            long.as_str(),
        ] {
            assert!(!is_address(typed), "{typed:?}");
        }
    }
}
