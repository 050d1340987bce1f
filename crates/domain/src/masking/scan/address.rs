//! Addresses: province, city, county, town and street office stay, what is finer goes (art. 15 (1): 住所地详址).

use std::sync::LazyLock;

use super::business;
use super::digits::DIGITS;
use crate::masking::passage::{any_at, any_before, has_at, is_han, skip_label_end, value_length};
use crate::masking::span::{CROSSES, Kind, Span};
use crate::masking::word_set::{CharSet, WordSet};

static LABELS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "户籍所在地",
        "户籍地址",
        "户籍地",
        "户口所在地",
        "户口地址",
        "现住址",
        "现居住地",
        "经常居住地",
        "居住地址",
        "居住地",
        "家庭住址",
        "家庭地址",
        "住所地",
        "住址",
        "住所",
        "现住",
        "均住",
        "居住在",
        "居住于",
        "家住",
        "暂住",
        "租住",
        "通讯地址",
        "地址",
        "经营场所",
        "营业场所",
        "办公场所",
        "经营地点",
    ])
});
static KEPT_UNITS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "特别行政区",
        "自治区",
        "自治州",
        "自治县",
        "街道办事处",
        "街道",
        "苏木",
        "地区",
        "省",
        "市",
        "县",
        "镇",
    ])
});
static WAYS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "大道", "大街", "公路", "路", "街", "巷", "弄", "胡同", "村", "社区", "小区", "花园", "公寓", "家园",
        "新村", "庄", "屯", "寨", "里", "苑", "广场", "大厦",
    ])
});
static DOORS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "村民小组",
        "村民组",
        "小组",
        "号楼",
        "号院",
        "号附",
        "号",
        "栋",
        "幢",
        "座",
        "排",
        "单元",
        "室",
        "组",
        "层",
        "楼",
        "弄",
        "房",
        "户",
    ])
});

static STARTS: LazyLock<CharSet> = LazyLock::new(|| {
    CharSet::union([
        &CharSet::of(['住'].into_iter()),
        &DIGITS,
        LABELS.firsts(),
        WAYS.firsts(),
    ])
});

/// Labelled addresses, and unlabelled ones that go down to a door.
pub(super) fn addresses(text: &[char], spans: &mut Vec<Span>) {
    let mut next = 0;
    while let Some(at) = STARTS.next_in(text, next) {
        let label = LABELS.longest_at(text, at).or_else(|| home_at(text, at));
        if let Some(length) = label {
            let start = skip_label_end(text, at + length);
            let end = start + value(text, start);
            let is_public = business::is_told(text, at);
            // Where somebody lives may be told in a sentence about a business: 在经营场所容留住…的张三.
            let in_sentence = is_public && text[start..end].contains(&'住');
            let is_told = text[start - 1] == ':' || tells_place(text, start, end) && !in_sentence;
            if is_told && !is_public {
                push_detail(text, start, end, spans);
            }
            // What a public label does not tell may be a sentence with somebody's address in it.
            next = if is_public && !is_told {
                at + length
            } else {
                end.max(at + length)
            };
        } else if let Some(end) = door_end(text, at) {
            let start = way_start(text, at);
            push_detail(text, start, end, spans);
            next = end;
        } else {
            next = at + 1;
        }
    }
}

/// The length of 住 or 住在 where it heads a clause and a province, city, county or town follows: 男,住临水县城关镇柳树村.
fn home_at(text: &[char], at: usize) -> Option<usize> {
    if text[at] != '住' || at > 0 && is_han(text[at - 1]) {
        return None;
    }
    let length = 1 + usize::from(matches!(text.get(at + 1), Some('在' | '于')));
    let start = at + length;
    (after_units(text, start, start + value(text, start)) > start).then_some(length)
}

/// The length of the value at `start`: 的 ends it, too.
fn value(text: &[char], start: usize) -> usize {
    let value = text[start..start + value_length(text, start, 60)].iter();
    value.take_while(|c| **c != '的').count()
}

/// Without a colon "住所" may be a word of the sentence (住所未变更).
fn tells_place(text: &[char], start: usize, end: usize) -> bool {
    after_units(text, start, end) > start || (start..end).any(|at| WAYS.longest_at(text, at).is_some())
}

fn push_detail(text: &[char], start: usize, end: usize, spans: &mut Vec<Span>) {
    let detail = after_units(text, start, end);
    let nothing = detail >= end
        || has_at(text, detail, CROSSES)
        || any_at(text, detail, &["不详", "无", "同上", "×", "等", "变更", "期间"]).is_some();
    if !nothing {
        spans.push(Span::crossed(detail, end, Kind::Address));
    }
}

