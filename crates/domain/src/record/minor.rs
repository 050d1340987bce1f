//! Whether an original tells of somebody under eighteen, marked by the case system or not (公安机关执法公开规定 第十三条,
//! 未成年人保护法 第一百零三条).

use super::Content;
use crate::masking::{Kind, Masked};
use chrono::{Months, NaiveDate};

/// Of age from the day behind this birthday on (法释〔2006〕1号 第二条).
const OF_AGE: u32 = 18;

/// The numerals of the ages below that.
const NUMERALS: [&str; 18] = [
    "一", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五",
    "十六", "十七",
];

/// Whether an age, a birth date or an identity number of somebody who was under eighteen stands in a text, or the word
/// itself of somebody. `masked` is what masking finds in the texts of `content`, in their order. Reckoned on the day of
/// the act, else of the decision, else on `today`.
pub fn tells_of_minor(content: &Content, masked: &[Masked], today: NaiveDate) -> bool {
    let on = content.acted_on.or(content.decided_on).unwrap_or(today);
    content.texts().iter().zip(masked).any(|((_, text), masked)| {
        let mut spans = masked
            .spans
            .iter()
            .filter(|span| DATED.contains(&span.kind))
            .peekable();
        let chars: Vec<char> = match spans.peek() {
            Some(_) => text.chars().map(plain).collect(),
            None => Vec::new(),
        };
        let is_told = spans.any(|span| {
            let born = match span.kind {
                Kind::IdNumber => identity(&chars[span.start..span.end]),
                Kind::BirthDate => birth_date(&chars[span.start..span.end]),
                _ => None,
            };
            born.is_some_and(|born| is_minor(born, on))
        });
        is_told || says(text)
    })
}

/// What tells a day of birth.
const DATED: [Kind; 2] = [Kind::IdNumber, Kind::BirthDate];

/// Whether a text says it in words, whatever line breaks stand in them. Every saying has one of two words, and most texts
/// have neither.
fn says(text: &str) -> bool {
    let text = text.replace(['\r', '\n'], "");
    if !text.contains('岁') && !text.contains("未成年") {
        return false;
    }
    let chars: Vec<char> = text.chars().map(plain).collect();
    (0..chars.len()).any(|at| is_said(&chars[..at], &chars[at..]))
}

fn is_minor(born: NaiveDate, on: NaiveDate) -> bool {
    let birthday = born.checked_add_months(Months::new(12 * OF_AGE));
    born <= on && birthday.is_some_and(|birthday| on <= birthday)
}

/// One writing for digits of either width.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

fn starts(chars: &[char], word: &str) -> bool {
    word.chars().count() <= chars.len() && word.chars().zip(chars).all(|(a, b)| a == *b)
}

fn is_any(chars: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| starts(chars, word))
}

/// In words: 系未成年人, 15岁, 未满十八周岁; not what a law or a trade calls so.
fn is_said(before: &[char], here: &[char]) -> bool {
    if is_any(here, &["系未成年", "是未成年", "属未成年", "为未成年人"]) {
        return true;
    }
    if starts(here, "未成年") && before.last().is_some_and(|c| matches!(c, '（' | '(')) {
        return true;
    }
    let under = ["不满", "未满"].iter().find(|word| starts(here, word));
    if under.is_some() && is_any(&here[2..], &["18岁", "18周岁", "十八岁", "十八周岁"]) {
        let behind = here[2..]
            .iter()
            .position(|c| *c == '岁')
            .map(|at| &here[at + 3..]);
        return behind.is_some_and(|behind| !is_any(behind, &["的"]));
    }
    is_young_age(before, here)
}

/// `15岁`, 十五周岁, 十五六岁; not the 已满十四周岁不满十八周岁的人 of a law.
fn is_young_age(before: &[char], here: &[char]) -> bool {
    let is_number = |c: &char| c.is_ascii_digit() || "零〇一二三四五六七八九十百".contains(*c);
    if before.last().is_some_and(is_number) {
        return false;
    }
    let digits = here.iter().take_while(|c| c.is_ascii_digit()).count();
    let is_young = number(&here[..digits]).is_some_and(|age| (1..OF_AGE).contains(&age));
    let numeral = NUMERALS.iter().rev().find(|numeral| starts(here, numeral));
    let length = match numeral {
        _ if is_young => digits,
        Some(numeral) => numeral.chars().count(),
        None => return false,
    };
    let ages = [&here[length..], here.get(length + 1..).unwrap_or_default()];
    let skips = here.get(length).is_some_and(|c| *c == ' ' || is_number(c));
    let alone = &ages[..=usize::from(skips)];
    let behind = alone.iter().find_map(|rest| behind_age(rest));
    behind.is_some_and(|behind| !is_any(behind, &["的人", "不满", "未满", "以"]))
}

