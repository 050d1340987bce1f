//! Document numbers: `临公(治)行罚决字〔2024〕12号` in any writing becomes one compact form.

use super::{fold_char, is_han};

/// The compact form with, for each of its characters, the byte offset of its source: letters, digits and
/// ideographs only; digits written in Chinese become Arabic in runs of at least two; 第 and 年 are filler, and so are
/// the zeros that a serial number begins with.
pub fn compact_with_offsets(text: &str) -> Vec<(char, usize)> {
    let kept: Vec<(char, usize)> = text
        .char_indices()
        .map(|(at, c)| (fold_char(c), at))
        .filter(|&(c, _)| c.is_alphanumeric() && c != '第')
        .collect();
    let mut compact = Vec::with_capacity(kept.len());
    for (index, &(c, at)) in kept.iter().enumerate() {
        let digit_at = |i: usize| kept.get(i).and_then(|&(c, _)| chinese_digit(c)).is_some();
        let in_run = digit_at(index + 1) || (index > 0 && digit_at(index - 1));
        match chinese_digit(c) {
            Some(digit) if in_run => compact.push((digit, at)),
            _ => compact.push((c, at)),
        }
    }
    drop_leading_zeros(&mut compact, text);
    let years: Vec<usize> = (1..compact.len().saturating_sub(1))
        .filter(|&i| {
            compact[i].0 == '年' && compact[i - 1].0.is_ascii_digit() && compact[i + 1].0.is_ascii_digit()
        })
        .collect();
    let mut index = 0;
    compact.retain(|_| {
        index += 1;
        !years.contains(&(index - 1))
    });
    compact
}

/// A serial number is the run of digits at the end, or before 号, behind the year where nothing stands between the two:
/// 0012 is 12, and 20240012 is 202412.
fn drop_leading_zeros(compact: &mut Vec<(char, usize)>, text: &str) {
    let ends_serial = |&(c, _): &(char, usize)| c == '号';
    let mut start = 0;
    while start < compact.len() {
        let end = start + digits_written_together(&compact[start..], text);
        if end > start && compact.get(end).is_none_or(ends_serial) {
            let serial = start + year_before_serial(&compact[start..end]);
            let zeros = compact[serial..end - 1]
                .iter()
                .take_while(|&&(c, _)| c == '0')
                .count();
            compact.drain(serial..serial + zeros);
            start = end - zeros;
        } else {
            start = end.max(start + 1);
        }
    }
}

/// The length of the year that a run of digits begins with, where more follow.
fn year_before_serial(run: &[(char, usize)]) -> usize {
    const YEAR: usize = 4;
    let begins = |century: &str| run.iter().map(|&(c, _)| c).take(2).eq(century.chars());
    if run.len() > YEAR && (begins("19") || begins("20")) {
        YEAR
    } else {
        0
    }
}

/// How many of the first characters are digits with nothing between them in their source.
fn digits_written_together(compact: &[(char, usize)], text: &str) -> usize {
    let mut next = None;
    let run = compact.iter().take_while(|&&(c, at)| {
        let follows = next.is_none_or(|next| next == at);
        next = text[at..].chars().next().map(|source| at + source.len_utf8());
        c.is_ascii_digit() && follows
    });
    run.count()
}

/// The compact form alone.
pub fn compact(text: &str) -> String {
    compact_with_offsets(text).into_iter().map(|(c, _)| c).collect()
}

/// Whether typed text may be (part of) a document number: it has a digit and is no plain number, or it holds
/// the marks that only document numbers have.
pub fn looks_like_number(compact: &str) -> bool {
    (4..=60).contains(&compact.chars().count())
        && (is_marked(compact) || digits(compact) > 0)
        && compact.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric())
}

/// Whether typed text can hardly be anything but (part of) a document number: it has the marks of one, or ends
/// as one does, behind a year and a number.
pub fn is_number(compact: &str) -> bool {
    looks_like_number(compact) && (is_marked(compact) || (compact.ends_with('号') && digits(compact) > 4))
}

fn is_marked(compact: &str) -> bool {
    ["决字", "罚字", "许字", "准字"]
        .iter()
        .any(|mark| compact.contains(mark))
}

fn digits(compact: &str) -> usize {
    compact.chars().filter(char::is_ascii_digit).count()
}

fn chinese_digit(c: char) -> Option<char> {
    const DIGITS: &str = "零一二三四五六七八九";
    let value = DIGITS.chars().position(|d| d == c)?;
    char::from_digit(u32::try_from(value).ok()?, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_writing_of_a_number_is_one() {
        let expected = "临公治行罚决字202412号";
        for writing in [
            "临公(治)行罚决字〔2024〕12号",
            "临公（治）行罚决字［2024］12号",
            "臨公(治)行罰決字[２０２４]１２號",
            "临公 治 行罚决字 2024 12号",
            "临公（治）行罚决字（2024）第12号",
            "临公(治)行罚决字二〇二四12号",
            "临公（治）行罚决字2024年12号",
            "临公（治）行罚决字〔2024〕0012号",
            "临公（治）行罚决字2024 第０１２号",
        ] {
            assert_eq!(compact(writing), expected, "{writing}");
        }
    }

    #[test]
    fn only_a_serial_number_loses_the_zeros_before_it() {
        for (writing, expected) in [
            ("〔2024〕007", "20247"),
            ("〔2024〕0", "20240"),
            ("2024 00", "20240"),
            ("A0012号", "a12号"),
            ("A0012-03", "a00123"),
            ("20240012号", "202412号"),
            ("2024000", "20240"),
            ("30240012号", "30240012号"),
        ] {
            assert_eq!(compact(writing), expected, "{writing}");
        }
    }

    #[test]
    fn a_year_word_alone_is_no_number() {
        assert!(looks_like_number(&compact("2024 12号")));
        assert!(looks_like_number(&compact("公(治)行罚决字")));
        assert!(!looks_like_number(&compact("殴打他人")));
        assert!(!looks_like_number(&compact("12")));
        for number in ["2024 12号", "公(治)行罚决字", "〔2024〕第12号"] {
            assert!(is_number(&compact(number)), "{number}");
        }
        for words in [
            "地铁10号线扒窃",
            "3号楼",
            "2024年盗窃",
            "殴打他人",
            "行政处罚决定书",
        ] {
            assert!(!is_number(&compact(words)), "{words}");
        }
    }
}