/// Where the last unit ends that may be shown.
fn after_units(text: &[char], start: usize, end: usize) -> usize {
    let mut kept = start;
    let mut at = start + 1;
    while at < end {
        let unit = KEPT_UNITS
            .longest_at(text, at)
            .or_else(|| unit_character(text, at));
        match unit {
            Some(length) if at + length <= end && at > kept && at - kept <= 12 => {
                kept = at + length;
                at = kept + 1;
            }
            _ => at += 1,
        }
    }
    kept
}

/// 区, 乡, 州 and 旗 name a unit only where no smaller word holds them (小区, 社区, 园区).
fn unit_character(text: &[char], at: usize) -> Option<usize> {
    let alone = match text[at] {
        '区' => !matches!(
            text[at - 1],
            '0'..='9' | '小' | '社' | '园' | '景' | '厂' | '库' | '校' | '片' | '住'
        ),
        '乡' | '盟' | '旗' => true,
        '州' => {
            text.get(at + 1).is_some_and(|c| is_han(*c))
                && !matches!(text.get(at + 1), Some('市' | '区' | '县' | '路' | '街'))
        }
        _ => false,
    };
    alone.then_some(1)
}

/// From a way (路, 村, 小区) or the number of a building at `at` through number and door, when there is one.
fn door_end(text: &[char], at: usize) -> Option<usize> {
    let way = WAYS.longest_at(text, at).or_else(|| building_at(text, at))?;
    let mut end = at + way;
    let mut doors = 0;
    loop {
        let nth = usize::from(text.get(end) == Some(&'第'));
        let number = text[end + nth..]
            .iter()
            .take(6)
            .take_while(|c| is_door_number(**c))
            .count();
        let Some(door) = (number > 0)
            .then(|| DOORS.longest_at(text, end + nth + number))
            .flatten()
        else {
            break;
        };
        end += nth + number + door;
        doors += 1;
        if matches!(text.get(end), Some('-')) {
            end += 1;
        }
    }
    // A number is taken whole: cut, what stays of a telephone's or an identity's would be shown.
    let tail = text[end..].iter().take_while(|c| c.is_ascii_digit()).count();
    let tail = if tail >= 2 { tail } else { 0 };
    (doors > 0 || tail > 0 && text[at].is_ascii_digit()).then(|| end + tail + part_of_door(text, end + tail))
}

/// The length of the number of a building behind its name, if a number follows: 天润华府|3幢|1802室.
fn building_at(text: &[char], at: usize) -> Option<usize> {
    if at == 0 || !is_han(text[at - 1]) || !text[at].is_ascii_digit() {
        return None;
    }
    let number = text[at..]
        .iter()
        .take(3)
        .take_while(|c| c.is_ascii_digit())
        .count();
    let building = any_at(text, at + number, &["栋", "幢", "号楼"])?;
    let length = number + building;
    text.get(at + length)
        .filter(|c| c.is_ascii_digit())
        .map(|_| length)
}

/// The length of 之一 behind a door: 22号之一.
fn part_of_door(text: &[char], end: usize) -> usize {
    let number = text[end..].iter().skip(1).take(3);
    let number = number
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(**c))
        .count();
    if text.get(end) == Some(&'之') && number > 0 {
        1 + number
    } else {
        0
    }
}

fn is_door_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '#') || "一二三四五六七八九十百".contains(c)
}

/// Verbs that lead to a place.
const LEADS: [&str; 8] = ["途经", "路过", "经过", "赶赴", "检查", "搜查", "租用", "占用"];

/// Where the name of the way starts: after a unit, a preposition or a mark.
fn way_start(text: &[char], at: usize) -> usize {
    let mut start = at;
    while start > 0 && at - start < 20 {
        let c = text[start - 1];
        let unit = start < at && unit_ends(text, start);
        let leads = "在于至到从住往由了进入的、对与及".contains(c) || any_before(text, start, &LEADS);
        if !is_han(c) && !c.is_ascii_alphanumeric() || leads || unit {
            break;
        }
        start -= 1;
    }
    start
}

fn unit_ends(text: &[char], end: usize) -> bool {
    (1..=5)
        .filter_map(|length| end.checked_sub(length))
        .any(|at| KEPT_UNITS.longest_at(text, at) == Some(end - at))
}
