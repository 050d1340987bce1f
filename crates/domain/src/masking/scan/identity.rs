//! Identity numbers (GB 11643) and bank cards (art. 15 (1): 公民身份号码; accounts are property information).

use super::digits::{
    DIGITS, DOCUMENT_LABELS, digit, ends_number, grouped, is_day, label_end, number, starts_number,
};
use std::sync::LazyLock;

use crate::masking::passage::{any_before, skip_label_end};
use crate::masking::span::{Kind, Span};
use crate::masking::word_set::{CharSet, WordSet};

static ID_LABELS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "公民身份号码",
        "居民身份证号码",
        "居民身份证号",
        "居民身份证",
        "身份证号码",
        "身份证件号码",
        "身份证号",
        "身份证",
        "身份号码",
        "证件号码",
        "证件号",
        "护照号码",
        "护照号",
        "通行证号码",
        "通行证号",
        "居留证号",
        "驾驶证号",
    ])
});
static CARD_LABELS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "银行账号",
        "银行卡号",
        "银行账户",
        "账号",
        "帐号",
        "卡号",
        "账户",
        "帐户",
        "银行卡",
        "尾号",
    ])
});
static ID_STARTS: LazyLock<CharSet> = LazyLock::new(|| CharSet::union([&DIGITS, ID_LABELS.firsts()]));
static CARD_STARTS: LazyLock<CharSet> = LazyLock::new(|| CharSet::union([&DIGITS, CARD_LABELS.firsts()]));
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

/// Identity numbers: by check digit, by shape for the old fifteen digits, and whatever stands after a label.
pub(super) fn numbers(text: &[char], spans: &mut Vec<Span>) {
    let mut next = 0;
    while let Some(at) = ID_STARTS.next_in(text, next) {
        let end = if text[at].is_ascii_digit() && starts_number(text, at) {
            new_number(text, at).or_else(|| old_number(text, at))
        } else {
            None
        };
        if let Some(end) = end {
            spans.push(Span::crossed(at, end, Kind::IdNumber));
            next = end;
        } else if let Some(length) = ID_LABELS.longest_at(text, at) {
            let start = skip_label_end(text, at + length);
            if let Some(end) = code_end(text, start, 6) {
                spans.push(Span::crossed(start, end, Kind::IdNumber));
            }
            next = at + length;
        } else {
            next = at + 1;
        }
    }
}

/// Eighteen characters with a date of birth inside and the right check digit.
fn new_number(text: &[char], at: usize) -> Option<usize> {
    let (digits, before_check) = [
        &[17][..],
        &[6, 8, 3],
        &[6, 4, 4, 3],
        &[3, 3, 4, 4, 3],
        &[4, 4, 4, 4, 1],
    ]
    .iter()
    .find_map(|groups| grouped(text, at, groups))?;
    let check = text.get(before_check)?.to_ascii_uppercase();
    let end = before_check + 1;
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| u32::from(*d) * w).sum();
    let expected = char::from(CHECKS[usize::try_from(sum % 11).ok()?]);
    let year = number(&digits[6..10]);
    let born = (1850..2100).contains(&year) && is_day(number(&digits[10..12]), number(&digits[12..14]));
    (born && check == expected && ends_number(text, end)).then_some(end)
}

/// Fifteen digits with a region and a date of birth inside; they have no check digit.
fn old_number(text: &[char], at: usize) -> Option<usize> {
    let (digits, end) = grouped(text, at, &[15])?;
    let region = (11..=65).contains(&number(&digits[..2]));
    let born = is_day(number(&digits[8..10]), number(&digits[10..12]));
    let personal =
        region && born && ends_number(text, end) && !any_before(text, label_end(text, at), &DOCUMENT_LABELS);
    personal.then_some(end)
}

/// Bank cards: sixteen to nineteen digits that pass Luhn, and account numbers after a label.
pub(super) fn cards(text: &[char], spans: &mut Vec<Span>) {
    let mut next = 0;
    while let Some(at) = CARD_STARTS.next_in(text, next) {
        if text[at].is_ascii_digit()
            && starts_number(text, at)
            && let Some(end) = card_end(text, at)
        {
            spans.push(Span::crossed(at, end, Kind::BankCard));
            next = end;
        } else if let Some(length) = CARD_LABELS.longest_at(text, at) {
            let start = skip_label_end(text, at + length);
            let least = if text[at] == '尾' { 4 } else { 8 };
            if let Some(end) = code_end(text, start, least) {
                spans.push(Span::crossed(start, end, Kind::BankCard));
            }
            next = at + length;
        } else {
            next = at + 1;
        }
    }
}

fn card_end(text: &[char], at: usize) -> Option<usize> {
    let end = [
        &[4, 4, 4, 4, 3][..],
        &[4, 4, 4, 4, 2],
        &[4, 4, 4, 4, 1],
        &[4, 4, 4, 4],
        &[6, 13],
    ]
    .iter()
    .find_map(|groups| {
        let (digits, end) = grouped(text, at, groups)?;
        let one_number = ends_number(text, end) && text.get(end) != Some(&'元');
        (one_number && passes_luhn(&digits)).then_some(end)
    })?;
    (!any_before(text, label_end(text, at), &DOCUMENT_LABELS)).then_some(end)
}

fn passes_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| match (i % 2, u32::from(*d)) {
            (0, d) => d,
            (_, d) if d > 4 => d * 2 - 9,
            (_, d) => d * 2,
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|d| *d != 0)
}

/// The end of a code of at least `least` letters, digits or asterisks with a digit among them.
fn code_end(text: &[char], start: usize, least: usize) -> Option<usize> {
    let belongs = |c: char| c.is_ascii_alphanumeric() || c == '*';
    let mut end = start;
    while let Some(&c) = text.get(end) {
        let joined = matches!(c, ' ' | '-') && text.get(end + 1).is_some_and(|c| digit(*c).is_some());
        if !(belongs(c) || joined && end > start) {
            break;
        }
        end += 1;
    }
    let code = &text[start.min(end)..end];
    (code.len() >= least && code.iter().any(char::is_ascii_digit)).then_some(end)
}
