//! Telephone numbers and other means of contact (art. 15 (1): 联系方式).

use super::digits::{
    DIGITS, end_of, ends_number, groups_end, is_counted, label_end, parted, starts_number, value_start,
    with_bracket,
};
use super::mobile::mobile_end;
use std::sync::LazyLock;

use crate::masking::passage::{any_at, any_before};
use crate::masking::span::{Kind, Span};
use crate::masking::word_set::{CharSet, WordSet};

static LABELS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "联系电话",
        "联系方式",
        "手机号码",
        "手机号",
        "手机",
        "电话号码",
        "电话",
        "座机号码",
        "座机",
        "固话",
        "联系号码",
    ])
});
static ACCOUNTS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "微信号",
        "微信号码",
        "微信账号",
        "微信",
        "QQ号",
        "QQ号码",
        "QQ账号",
        "QQ",
        "qq号",
        "qq号码",
        "qq",
        "支付宝账号",
        "支付宝账户",
        "快手号",
        "快手账号",
        "快手ID",
        "抖音号",
        "抖音账号",
        "抖音ID",
        "微博账号",
        "陌陌号",
        "小红书号",
    ])
});
static STARTS: LazyLock<CharSet> = LazyLock::new(|| {
    CharSet::union([
        &CharSet::of("+(".chars()),
        &DIGITS,
        LABELS.firsts(),
        ACCOUNTS.firsts(),
    ])
});
/// Numbers that an office publishes stay.
const PUBLIC_LINES: [&str; 10] = [
    "热线",
    "监督电话",
    "咨询电话",
    "投诉电话",
    "举报电话",
    "办公电话",
    "服务电话",
    "值班电话",
    "报警电话",
    "服务热线",
];

const OFFICES: [&str; 8] = [
    "公安局",
    "分局",
    "支队",
    "大队",
    "中队",
    "派出所",
    "窗口",
    "法制科",
];
/// So far back, within the sentence, the public is asked to call.
const SENTENCE: usize = 200;
/// What is said to everybody.
const INVITATIONS: [&str; 4] = ["如有异议", "有异议的", "欢迎", "请拨打"];

/// Mobile numbers, land lines with area code, short numbers and accounts after a label.
pub(super) fn numbers(text: &[char], spans: &mut Vec<Span>) {
    let mut public_end = None;
    let mut private_end = None;
    let mut next = 0;
    while let Some(at) = STARTS.next_in(text, next) {
        let short = || extended_end(text, at).or_else(|| second_end(text, at, private_end));
        if let Some(end) = mobile_end(text, at)
            .or_else(|| landline_end(text, at))
            .or_else(short)
        {
            if is_public(text, at, public_end) {
                public_end = Some(end);
            } else {
                spans.push(Span::crossed(with_bracket(text, at, end), end, Kind::Phone));
                private_end = Some(end);
            }
            next = end;
        } else if let Some((start, end)) = labelled(text, at) {
            spans.push(Span::crossed(with_bracket(text, start, end), end, Kind::Phone));
            private_end = Some(end);
            next = end;
        } else {
            next = at + 1;
        }
    }
}

/// Whether an office publishes the number at `at`, by its label or in one list with the last such number.
fn is_public(text: &[char], at: usize, public_end: Option<usize>) -> bool {
    let is_next = public_end.is_some_and(|end| at == end + 1 && matches!(text[end], '、' | '/' | '或'));
    let end = label_end(text, at);
    let is_landline = || {
        landline_end(text, at)
            .or_else(|| extended_end(text, at))
            .is_some()
    };
    is_next || any_before(text, end, &PUBLIC_LINES) || is_landline() && is_of_office(text, end)
}

/// The end of a land line without area code that has an extension: 63123456转801.
fn extended_end(text: &[char], at: usize) -> Option<usize> {
    if !text[at].is_ascii_digit() || !starts_number(text, at) {
        return None;
    }
    let end = [8, 7]
        .into_iter()
        .find_map(|length| groups_end(text, at, &[length]))?;
    let extended = extension_end(text, end);
    (extended > end && text[end] != '-').then_some(extended)
}

/// The end of a land line that stands in one list with a number of somebody: 0745-4862110、4862111.
fn second_end(text: &[char], at: usize, private_end: Option<usize>) -> Option<usize> {
    let is_next = at == private_end? + 1 && matches!(text[at - 1], '、' | '/' | '或' | '和' | '及');
    let end_of_length = |length| groups_end(text, at, &[length]).filter(|end| ends_number(text, *end));
    let end = is_next
        .then(|| [8, 7].into_iter().find_map(end_of_length))
        .flatten()?;
    (!is_counted(text, end)).then_some(end)
}

