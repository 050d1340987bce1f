//! Free text from outside, made safe to keep and show.

use crate::field_error::FieldError;

/// A single line: what can be seen of it ([`visible`]), trimmed, no control characters, at most `max` characters.
/// An empty text is an absent one.
pub fn line(field: &'static str, what: &str, text: &str, max: usize) -> Result<Option<String>, FieldError> {
    let text = visible(text);
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err(FieldError::control_character(field, what));
    }
    limited(field, what, text.to_owned(), max)
}

/// Several lines, kept exactly but for CRLF → LF and what cannot be seen ([`visible`]); NUL is refused. Blank text is
/// absent.
pub fn body(field: &'static str, what: &str, text: &str, max: usize) -> Result<Option<String>, FieldError> {
    if text.contains('\0') {
        return Err(FieldError::control_character(field, what));
    }
    let text = visible(text);
    if text.trim().is_empty() {
        return Ok(None);
    }
    limited(field, what, text.replace("\r\n", "\n"), max)
}

/// The text without its invisible characters: nobody types them on purpose (they come along from web pages and PDF
/// files, so that to refuse them would blame people for what they cannot see), and one of them inside a name or a number
/// keeps every search and every rule from finding it. Left are those without which a text looks otherwise: the joiners
/// and variants of Mongolian, Uyghur and the like, and of pictures.
pub fn visible(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_invisible(c) || shapes(kept.chars().next_back(), c) {
            kept.push(c);
        }
    }
    kept
}

/// Whether `c` tells how the character before it is drawn. Chinese, Latin letters, digits and marks are drawn alike.
fn shapes(before: Option<char>, c: char) -> bool {
    let joins = matches!(c, '\u{200c}' | '\u{200d}' | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}');
    let is_drawn_alike = |before| matches!(before, '\0'..='\u{5ff}' | '\u{2000}'..='\u{206f}' | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{ffff}' | '\u{20000}'..='\u{3ffff}');
    joins && before.is_some_and(|before| !is_drawn_alike(before))
}

/// Characters that nobody sees: those that Unicode lets programs ignore where they cannot draw them
/// (`Default_Ignorable_Code_Point`), those that reorder what stands around them (Trojan Source), and the marks of
/// annotations.
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

fn limited(field: &'static str, what: &str, text: String, max: usize) -> Result<Option<String>, FieldError> {
    let got = text.chars().count();
    if got > max {
        return Err(FieldError::too_long(field, what, max, got));
    }
    Ok((!text.is_empty()).then_some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_refuses_what_cannot_be_seen() {
        assert_eq!(line("t", "标题", "  好 ", 10), Ok(Some("好".into())));
        assert_eq!(line("t", "标题", "   ", 10), Ok(None));
        assert_eq!(
            line("t", "标题", "a\tb", 10).unwrap_err().code,
            "control-character"
        );
        assert_eq!(line("t", "标题", "一二三", 2).unwrap_err().code, "too-long");
    }

    #[test]
    fn what_cannot_be_seen_is_dropped() {
        for unseen in "\u{ad}\u{34f}\u{200b}\u{200c}\u{200d}\u{200e}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{feff}\u{fe0f}\u{e0100}\u{e0041}".chars() {
            let typed = format!("{unseen}王{unseen}建{unseen}1{unseen}2{unseen}");
            assert_eq!(line("t", "标题", &typed, 5), Ok(Some("王建12".into())), "{unseen:?}");
            assert_eq!(body("b", "内容", &typed, 5), Ok(Some("王建12".into())), "{unseen:?}");
            assert_eq!(body("b", "内容", &unseen.to_string(), 5), Ok(None));
        }
    }

    #[test]
    fn what_is_drawn_otherwise_without_an_invisible_character_keeps_it() {
        for seen in [
            "👨\u{200d}👩",
            "❤\u{fe0f}",
            "\u{1820}\u{180b}",
            "\u{647}\u{200d}",
            "e\u{301}",
            "王\u{301}",
        ] {
            assert_eq!(body("b", "内容", seen, 5), Ok(Some(seen.into())));
        }
    }

    #[test]
    fn a_body_is_kept_exactly_but_for_line_ends() {
        assert_eq!(
            body("b", "内容", " 一\r\n\n二\t", 10),
            Ok(Some(" 一\n\n二\t".into()))
        );
        assert_eq!(
            body("b", "内容", "a\0", 10).unwrap_err().code,
            "control-character"
        );
    }
}
