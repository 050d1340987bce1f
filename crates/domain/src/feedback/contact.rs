//! How a citizen may be reached: checked for form, never kept in the clear.

use crate::field_error::FieldError;
use crate::text;
use std::fmt;

/// Contact particulars as given. `Debug` hides them, so that none reaches a log.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// Name.
    pub name: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(…)")
    }
}

impl Contact {
    /// Reads the three fields of a form, each of them optional, and hands on what is wrong with them.
    pub fn parse([name, phone_typed, email_typed]: [&str; 3], mut keep: impl FnMut(FieldError)) -> Self {
        let mut read = |field: Result<Option<String>, FieldError>| field.map_err(&mut keep).ok().flatten();
        Self {
            name: read(text::line("contact_name", "姓名", name, 50)),
            phone: read(phone(phone_typed)),
            email: read(email(email_typed)),
        }
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.phone.is_none() && self.email.is_none()
    }
}

/// A telephone number: 5 to 20 digits, written with spaces, dashes, brackets or a leading plus.
fn phone(typed: &str) -> Result<Option<String>, FieldError> {
    const FIELD: &str = "contact_phone";
    let Some(typed) = text::line(FIELD, "电话", typed, 40)? else {
        return Ok(None);
    };
    let plain: String = typed.chars().map(half_width).collect();
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let is_number = plain
        .chars()
        .enumerate()
        .all(|(at, c)| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')') || (c == '+' && at == 0));
    if is_number && (5..=20).contains(&digits) {
        Ok(Some(plain))
    } else {
        let message = "电话号码应为 5 到 20 位数字，可以带区号，如 13900001234 或 0571-87654321";
        Err(FieldError::new(FIELD, "not-a-phone", message))
    }
}

/// A mail address, as far as its form can tell: one @ with something before it and a dotted name behind it.
fn email(typed: &str) -> Result<Option<String>, FieldError> {
    const FIELD: &str = "contact_email";
    let Some(typed) = text::line(FIELD, "邮箱", typed, 254)? else {
        return Ok(None);
    };
    let plain: String = typed.chars().map(half_width).collect();
    if is_mail_address(&plain) {
        Ok(Some(plain))
    } else {
        let message = "邮箱地址应像 name@example.com 这样，请检查后重填";
        Err(FieldError::new(FIELD, "not-an-email", message))
    }
}

fn is_mail_address(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else {
        return false;
    };
    let local_ok = (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
    let labels: Vec<&str> = host.split('.').collect();
    let label_ok = |label: &&str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    local_ok && labels.len() >= 2 && labels.iter().all(label_ok)
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '—' | '–' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_taken_as_people_write_them() {
        for good in [
            "13900001234",
            "0571-8765 4321",
            "+86 139 0000 1234",
            "１３９００００１２３４",
            "(0571)87654321",
        ] {
            assert!(phone(good).unwrap().is_some(), "{good}");
        }
        for bad in ["12", "打我电话", "139000012341390000123413", "13+9000012"] {
            assert_eq!(phone(bad).unwrap_err().code, "not-a-phone", "{bad}");
        }
        assert_eq!(phone("  "), Ok(None));
    }

    #[test]
    fn mail_addresses_that_could_smuggle_a_header_are_refused() {
        for good in ["a@b.cn", "wang.wu+1@mail.example.com"] {
            assert!(email(good).unwrap().is_some(), "{good}");
        }
        for bad in [
            "a",
            "a@b",
            "a@@b.cn",
            "a b@c.cn",
            "a@b.c>,<x@y.z",
            "a@-b.cn",
            ".a@b.cn",
            "张@b.cn",
            "a@b..cn",
        ] {
            assert_eq!(email(bad).unwrap_err().code, "not-an-email", "{bad}");
        }
        assert_eq!(
            email("a@b.cn\r\nBcc: x@y.z").unwrap_err().code,
            "control-character"
        );
    }

    #[test]
    fn a_contact_never_shows_itself() {
        let contact = Contact {
            name: Some("canary".into()),
            ..Contact::default()
        };
        assert_eq!(format!("{contact:?}"), "Contact(…)");
    }
}
