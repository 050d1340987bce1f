//! What a text for a unit must not tell: which case or incident is behind it, and how to reach the person.

use crate::field_error::FieldError;
use crate::masking::{Kind, Masker, Profile};

/// What a text gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Tells {
    /// The number of a case or incident.
    #[error("不能写反映或警情的编号，请删去：单位不应知道是哪一件")]
    Number,
    /// A telephone number, a mail address or the number of a document.
    #[error("不能写电话、邮箱或证件号码，请删去：单位不应知道是谁")]
    Contact,
}

/// Shorter numbers are looked for as they are: without their separators they would be found in any date.
const FOLDED_FROM: usize = 6;

/// Refuses what somebody typed into `field` for another unit to read, if it gives something away (see [`tells`]).
pub fn ensure_discreet<'a>(
    field: &'static str,
    text: &str,
    numbers: impl IntoIterator<Item = &'a str>,
) -> Result<(), FieldError> {
    match tells(text, numbers) {
        Some(told) => Err(FieldError::new(field, "tells-too-much", told.to_string())),
        None => Ok(()),
    }
}

/// What `text` gives away: one of `numbers`, however it is written, or a contact.
pub fn tells<'a>(text: &str, numbers: impl IntoIterator<Item = &'a str>) -> Option<Tells> {
    let folded_text = folded(text);
    let is_named = |number: &str| {
        let own = folded(number);
        text.contains(number) || (own.chars().count() >= FOLDED_FROM && folded_text.contains(&own))
    };
    if numbers.into_iter().any(is_named) {
        return Some(Tells::Number);
    }
    let masked = Masker::new(Profile::strict()).mask_text(text);
    let is_contact = |kind| matches!(kind, Kind::Phone | Kind::Email | Kind::IdNumber);
    let found = masked.spans.iter().any(|span| is_contact(span.kind));
    found.then_some(Tells::Contact)
}

/// Letters and digits alone, as forgiving as the look-up of a receipt: width, case, O and 0, I, L and 1.
fn folded(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    text.chars()
        .map(narrow)
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_it_is_written() {
        let reference = "F-2026-7K3M9QD";
        for text in [
            "见F-2026-7K3M9QD",
            "见 f 2026 7k3m9qd 一件",
            "编号Ｆ－２０２６－７Ｋ３Ｍ９ＱＤ",
        ] {
            assert_eq!(tells(text, [reference]), Some(Tells::Number), "{text}");
        }
        assert_eq!(tells("2026年7月3日的出警，请说明", [reference]), None);
        assert_eq!(tells("请于11月20日前说明", ["J1"]), None);
        assert_eq!(tells("就是J1那件", ["J1"]), Some(Tells::Number));
    }

    #[test]
    fn a_contact_is_found() {
        for text in ["请联系13812345678", "他的邮箱是someone@example.test"] {
            assert_eq!(tells(text, []), Some(Tells::Contact), "{text}");
        }
        assert_eq!(tells("请说明何时告知了进展", []), None);
    }
}
