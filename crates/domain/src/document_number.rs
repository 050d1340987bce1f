//! 文号: the numbers that a unit gives its decisions, and which of them are missing ("nothing due stays unpublished").

mod gaps;

pub use gaps::{Cause, Explanation, Run, Series, Standing, runs_without};

/// A number as `明公（治）行罚决字〔2026〕12号` has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentNumber {
    /// 机关代字 and kind, `明公(治)行罚决字`, in one writing.
    pub word: String,
    /// Of which year.
    pub year: i32,
    /// Counts within word and year.
    pub serial: u32,
}

/// The longest serial number, in digits: what is longer names a system's record and counts nothing.
const MOST_DIGITS: usize = 7;

impl DocumentNumber {
    /// Reads a number in any width and with any brackets; `None` for what does not count by year.
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter_map(plain).collect();
        let rest = plain.strip_suffix('号').unwrap_or(&plain);
        let (head, serial) = last_digits(rest);
        let (head, year) = year_behind(head.strip_suffix('第').unwrap_or(head))?;
        let is_counted = (1..=MOST_DIGITS).contains(&serial.len()) && !head.is_empty();
        Some(Self {
            word: head.to_owned(),
            year,
            serial: serial.parse().ok().filter(|_| is_counted)?,
        })
    }
}

/// One writing for every character; blanks go.
fn plain(c: char) -> Option<char> {
    let half = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '〔' | '【' => '[',
        '〕' | '】' => ']',
        other => other,
    };
    (!half.is_whitespace()).then_some(half)
}

fn last_digits(text: &str) -> (&str, &str) {
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    text.split_at(head.len())
}

/// The year in brackets at the end, and what stands before it.
fn year_behind(text: &str) -> Option<(&str, i32)> {
    let inside = text.strip_suffix([']', ')'])?;
    let (head, year) = last_digits(inside);
    let head = head.strip_suffix(['[', '('])?;
    let year: i32 = year.parse().ok()?;
    (1949..=2200).contains(&year).then_some((head, year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_writing_of_a_number_is_one() {
        let expected = DocumentNumber {
            word: "临公(治)行罚决字".into(),
            year: 2024,
            serial: 12,
        };
        for writing in [
            "临公(治)行罚决字〔2024〕12号",
            "临公（治）行罚决字［2024］第12号",
            "临公（治）行罚决字（２０２４）１２号",
            " 临公(治)行罚决字 【2024】 012 号",
            "临公(治)行罚决字[2024]12",
        ] {
            assert_eq!(
                DocumentNumber::parse(writing),
                Some(expected.clone()),
                "{writing}"
            );
        }
    }

    #[test]
    fn what_does_not_count_by_year_is_no_number() {
        for other in [
            "",
            "12号",
            "〔2024〕12号",
            "临公罚字第12号",
            "3205001234567890",
            "临公〔24〕1号",
            "临公〔2024〕号",
            "临公〔2024〕12345678号",
        ] {
            assert_eq!(DocumentNumber::parse(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,30}") {
            let _ = DocumentNumber::parse(&text);
        }
    }
}