/// What follows 岁 or 周岁.
fn behind_age(chars: &[char]) -> Option<&[char]> {
    let word = ["周岁", "岁"].into_iter().find(|word| starts(chars, word))?;
    Some(&chars[word.chars().count()..])
}

/// The day of birth in an identity number of eighteen or fifteen places, whatever stands between them.
fn identity(span: &[char]) -> Option<NaiveDate> {
    let places: Vec<u32> = span.iter().filter_map(|c| digit(*c)).collect();
    let day = match places.len() {
        17 | 18 => places[6..14].to_vec(),
        15 => [&[1, 9], &places[6..12]].concat(),
        _ => return None,
    };
    date(&day)
}

/// A written day of birth; where it tells the year alone, its last day.
fn birth_date(span: &[char]) -> Option<NaiveDate> {
    let span: Vec<char> = span
        .iter()
        .copied()
        .filter(|c| !matches!(c, '\r' | '\n'))
        .collect();
    let parts: Vec<Vec<u32>> = span
        .split(|c| digit(*c).is_none())
        .map(|part| part.iter().filter_map(|c| digit(*c)).collect())
        .filter(|part: &Vec<u32>| !part.is_empty())
        .collect();
    let year = parts.first().filter(|year| year.len() >= 4)?;
    if year.len() == 8 {
        return date(year);
    }
    let two = |part: Option<&Vec<u32>>, last: [u32; 2]| match part.map(Vec::as_slice) {
        Some([one]) => [0, *one],
        Some([ten, one]) => [*ten, *one],
        _ => last,
    };
    let (month, day) = (two(parts.get(1), [1, 2]), two(parts.get(2), [2, 8]));
    date(&[&year[..4], &month, &day].concat())
}

fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| match c {
        '〇' | '○' => Some(0),
        _ => "零一二三四五六七八九"
            .chars()
            .position(|known| known == c)?
            .try_into()
            .ok(),
    })
}

fn number(digits: &[char]) -> Option<u32> {
    let text: String = digits.iter().collect();
    text.parse().ok()
}

/// Eight places: year, month, day.
fn date(places: &[u32]) -> Option<NaiveDate> {
    let number = |places: &[u32]| places.iter().fold(0, |number, place| number * 10 + place);
    let year = i32::try_from(number(&places[..4])).ok()?;
    NaiveDate::from_ymd_opt(year, number(&places[4..6]), number(&places[6..8]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::masking::{Masker, Profile};
    use crate::record::RecordKind;

    fn tells_on(facts: &str, acted_on: Option<NaiveDate>) -> bool {
        let content = Content {
            facts: Some(facts.to_owned()),
            acted_on,
            ..Content::of(RecordKind::Penalty, "某某盗窃案".to_owned())
        };
        let masked = Masker::new(Profile::decision()).mask_record(&content.texts(), None);
        tells_of_minor(&content, &masked, day(2025, 6, 1))
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn tells(facts: &str) -> bool {
        tells_on(facts, Some(day(2025, 6, 1)))
    }

    #[test]
    fn ages_birth_dates_and_identity_numbers_under_eighteen_tell_of_a_minor() {
        for young in [
            "王小明，15周岁，初中学生",
            "王小明（十六岁）",
            "女孩 ９ 岁",
            "两岁的孩子",
            "一名十五六岁的少年",
            "当事人系未成年人",
            "王小明（未成年）",
            "王小明（已满15周岁）",
            "鉴于王小明已满十四周岁不满十八周岁，从轻处罚",
            "因其未满十八周岁，不执行拘留",
            "王小明，2007年6月1日出生",
            "出生日期：2010年6月2日",
            "2010-06-02出生",
            "2010年6月出生",
            "二〇一〇年六月二日出生",
            "当事人王小明，男，汉族，小学文化，二〇\n一〇年六月二日出生",
            "王小明，15\n周岁",
            "当事人系未\n成年人",
            "身份证号码110105200706010027",
            "身份证号码110105 20100602 0027",
            "身份证号码1101052010\n06020027",
            "身份证号码１１０１０５２０１００６０２００２Ｘ",
        ] {
            assert!(tells(young), "{young}");
        }
        assert!(
            tells_on("身份证号码110105201006020027", None),
            "undated, today counts"
        );
    }

    #[test]
    fn grown_people_and_laws_do_not() {
        for grown in [
            "李大明，35岁",
            "二十五岁的张三",
            "已满十四周岁不满十八周岁的人违反治安管理的，从轻或者减轻处罚",
            "不满14周岁的人违反治安管理的",
            "年满16周岁以上",
            "《中华人民共和国未成年人保护法》第五十九条",
            "接纳未成年人进入网吧",
            "2007年5月31日出生",
            "身份证号码110105200705310027",
            "2025年6月1日，该店卖出酒类",
            "文号2025001234567890123",
        ] {
            assert!(!tells(grown), "{grown}");
        }
    }
}
