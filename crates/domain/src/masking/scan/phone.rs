//! Telephone numbers and other means of contact (art. 15 (1): 联系方式).

use super::digits::{ends_number, groups_end, label_end};
use std::sync::LazyLock;

use crate::masking::passage::{any_at, any_before, skip_label_end};
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
        "座机",
    ])
});
static ACCOUNTS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_list(&["微信号", "微信", "QQ号", "QQ", "qq号", "支付宝账号"]));
static STARTS: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::union([&CharSet::of("+018(".chars()), LABELS.firsts(), ACCOUNTS.firsts()]));
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
/// What is said to everybody.
const INVITATIONS: [&str; 4] = ["如有异议", "有异议的", "欢迎", "请拨打"];

/// Mobile numbers, land lines with area code, short numbers and accounts after a label.
pub(super) fn numbers(text: &[char], spans: &mut Vec<Span>) {
    let mut public_end = None;
    let mut next = 0;
    while let Some(at) = STARTS.next_in(text, next) {
        if let Some(end) = mobile_end(text, at).or_else(|| landline_end(text, at)) {
            if is_public(text, at, public_end) {
                public_end = Some(end);
            } else {
                spans.push(Span::crossed(at, end, Kind::Phone));
            }
            next = end;
        } else if let Some((start, end)) = labelled(text, at) {
            spans.push(Span::crossed(start, end, Kind::Phone));
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
    is_next
        || any_before(text, end, &PUBLIC_LINES)
        || landline_end(text, at).is_some() && is_of_office(text, end)
}

/// Whether the label of a land line that ends at `end` follows the name of an office, 大队(电话:…), or the sentence asks the
/// public to call.
fn is_of_office(text: &[char], end: usize) -> bool {
    let label = (1..=4)
        .rev()
        .find(|length| end >= *length && LABELS.longest_at(text, end - length) == Some(*length));
    let name = label_end(text, end - label.unwrap_or(0));
    let sentence = text[..end]
        .rsplit(|c| matches!(c, '。' | '\n'))
        .next()
        .unwrap_or_default();
    any_before(text, name, &OFFICES)
        || (0..sentence.len()).any(|at| any_at(sentence, at, &INVITATIONS).is_some())
}

fn mobile_end(text: &[char], at: usize) -> Option<usize> {
    if at > 0 && (text[at - 1].is_ascii_digit() || text[at - 1] == '.') {
        return None;
    }
    if !matches!(text[at], '+' | '0' | '1' | '8' | '(') {
        return None;
    }
    let start = skip_country(text, at);
    let second = text.get(start + 1)?;
    if text.get(start) != Some(&'1') || !('3'..='9').contains(second) {
        return None;
    }
    let end = [&[11][..], &[3, 4, 4], &[3, 3, 5], &[4, 3, 4]]
        .iter()
        .find_map(|groups| groups_end(text, start, groups))
        .or_else(|| half_hidden(text, start))?;
    ends_number(text, end).then_some(end)
}

/// 138****1234 still tells seven digits.
fn half_hidden(text: &[char], start: usize) -> Option<usize> {
    let number = text.get(start..start + 11)?;
    let hidden = number.iter().filter(|c| **c == '*').count();
    (hidden > 0 && number.iter().all(|c| c.is_ascii_digit() || *c == '*')).then_some(start + 11)
}

fn skip_country(text: &[char], at: usize) -> usize {
    let length = any_at(
        text,
        at,
        &["+86-", "+86 ", "+86", "0086-", "0086", "86-", "(+86)"],
    );
    at + length.unwrap_or(0)
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
        let end = [8, 7]
            .into_iter()
            .find_map(|n| groups_end(text, rest, &[n]).filter(|end| ends_number(text, *end)))?;
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
        let start = skip_label_end(text, at + length);
        let code = text
            .get(start..)?
            .iter()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
            .count();
        let told =
            code >= 5 && (start > at + length || text[start..start + code].iter().any(char::is_ascii_digit));
        return told.then_some((start, start + code));
    }
    let length = LABELS.longest_at(text, at)?;
    let start = skip_label_end(text, at + length);
    let digits = text
        .get(start..)?
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .count();
    let private = !PUBLIC_LINES.iter().any(|l| any_before(text, at + length, &[l]));
    ((7..=12).contains(&digits) && private && ends_number(text, start + digits))
        .then_some((start, start + digits))
}