/// Whether the label of a land line that ends at `end` follows the name of an office, 大队(电话:…), or the sentence asks the
/// public to call.
fn is_of_office(text: &[char], end: usize) -> bool {
    let label = (1..=4)
        .rev()
        .find(|length| end >= *length && LABELS.longest_at(text, end - length) == Some(*length));
    let name = label_end(text, end - label.unwrap_or(0));
    let sentence = text[end.saturating_sub(SENTENCE)..end]
        .rsplit(|c| matches!(c, '。' | '\n'))
        .next()
        .unwrap_or_default();
    any_before(text, name, &OFFICES)
        || (0..sentence.len()).any(|at| any_at(sentence, at, &INVITATIONS).is_some())
}

fn landline_end(text: &[char], at: usize) -> Option<usize> {
    if at > 0 && (text[at - 1].is_ascii_alphanumeric() || matches!(text[at - 1], '-' | '.')) {
        return None;
    }
    let bracket = text.get(at) == Some(&'(');
    let start = at + usize::from(bracket);
    if text.get(start) != Some(&'0') || !matches!(text.get(start + 1), Some('1'..='9')) {
        return None;
    }
    [3, 4].into_iter().find_map(|code| {
        let mut rest = groups_end(text, start, &[code])?;
        if bracket && text.get(rest) != Some(&')') {
            return None;
        }
        if matches!(text.get(rest), Some('-' | ' ' | ')')) {
            rest += 1;
        }
        let end = [&[8][..], &[7], &[4, 4], &[3, 4]]
            .iter()
            .find_map(|groups| groups_end(text, rest, groups).filter(|end| ends_number(text, *end)))?;
        Some(extension_end(text, end))
    })
}

fn extension_end(text: &[char], end: usize) -> usize {
    let Some(mark) = any_at(text, end, &["转", "-", "分机"]) else {
        return end;
    };
    let digits = text[end + mark..]
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .count();
    if (1..=5).contains(&digits) {
        end + mark + digits
    } else {
        end
    }
}

fn labelled(text: &[char], at: usize) -> Option<(usize, usize)> {
    if let Some(length) = ACCOUNTS.longest_at(text, at) {
        return account(text, at + length);
    }
    let length = LABELS.longest_at(text, at)?;
    let start = value_start(text, at + length);
    // What is a telephone without its label is read as one, so that those of offices stay.
    let tells_itself = start < text.len()
        && (mobile_end(text, start).or_else(|| landline_end(text, start)))
            .or_else(|| extended_end(text, start))
            .is_some();
    let is_public = any_before(text, at + length, &PUBLIC_LINES);
    if tells_itself || is_public {
        return None;
    }
    let of_office = || is_of_office(text, at + length);
    let end = row_end(text, start).or_else(|| parted_end(text, start).filter(|_| !of_office()))?;
    Some((start, end))
}

fn account(text: &[char], label_end: usize) -> Option<(usize, usize)> {
    let start = value_start(text, label_end);
    let code = text
        .get(start..)?
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        .count();
    let told = code >= 5 && (start > label_end || text[start..start + code].iter().any(char::is_ascii_digit));
    told.then_some((start, start + code))
}

/// The end of a number of any usual length behind its label.
fn row_end(text: &[char], start: usize) -> Option<usize> {
    let row = row(text, start);
    ((7..=12).contains(&row) && ends_number(text, start + row)).then_some(start + row)
}

fn row(text: &[char], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default().iter();
    rest.take_while(|c| c.is_ascii_digit()).count()
}

/// The end of a number behind its label, of the length that its first digits ask for, whatever parts its groups.
fn parted_end(text: &[char], start: usize) -> Option<usize> {
    let places = parted(text, start, 12);
    let second = places.get(1).map(|at| text[*at]);
    // 400-… and 800-… are numbers of bodies.
    let is_service =
        row(text, start) == 3 && matches!(text[start], '4' | '8') && text[start + 1..start + 3] == ['0', '0'];
    let lengths: &[usize] = match (text.get(start), second) {
        _ if is_service => &[],
        (Some('1'), Some('3'..='9')) => &[11],
        (Some('0'), _) => &[12, 11, 10],
        _ => &[8, 7],
    };
    let ends = lengths.iter().filter_map(|length| end_of(text, &places, *length));
    ends.into_iter().find(|end| !is_counted(text, *end))
}
