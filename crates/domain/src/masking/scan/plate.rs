//! Number plates (GA 36): province, letter, five characters, six for new energy (art. 15 (1): 机动车号牌号码).

use std::sync::LazyLock;

use super::digits::{is_counted, value_start};
use crate::masking::passage::any_before;
use crate::masking::span::{Kind, Span};
use crate::masking::word_set::{CharSet, WordSet};

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领";
const LAST: &str = "学警港澳挂领试超使";
/// More characters in a row are no plate.
const LONGEST_GROUP: usize = 10;
/// What may stand between the parts of a plate.
const MARKS: &str = "·.-_ \t()[]";
static LABELS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "车牌号码",
        "车牌号",
        "车牌照",
        "车牌",
        "号牌号码",
        "号牌号",
        "号牌",
        "牌照号码",
        "牌照号",
        "牌号",
    ])
});
static STARTS: LazyLock<CharSet> = LazyLock::new(|| {
    CharSet::union([
        &CharSet::of(PROVINCES.chars()),
        LABELS.firsts(),
        &CharSet::of("Ww".chars()),
    ])
});

/// Plates of every province, also in lower case and with marks between their parts; those of embassies and of the armed
/// police; and what a label calls one.
pub(super) fn numbers(text: &[char], spans: &mut Vec<Span>) {
    let mut next = 0;
    while let Some(at) = STARTS.next_in(text, next) {
        let plate = plate_end(text, at)
            .or_else(|| police_end(text, at))
            .or_else(|| embassy_end(text, at));
        let found = plate.map(|end| (at, end)).or_else(|| labelled(text, at));
        if let Some((start, end)) = found {
            spans.push(Span::crossed(start, end, Kind::Plate));
        }
        next = found.map_or(at + 1, |(_, end)| end);
    }
}

fn plate_end(text: &[char], at: usize) -> Option<usize> {
    if !PROVINCES.contains(text[at]) {
        return None;
    }
    let letter = at + 1 + marks(text, at + 1);
    let is_apart = letter > at + 1;
    if !text.get(letter).is_some_and(char::is_ascii_alphabetic) {
        return None;
    }
    let end = serial_end(text, letter + 1, is_apart)?;
    let is_closed = text[at..letter].contains(&'(') && text.get(end) == Some(&')');
    Some(end + usize::from(is_closed))
}

/// How many marks stand at `at`: two at most, so that no value of the next field is drawn in.
fn marks(text: &[char], at: usize) -> usize {
    text[at.min(text.len())..]
        .iter()
        .take(2)
        .take_while(|c| MARKS.contains(**c))
        .count()
}

/// The end of five or six characters behind province and letter. What stands apart must look more like a plate.
fn serial_end(text: &[char], start: usize, is_apart: bool) -> Option<usize> {
    let start = start + marks(text, start);
    let first = group(text, start);
    if let Some(end) = whole(text, start, first, 0, if is_apart { 3 } else { 1 }) {
        return Some(end);
    }
    let gap = marks(text, start + first);
    if first == 0 || first > 4 || gap == 0 {
        return None;
    }
    let second = group(text, start + first + gap);
    let end = whole(text, start, first + gap + second, gap, 3)?;
    (second > 0 && !is_counted(text, end)).then_some(end)
}

fn group(text: &[char], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default().iter();
    rest.take(LONGEST_GROUP)
        .take_while(|c| c.is_ascii_alphanumeric() || **c == '*')
        .count()
}

/// Where a serial of `width` characters ends, of which `marks` are none of it, when it is as long as one.
fn whole(text: &[char], start: usize, width: usize, marks: usize, least_digits: usize) -> Option<usize> {
    let end = start + width;
    let digits = text[start.min(text.len())..end.min(text.len())]
        .iter()
        .filter(|c| c.is_ascii_digit())
        .count();
    let last = text.get(end).is_some_and(|c| LAST.contains(*c));
    let length = width - marks;
    let length_told = length + usize::from(length == 4 && last);
    (matches!(length_told, 5 | 6) && digits >= least_digits).then_some(end + length_told - length)
}

/// The armed police: WJ云1234X.
fn police_end(text: &[char], at: usize) -> Option<usize> {
    let is_headed =
        text[at].eq_ignore_ascii_case(&'W') && text.get(at + 1).is_some_and(|c| c.eq_ignore_ascii_case(&'J'));
    if !is_headed {
        return None;
    }
    let mut start = at + 2 + marks(text, at + 2);
    start += usize::from(text.get(start).is_some_and(|c| PROVINCES.contains(*c)));
    start += marks(text, start);
    let serial = group(text, start);
    (matches!(serial, 4..=7)
        && text[start..start + serial]
            .iter()
            .filter(|c| c.is_ascii_digit())
            .count()
            >= 3)
        .then_some(start + serial)
}

/// Embassies: 使014578; but 致使200000元 counts.
fn embassy_end(text: &[char], at: usize) -> Option<usize> {
    const VERBS: [&str; 7] = ["致", "促", "即", "迫", "驱", "唆", "行"];
    const COUNTED: &str = "户份个件只台部辆吨斤米亩字股位";
    let start = at + 1 + marks(text, at + 1);
    let end = start + 6;
    let is_one =
        text[at] == '使' && group(text, start) == 6 && text[start..end].iter().all(char::is_ascii_digit);
    let is_sum = is_one && (is_counted(text, end) || text.get(end).is_some_and(|c| COUNTED.contains(*c)));
    (is_one && !is_sum && !any_before(text, at, &VERBS)).then_some(end)
}

/// What a label calls a plate although it names no province: 车牌号A12345.
fn labelled(text: &[char], at: usize) -> Option<(usize, usize)> {
    let length = LABELS.longest_at(text, at)?;
    let start = value_start(text, at + length);
    let width = group(text, start);
    let digits = text
        .get(start..start + width)?
        .iter()
        .filter(|c| c.is_ascii_digit())
        .count();
    (matches!(width, 5..=8) && digits >= 3 && !is_counted(text, start + width))
        .then_some((start, start + width))
}
