//! Runs of digits, with the separators that people put into them.

use crate::masking::passage::any_at;
use crate::masking::word_set::CharSet;
use std::sync::LazyLock;

/// What numbers are written with.
pub(super) static DIGITS: LazyLock<CharSet> = LazyLock::new(|| CharSet::of('0'..='9'));

/// Whether a number may start here: nothing of a longer number, code or decimal stands before.
pub(super) fn starts_number(text: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return true;
    };
    let c = text[before];
    let decimal = matches!(c, '.' | ',') && before > 0 && text[before - 1].is_ascii_digit();
    !c.is_ascii_alphanumeric() && !decimal
}

/// Whether a number may end here.
pub(super) fn ends_number(text: &[char], end: usize) -> bool {
    let digit_at = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    match text.get(end) {
        None => true,
        Some('.') => !digit_at(end + 1),
        Some(c) => !c.is_ascii_alphanumeric(),
    }
}

/// Where digits in groups of these sizes end; one space or dash may stand between groups.
pub(super) fn groups_end(text: &[char], start: usize, groups: &[usize]) -> Option<usize> {
    let mut end = start;
    for size in groups {
        if end > start && matches!(text.get(end), Some(' ' | '-')) {
            end += 1;
        }
        let group = text.get(end..end + size)?;
        if !group.iter().all(char::is_ascii_digit) {
            return None;
        }
        end += size;
    }
    Some(end)
}

/// The digits, and where they end.
pub(super) fn grouped(text: &[char], start: usize, groups: &[usize]) -> Option<(Vec<u8>, usize)> {
    let end = groups_end(text, start, groups)?;
    let digits = text[start..end].iter().filter_map(|c| digit(*c));
    Some((digits.collect(), end))
}

/// A decimal digit.
pub(super) fn digit(c: char) -> Option<u8> {
    c.to_digit(10).and_then(|d| u8::try_from(d).ok())
}

/// Whether `month` and `day` can be a date.
pub(super) fn is_day(month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// The number that some digits spell.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, d| sum * 10 + u32::from(*d))
}

/// Labels after which a long number is that of a document or a body, not of a person.
pub(super) const DOCUMENT_LABELS: [&str; 16] = [
    "编号",
    "文号",
    "单号",
    "案号",
    "决定书",
    "字第",
    "流水号",
    "信用代码",
    "注册号",
    "许可证号",
    "批准文号",
    "保单号",
    "合同号",
    "凭证号",
    "票号",
    "警号",
];

/// Where the label before a number ends: colons, spaces, 第 and № are skipped backwards.
pub(super) fn label_end(text: &[char], mut at: usize) -> usize {
    while at > 0 && matches!(text[at - 1], ':' | ' ' | '第' | '为' | '是' | '系' | '(' | '[') {
        at -= 1;
    }
    at
}

/// Where the value behind a label that ends at `at` begins: behind colons, blanks, little words, an opening bracket or
/// quote.
pub(super) fn value_start(text: &[char], at: usize) -> usize {
    const MOST: usize = 12;
    let skipped = |c: &&char| {
        matches!(
            c,
            ':' | ' ' | '\t' | '为' | '是' | '系' | '(' | '[' | '"' | '“' | '-' | '/' | '=' | '|'
        )
    };
    let behind = text.get(at..).unwrap_or_default();
    at + behind.iter().take(MOST).take_while(skipped).count()
}

/// Where a value begins that is told to be an end of a number (后六位265952), and the least length that it has.
pub(super) fn tail_of(text: &[char], at: usize) -> Option<(usize, usize)> {
    const LONGEST: usize = 8;
    let words = text.get(at..text.len().min(at + LONGEST))?;
    let end = words.iter().position(|c| *c == '位')?;
    let is_tail = words[..end]
        .iter()
        .any(|c| matches!(c, '后' | '末' | '尾' | '前'));
    let little = any_at(text, at + end + 1, &["数字", "号码", "数", "字符"]).unwrap_or(0);
    is_tail.then(|| (value_start(text, at + end + 1 + little), 3))
}

/// The most characters that part two groups of one number.
const GAP: usize = 4;

/// How many characters at `at` part groups of one number: blanks, marks and brackets, but no end of a line.
pub(super) fn gap(text: &[char], at: usize) -> usize {
    let parts = |c: &&char| !c.is_alphanumeric() && !matches!(c, '\n' | '×' | '*' | '+');
    text[at..].iter().take(GAP + 1).take_while(parts).count()
}

/// The places of at most `most` digits from `start` on, whatever parts their groups.
pub(super) fn parted(text: &[char], start: usize, most: usize) -> Vec<usize> {
    let mut places = Vec::with_capacity(most);
    let mut at = start;
    while places.len() < most && text.get(at).is_some_and(char::is_ascii_digit) {
        places.push(at);
        at += 1;
        let gap = text.get(at).map_or(0, |_| gap(text, at));
        at += if gap <= GAP { gap } else { 0 };
    }
    places
}

/// Whether the same characters part all groups, or one blank or dash at most: then they are groups of one number without
/// a label, too.
pub(super) fn is_parted_evenly(text: &[char], places: &[usize]) -> bool {
    let gaps = || {
        places
            .windows(2)
            .map(|pair| &text[pair[0] + 1..pair[1]])
            .filter(|gap| !gap.is_empty())
    };
    let first = gaps().next();
    gaps().all(|gap| Some(gap) == first) || gaps().all(|gap| matches!(gap, [' ' | '-']))
}

/// Where the first so many of `places` end, when no letter or digit follows directly.
pub(super) fn end_of(text: &[char], places: &[usize], count: usize) -> Option<usize> {
    let end = places.get(count.checked_sub(1)?)? + 1;
    text.get(end)
        .is_none_or(|c| !c.is_ascii_alphanumeric())
        .then_some(end)
}

/// The end of a code of at least `least` letters, digits or asterisks with a digit among them.
pub(super) fn code_end(text: &[char], start: usize, least: usize) -> Option<usize> {
    const BLANKS: usize = 3;
    let belongs = |c: char| c.is_ascii_alphanumeric() || c == '*';
    let mut end = start;
    let mut blanks = 0;
    while let Some(&c) = text.get(end) {
        let is_digit_at = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
        let joined = matches!(c, ' ' | '-') && blanks < BLANKS && end > start;
        let goes_on = || {
            (end + 1..=end + BLANKS)
                .find(|at| !matches!(text.get(*at), Some(' ' | '-')))
                .is_some_and(is_digit_at)
        };
        let goes_on = belongs(c) || joined && goes_on();
        if !goes_on {
            break;
        }
        blanks = if belongs(c) { 0 } else { blanks + 1 };
        end += 1;
    }
    let code = &text[start.min(end)..end];
    (code.len() >= least && code.iter().any(char::is_ascii_digit)).then_some(end)
}

/// Whether what follows a row of digits tells that it counts something, or dates it.
pub(super) fn is_counted(text: &[char], end: usize) -> bool {
    text.get(end)
        .is_some_and(|c| "年月日时分元万千百余多名人条项次".contains(*c))
}

/// The start of a number with the bracket before it that its first group closes: (138)12345678.
pub(super) fn with_bracket(text: &[char], start: usize, end: usize) -> usize {
    let opened = start > 0 && text[start - 1] == '(';
    let mut inside = text[start..end].iter().filter(|c| matches!(c, '(' | ')'));
    start - usize::from(opened && inside.next() == Some(&')'))
}
