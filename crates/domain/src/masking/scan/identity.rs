//! Identity numbers (GB 11643) and bank cards (art. 15 (1): 公民身份号码; accounts are property information).

use super::digits::{
    DIGITS, DOCUMENT_LABELS, code_end, digit, end_of, ends_number, gap, grouped, is_day, is_parted_evenly,
    label_end, number, parted, starts_number, tail_of, value_start, with_bracket,
};
use std::sync::LazyLock;

use crate::masking::passage::any_before;
use crate::masking::span::{Kind, Span};
use crate::masking::word_set::{CharSet, WordSet};

static ID_LABELS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "公民身份号码",
        "公民身份证号码",
        "居民身份证号码",
        "居民身份证号",
        "居民身份证",
        "身份证号码",
        "身份证件号码",
        "身份证号",
        "身份证",
        "身份证编号",
        "身份证件号",
        "身份号码",
        "社会保障号码",
        "居留证号",
        "驾驶证号码",
        "驾驶证号",
        "证件号码",
        "证件号",
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
        let stands_alone = || at == 0 || !text[at - 1].is_ascii_alphanumeric();
        let end = if text[at].is_ascii_digit() && stands_alone() {
            new_number(text, at).or_else(|| old_number(text, at))
        } else {
            None
        };
        if let Some(end) = end {
            spans.push(Span::crossed(with_bracket(text, at, end), end, Kind::IdNumber));
            next = end;
        } else if let Some(length) = ID_LABELS.longest_at(text, at) {
            let (start, least) = tail_of(text, at + length).unwrap_or((value_start(text, at + length), 6));
            let end = labelled_number(text, start).or_else(|| code_end(text, start, least));
            if let Some(end) = end {
                spans.push(Span::crossed(with_bracket(text, start, end), end, Kind::IdNumber));
            }
            next = at + length;
        } else {
            next = at + 1;
        }
    }
}

/// Eighteen characters with a date of birth inside and the right check digit.
fn new_number(text: &[char], at: usize) -> Option<usize> {
    let (places, end) = eighteen(text, at)?;
    let digits: Vec<u8> = places[..17].iter().filter_map(|&at| digit(text[at])).collect();
    let check = match text[end - 1] {
        'x' | '×' => 'X',
        c => c,
    };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| u32::from(*d) * w).sum();
    let expected = char::from(CHECKS[usize::try_from(sum % 11).ok()?]);
    let year = number(&digits[6..10]);
    let born = (1850..2100).contains(&year) && is_day(number(&digits[10..12]), number(&digits[12..14]));
    let is_one = check == expected && ends_number(text, end);
    (born && is_one && is_parted_evenly(text, &places)).then_some(end)
}

/// The places of eighteen characters that a number may be written with, whatever parts their groups, and where they end.
fn eighteen(text: &[char], start: usize) -> Option<(Vec<usize>, usize)> {
    let mut places = parted(text, start, 18);
    if places.len() == 17 {
        let last = places[16] + 1;
        let check = last
            + text
                .get(last)
                .map_or(0, |c| if *c == '×' { 0 } else { gap(text, last) });
        let is_check = matches!(text.get(check), Some('X' | 'x' | '×'));
        is_check.then(|| places.push(check));
    }
    let end = end_of(text, &places, 18)?;
    Some((places, end))
}

/// Eighteen or fifteen characters behind a label, whatever parts them and whatever the last of them is.
fn labelled_number(text: &[char], start: usize) -> Option<usize> {
    let whole = eighteen(text, start).map(|(_, end)| end);
    whole.or_else(|| end_of(text, &parted(text, start, 15), 15))
}

/// Fifteen digits with a region and a date of birth inside; they have no check digit.
fn old_number(text: &[char], at: usize) -> Option<usize> {
    let (digits, end) = grouped(text, at, &[15])?;
    let region = (11..=65).contains(&number(&digits[..2]));
    let born = is_day(number(&digits[8..10]), number(&digits[10..12]));
    let personal = region
        && born
        && starts_number(text, at)
        && ends_number(text, end)
        && !any_before(text, label_end(text, at), &DOCUMENT_LABELS);
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
            let least = if text[at] == '尾' { 4 } else { 8 };
            let (start, least) =
                tail_of(text, at + length).unwrap_or((value_start(text, at + length), least));
            if let Some(end) = labelled_card(text, start).or_else(|| code_end(text, start, least)) {
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
    })
    .or_else(|| union_pay(text, at))?;
    (!any_before(text, label_end(text, at), &DOCUMENT_LABELS)).then_some(end)
}

/// A card of this country, whatever parts its groups: any other row of numbers may pass Luhn (2021、2022、2023、2024).
fn union_pay(text: &[char], at: usize) -> Option<usize> {
    if text[at] != '6' {
        return None;
    }
    let places = parted(text, at, 19);
    let is_one = places.len() >= 16 && text[places[1]] == '2' && is_parted_evenly(text, &places);
    is_one.then(|| card_of(text, &places)).flatten()
}

/// A card behind its label: what passes Luhn, else as many digits as there are.
fn labelled_card(text: &[char], start: usize) -> Option<usize> {
    let places = parted(text, start, 19);
    let longest = || (16..=19).rev().find_map(|length| end_of(text, &places, length));
    card_of(text, &places).or_else(longest)
}

/// Where the longest row of digits that passes Luhn ends.
fn card_of(text: &[char], places: &[usize]) -> Option<usize> {
    let digits: Vec<u8> = places.iter().filter_map(|&at| digit(text[at])).collect();
    let lengths = (16..=places.len().min(19)).rev();
    let mut fitting = lengths.filter(|length| passes_luhn(&digits[..*length]));
    fitting.find_map(|length| end_of(text, places, length))
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
