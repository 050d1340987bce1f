//! Free text from outside, made safe to keep and show.

use crate::field_error::FieldError;

/// A single line: trimmed, no control characters, no bidirectional controls, at most `max` characters.
/// An empty text is an absent one.
pub fn line(field: &'static str, what: &str, text: &str, max: usize) -> Result<Option<String>, FieldError> {
    let text = text.trim();
    if text.chars().any(|c| c.is_control() || is_bidi_control(c)) {
        return Err(FieldError::control_character(field, what));
    }
    limited(field, what, text.to_owned(), max)
}

/// Several lines, kept exactly but for CRLF → LF; NUL is refused. Blank text is absent.
pub fn body(field: &'static str, what: &str, text: &str, max: usize) -> Result<Option<String>, FieldError> {
    if text.contains('\0') {
        return Err(FieldError::control_character(field, what));
    }
    if text.trim().is_empty() {
        return Ok(None);
    }
    limited(field, what, text.replace("\r\n", "\n"), max)
}

/// Characters that reorder what stands around them (Trojan Source).
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
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
            line("t", "标题", "a\u{202E}b", 10).unwrap_err().code,
            "control-character"
        );
        assert_eq!(line("t", "标题", "一二三", 2).unwrap_err().code, "too-long");
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
