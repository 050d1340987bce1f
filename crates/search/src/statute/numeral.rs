//! Chinese and Arabic numbers below ten thousand.

/// Value of a whole text that is a number: `43`, `四十三`, `一百零三`, `四三`.
pub fn parse_numeral(text: &str) -> Option<u32> {
    let chars: Vec<char> = text.chars().map(crate::text::fold_char).collect();
    numeral_at(&chars)
        .filter(|&(_, length)| length == chars.len())
        .map(|(value, _)| value)
}

/// The number at the start of the characters and how many it takes.
pub(super) fn numeral_at(chars: &[char]) -> Option<(u32, usize)> {
    let arabic = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if arabic > 0 {
        let text: String = chars[..arabic].iter().collect();
        return (arabic <= 4).then(|| text.parse().ok().map(|value| (value, arabic)))?;
    }
    let length = chars
        .iter()
        .take_while(|&&c| digit(c).is_some() || unit(c).is_some())
        .count();
    if length == 0 || length > 7 {
        return None;
    }
    let spoken = chars[..length].iter().any(|&c| unit(c).is_some());
    let value = if spoken {
        spoken_value(&chars[..length])
    } else {
        digits_value(&chars[..length])
    };
    value.map(|value| (value, length))
}

pub(super) fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || digit(c).is_some() || unit(c).is_some()
}

/// 一百一十九: digits times units.
fn spoken_value(chars: &[char]) -> Option<u32> {
    let mut total: u32 = 0;
    let mut pending: Option<u32> = None;
    for &c in chars {
        if let Some(unit) = unit(c) {
            total += pending.take().filter(|&p| p > 0).unwrap_or(1) * unit;
        } else {
            pending = digit(c);
        }
    }
    Some(total + pending.unwrap_or(0)).filter(|&value| value < 10_000)
}

/// 一一九: digits one after the other.
fn digits_value(chars: &[char]) -> Option<u32> {
    (chars.len() <= 4).then(|| {
        chars
            .iter()
            .fold(0, |value, &c| value * 10 + digit(c).unwrap_or(0))
    })
}

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn digit(c: char) -> Option<u32> {
    let found = if c == '两' {
        Some(2)
    } else {
        DIGITS.iter().position(|&d| d == c)
    };
    found.and_then(|value| u32::try_from(value).ok())
}

fn unit(c: char) -> Option<u32> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

/// The number in Chinese as statutes write it: 43 is 四十三, 103 一百零三, 12 十二.
pub fn to_chinese(value: u32) -> String {
    if value == 0 || value >= 10_000 {
        return if value == 0 {
            "零".to_owned()
        } else {
            value.to_string()
        };
    }
    let mut text = String::new();
    let mut skipped = false;
    for (size, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = value / size % 10;
        if digit == 0 {
            skipped = !text.is_empty();
            continue;
        }
        if skipped {
            text.push('零');
        }
        skipped = false;
        let leading_ten = size == 10 && digit == 1 && text.is_empty();
        if !leading_ten {
            text.push(DIGITS[usize::try_from(digit).expect("one digit")]);
        }
        text.push_str(unit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_every_writing() {
        for (text, value) in [
            ("43", 43),
            ("四十三", 43),
            ("十二", 12),
            ("一百零三", 103),
            ("一百一十九", 119),
            ("一一九", 119),
            ("二〇", 20),
        ] {
            assert_eq!(parse_numeral(text), Some(value), "{text}");
        }
        assert_eq!(parse_numeral("四十三条"), None);
        assert_eq!(parse_numeral("99999"), None);
    }

    #[test]
    fn every_number_is_read_back_from_its_chinese_form() {
        for value in 1..10_000 {
            assert_eq!(
                parse_numeral(&to_chinese(value)),
                Some(value),
                "{}",
                to_chinese(value)
            );
        }
    }
}
