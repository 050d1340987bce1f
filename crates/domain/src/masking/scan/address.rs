//! Addresses: province, city, county, town and street office stay, what is finer goes (art. 15 (1): 住所地详址).

use std::sync::LazyLock;

use crate::masking::passage::{any_at, any_before, ends_clause, has_at, is_han, skip_label_end};
use crate::masking::span::{CROSSES, Kind, Span};
use crate::masking::word_set::WordSet;

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
    ])
});
/// The addresses of businesses are public.
const BUSINESS: [&str; 9] = ["营业", "经营", "单位", "注册", "办公", "公司", "机构", "网", "IP"];
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
        "号楼", "号院", "号附", "号", "栋", "幢", "座", "排", "单元", "室", "组", "层", "楼", "弄", "房",
        "户",
    ])
});

/// Labelled addresses, and unlabelled ones that go down to a door.
pub(super) fn addresses(text: &[char], spans: &mut Vec<Span>) {
    let mut at = 0;
    while at < text.len() {
        if let Some(length) = LABELS
            .longest_at(text, at)
            .filter(|_| !any_before(text, at, &BUSINESS))
        {
            let start = skip_label_end(text, at + length);
            let end = start
                + text[start..]
                    .iter()
                    .take(60)
                    .take_while(|c| !ends_clause(**c) && **c != '的')
                    .count();
            if text[start - 1] == ':' || tells_place(text, start, end) {
                push_detail(text, start, end, spans);
            }
            at = end.max(at + length);
        } else if let Some(end) = door_end(text, at) {
            let start = way_start(text, at);
            push_detail(text, start, end, spans);
            at = end;
        } else {
            at += 1;
        }
    }
}

/// Without a colon "住所" may be a word of the sentence (住所未变更).
fn tells_place(text: &[char], start: usize, end: usize) -> bool {
    after_units(text, start, end) > start || (start..end).any(|at| WAYS.longest_at(text, at).is_some())
}

fn push_detail(text: &[char], start: usize, end: usize, spans: &mut Vec<Span>) {
    let detail = after_units(text, start, end);
    let nothing = detail >= end
        || has_at(text, detail, CROSSES)
        || any_at(text, detail, &["不详", "无", "同上", "×", "等", "变更"]).is_some();
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

/// From a way (路, 村, 小区) at `at` through number and door, when there is one.
fn door_end(text: &[char], at: usize) -> Option<usize> {
    let mut end = at + WAYS.longest_at(text, at)?;
    let mut doors = 0;
    loop {
        let number = text[end..]
            .iter()
            .take(6)
            .take_while(|c| is_door_number(**c))
            .count();
        let Some(door) = (number > 0)
            .then(|| DOORS.longest_at(text, end + number))
            .flatten()
        else {
            break;
        };
        end += number + door;
        doors += 1;
        if matches!(text.get(end), Some('-')) {
            end += 1;
        }
    }
    if doors == 0 {
        return None;
    }
    let tail = text[end..]
        .iter()
        .take(5)
        .take_while(|c| c.is_ascii_digit())
        .count();
    Some(if tail >= 2 { end + tail } else { end })
}

fn is_door_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '#') || "一二三四五六七八九十百".contains(c)
}

/// Where the name of the way starts: after a unit, a preposition or a mark.
fn way_start(text: &[char], at: usize) -> usize {
    let mut start = at;
    while start > 0 && at - start < 20 {
        let c = text[start - 1];
        let unit = start < at && unit_ends(text, start);
        if !is_han(c) && !c.is_ascii_alphanumeric() || "在于至到从住往由了进入的、".contains(c) || unit
        {
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
