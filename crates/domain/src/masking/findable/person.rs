//! Marks of a person, of the hour and of the day.

use super::mark::Mark;
use crate::masking::lexicon::entries;
use crate::masking::passage::{any_at, any_before, has_at, is_han, skip_label_end};
use crate::masking::word_set::WordSet;
use std::ops::Range;
use std::sync::LazyLock;

static WORDS: LazyLock<Words> = LazyLock::new(Words::load);

struct Words {
    /// Mark somebody only where they stand beside one: 教师李某, 系该村会计。
    beside: [(Mark, WordSet); 3],
    /// Mark somebody wherever they stand.
    anywhere: [(Mark, WordSet); 2],
    nickname: WordSet,
}

impl Words {
    fn load() -> Self {
        let data = include_str!("../data/findable.txt");
        let words = |key| WordSet::forward(entries(data, key));
        Self {
            beside: [
                (Mark::Child, words("child ")),
                (Mark::Office, words("office ")),
                (Mark::Trade, words("trade ")),
            ],
            anywhere: [(Mark::Kin, words("kin ")), (Mark::Event, words("event "))],
            nickname: words("nickname "),
        }
    }
}

type Found = (Range<usize>, Mark);

/// Where a person is marked, each place once.
pub(super) fn marks(text: &[char]) -> Vec<Found> {
    let mut marks = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let mark = [number, birth, occupation, nickname, word];
        match mark.iter().find_map(|look| look(text, at)) {
            Some(found) => {
                at = found.0.end;
                marks.push(found);
            }
            None => at += 1,
        }
    }
    marks
}

/// The word of a list; the longest counts.
fn word(text: &[char], at: usize) -> Option<Found> {
    let ends = |(mark, words): &(Mark, WordSet)| Some((at + words.longest_at(text, at)?, *mark));
    let beside = WORDS.beside.iter().filter_map(ends);
    let beside = beside.filter(|(end, _)| is_beside_a_person(text, *end));
    let (end, mark) = beside
        .chain(WORDS.anywhere.iter().filter_map(ends))
        .max_by_key(|(end, _)| *end)?;
    Some((at..end, mark))
}

/// Before a masked name, or at the end of a clause.
fn is_beside_a_person(text: &[char], end: usize) -> bool {
    match text.get(end) {
        Some(c) if is_han(*c) => {
            matches!(text.get(end + 1), Some('某')) || matches!(text.get(end + 2), Some('某'))
        }
        _ => true,
    }
}

/// An age or an hour, which begin with a number.
fn number(text: &[char], at: usize) -> Option<Found> {
    if at > 0 && is_number(text[at - 1]) {
        return None;
    }
    let length = text[at..].iter().take_while(|c| is_number(**c)).count();
    let end = at + length;
    if length == 0 || length > 4 {
        return None;
    }
    if let Some(age) = any_at(text, end, &["岁", "周岁"]) {
        let is_limit = any_before(text, at, &["满", "到"])
            || any_at(text, end + age, &["以上", "以下", "以内", "至"]).is_some();
        return (!is_limit).then_some((at..end + age, Mark::Age));
    }
    hour(text, at, end)
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二三四五六七八九十百两".contains(c)
}

/// 21时15分, 晚上9点, 21:15, 九时许: a number alone may count other things (一点, 2点意见).
fn hour(text: &[char], at: usize, end: usize) -> Option<Found> {
    let is_digits = text[at..end].iter().all(char::is_ascii_digit);
    let longest = if is_digits { "21" } else { "二十一" };
    if end - at > longest.chars().count() {
        return None;
    }
    let minutes = |from: usize| text[from..].iter().take(3).take_while(|c| is_number(**c)).count();
    if is_digits && text.get(end) == Some(&':') {
        let is_clock = minutes(end + 1) == 2 && text.get(end + 3) != Some(&':');
        return is_clock.then_some((at..end + 3, Mark::Hour));
    }
    let unit = text.get(end).filter(|c| matches!(c, '时' | '点'))?;
    let said = end + 1;
    let counted = minutes(said);
    let is_told = counted > 0
        || any_at(text, said, &["许", "左右", "整", "半", "多", "钟", "分"]).is_some()
        || any_before(
            text,
            at,
            &["上午", "中午", "下午", "晚上", "凌晨", "傍晚", "深夜", "当晚"],
        )
        || *unit == '时' && is_digits && text.get(said).is_none_or(|c| !is_han(*c));
    let last = said + counted;
    let last = last + usize::from(counted > 0 && text.get(last) == Some(&'分'));
    is_told.then_some((at..last, Mark::Hour))
}

/// 1988年×月×日出生: masking leaves the year.
fn birth(text: &[char], at: usize) -> Option<Found> {
    let end = at + 5;
    let is_year = text.get(at..end)?.iter().take(4).all(char::is_ascii_digit) && text[at + 4] == '年';
    if !is_year || at > 0 && text[at - 1].is_ascii_digit() {
        return None;
    }
    let more = text[end..]
        .iter()
        .take(8)
        .take_while(|c| c.is_ascii_digit() || "×月日 ".contains(**c))
        .count();
    let is_birth = any_at(text, end + more, &["出生", "生,", "生。", "生)", "生、"]).is_some()
        || any_before(text, at, &["出生日期:", "出生日期", "出生于", "生于"]);
    is_birth.then_some((at..end, Mark::Age))
}

/// 职业：木匠. To have none, to farm or to trade marks nobody.
fn occupation(text: &[char], at: usize) -> Option<Found> {
    if !has_at(text, at, "职业") {
        return None;
    }
    let start = skip_label_end(text, at + 2);
    let length = text[start..].iter().take(12).take_while(|c| is_han(**c)).count();
    let tells = start > at + 2
        && length >= 2
        && any_at(
            text,
            start,
            &["无", "农", "务农", "个体", "自由", "待业", "不详", "其他", "某"],
        )
        .is_none()
        && !text[start..start + length].contains(&'某');
    tells.then_some((start..start + length, Mark::Trade))
}

/// 外号“老神仙”, as far as it is not masked.
fn nickname(text: &[char], at: usize) -> Option<Found> {
    let mut start = at + WORDS.nickname.longest_at(text, at)?;
    while text
        .get(start)
        .is_some_and(|c| "叫称为是系:“\"‘「『 ".contains(*c))
    {
        start += 1;
    }
    let length = text[start..]
        .iter()
        .take(12)
        .take_while(|c| c.is_alphanumeric())
        .count();
    let name = &text[start..start + length];
    let is_name = length >= 2 && !name.iter().any(|c| matches!(c, '某' | '×'));
    is_name.then_some((start..start + length, Mark::Nickname))
}

/// Whether a day is told: 2025年11月3日.
pub(super) fn tells_day(text: &[char]) -> bool {
    let number = |from: usize| {
        text[from..]
            .iter()
            .take(4)
            .take_while(|c| c.is_ascii_digit())
            .count()
    };
    let follows = |from: usize, unit: char| {
        let end = from + number(from);
        (end > from && text.get(end) == Some(&unit)).then_some(end + 1)
    };
    (0..text.len()).any(|at| {
        let month = follows(at, '年').filter(|end| end - at == 5);
        month
            .and_then(|at| follows(at, '月'))
            .and_then(|at| follows(at, '日'))
            .is_some()
    })
}
