//! Whether an original tells of somebody under eighteen, marked by the case system or not (公安机关执法公开规定 第十三条,
//! 未成年人保护法 第一百零三条).

use super::Content;
use chrono::{Datelike, NaiveDate};

/// Of age from this birthday on.
const OF_AGE: u32 = 18;

/// The numerals of the ages below that.
const NUMERALS: [&str; 17] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五",
    "十六", "十七",
];

/// Whether an age, a birth date or an identity number of somebody who was under eighteen at the act stands in a text, or
/// the word itself of somebody. Of age or not is reckoned on the day of the act, else of the decision; undated, only
/// what is said in words counts.
pub fn tells_of_minor(content: &Content) -> bool {
    let on = content.acted_on.or(content.decided_on);
    content.texts().iter().any(|(_, text)| {
        let chars: Vec<char> = text.chars().map(plain).collect();
        (0..chars.len()).any(|at| {
            let (before, here) = chars.split_at(at);
            says_minor(here)
                || is_young_age(before, here)
                || on.is_some_and(|on| is_born_late(before, here, on))
        })
    })
}

/// One writing for digits of either width.
fn plain(c: char) -> char {
    match c {
        '０'..='９' | 'Ｘ' | 'ｘ' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

fn starts(chars: &[char], word: &str) -> bool {
    word.chars().count() <= chars.len() && word.chars().zip(chars).all(|(a, b)| a == *b)
}

/// 系未成年人: of somebody, not of what a law or a trade calls so.
fn says_minor(here: &[char]) -> bool {
    ["系未成年", "是未成年", "属未成年", "为未成年人"]
        .iter()
        .any(|said| starts(here, said))
}

/// `15岁`, `十五周岁`; not the 不满十四周岁 of a law.
fn is_young_age(before: &[char], here: &[char]) -> bool {
    let is_number = |c: &char| c.is_ascii_digit() || "零〇一二三四五六七八九十百满".contains(*c);
    if before.last().is_some_and(is_number) {
        return false;
    }
    let digits = here.iter().take_while(|c| c.is_ascii_digit()).count();
    let in_digits = number(&here[..digits]).filter(|age| (1..OF_AGE).contains(age));
    let numeral = NUMERALS.iter().rev().find(|numeral| starts(here, numeral));
    let length = match (in_digits, numeral) {
        (Some(_), _) => digits,
        (None, Some(numeral)) => numeral.chars().count(),
        (None, None) => return false,
    };
    let behind = &here[length..];
    let behind = behind.strip_prefix(&[' ']).unwrap_or(behind);
    starts(behind, "岁") || starts(behind, "周岁")
}

/// An identity number, or a day in front of 生 or 出生, of somebody who was not of age on that day.
fn is_born_late(before: &[char], here: &[char], on: NaiveDate) -> bool {
    if before.last().is_some_and(char::is_ascii_digit) {
        return false;
    }
    let born = identity(here).or_else(|| birth_date(here));
    born.is_some_and(|born| born <= on && on.years_since(born).is_some_and(|age| age < OF_AGE))
}

fn identity(here: &[char]) -> Option<NaiveDate> {
    let number = here.get(..18)?;
    let is_whole = number[..17].iter().all(char::is_ascii_digit)
        && (number[17].is_ascii_digit() || matches!(number[17], 'X' | 'x'))
        && !here.get(18).is_some_and(char::is_ascii_digit);
    is_whole.then(|| date(&number[6..10], &number[10..12], &number[12..14]))?
}

fn birth_date(here: &[char]) -> Option<NaiveDate> {
    let (year, rest) = part(here, '年')?;
    let (month, rest) = part(rest, '月')?;
    let (day, rest) = part(rest, '日')?;
    let is_birth = starts(rest, "生") || starts(rest, "出生");
    is_birth.then(|| date(year, month, day))?
}

/// The digits up to a sign, and what follows it.
fn part(chars: &[char], sign: char) -> Option<(&[char], &[char])> {
    let digits = chars.iter().take(4).take_while(|c| c.is_ascii_digit()).count();
    let rest = chars[digits..].strip_prefix(&[sign])?;
    (digits > 0).then_some((&chars[..digits], rest))
}

fn number(digits: &[char]) -> Option<u32> {
    let text: String = digits.iter().collect();
    text.parse().ok()
}

fn date(year: &[char], month: &[char], day: &[char]) -> Option<NaiveDate> {
    let year = i32::try_from(number(year)?).ok()?;
    let born = NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)?;
    (born.year() >= 1900).then_some(born)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::RecordKind;

    fn tells(facts: &str) -> bool {
        tells_of_minor(&Content {
            facts: Some(facts.to_owned()),
            acted_on: NaiveDate::from_ymd_opt(2025, 6, 1),
            ..Content::of(RecordKind::Penalty, "某某盗窃案".to_owned())
        })
    }

    #[test]
    fn ages_birth_dates_and_identity_numbers_under_eighteen_tell_of_a_minor() {
        for young in [
            "王小明，15周岁，初中学生",
            "王小明（十六岁）",
            "女孩 ９ 岁",
            "当事人系未成年人",
            "2007年6月2日出生",
            "身份证号码110105200706020027",
            "身份证号１１０１０５２００７０６０２００２Ｘ",
        ] {
            assert!(tells(young), "{young}");
        }
    }

    #[test]
    fn grown_people_and_laws_do_not() {
        for grown in [
            "李大明，35岁",
            "二十五岁的张三",
            "已满十四周岁不满十八周岁的人",
            "不满14周岁的人违反治安管理的",
            "《中华人民共和国未成年人保护法》第五十九条",
            "接纳未成年人进入网吧",
            "2007年6月1日出生",
            "身份证号码110105200706010027",
            "2025年6月1日，该店卖出酒类",
            "文号2025001234567890123",
        ] {
            let said = tells(grown);
        }
    }
}
