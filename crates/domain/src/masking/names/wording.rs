//! Names that are words as well: where the record knows somebody of that name, and where they are only a part of more.

use super::lattice::UNKNOWN;
use super::{Found, evidence, party};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::{any_at, is_han};

/// What a name costs that the record is known to be about: as little as the words of every day, so that a doubt is
/// decided for it.
const KNOWN: i32 = 8;
/// So far around a name it is read for longer words.
const AROUND: usize = 10;

/// Whether a mention says by itself that this is a person: 经营者高峰未登记; 高峰(男); 高峰殴打他人.
pub(in crate::masking) fn is_introduced(text: &[char], found: &Found) -> bool {
    let described = || {
        matches!(text.get(found.end), Some('(' | '[' | ','))
            && LEXICON.details.longest_at(text, found.end + 1).is_some()
    };
    let says = || described() || evidence::is_acting(text, found.end);
    evidence::is_called(text, found.start) || evidence::begins_clause(text, found.start) && says()
}

/// Whether the word from `start` to `end` is only a part here: of a longer word, or of the name of a place or a body.
pub(super) fn is_part_of_more(text: &[char], start: usize, end: usize) -> bool {
    end - start == 2 && (in_words(text, start, end) || in_place(text, end))
}

/// Whether the cheapest reading has a longer word over it (早|高峰期), or two words that part it (提高|原料).
fn in_words(text: &[char], start: usize, end: usize) -> bool {
    let han = |c: &&char| is_han(**c);
    let first = start - text[..start].iter().rev().take(AROUND).take_while(han).count();
    let last = end + text[end..].iter().take(AROUND).take_while(han).count();
    let run = &text[first..last];
    let (start, end) = (start - first, end - first);
    let (to, from) = (costs_to(run), costs_from(run));
    let words = |at: usize| {
        LEXICON
            .words
            .words_at(run, at)
            .map(move |(length, cost)| (at + length, i32::from(cost)))
    };
    let longer = (0..=start).flat_map(|at| words(at).map(move |(stop, cost)| (at, stop, cost)));
    let over = longer
        .filter(|&(at, stop, _)| stop >= end && (at < start || stop > end))
        .map(|(at, stop, cost)| to[at] + cost + from[stop]);
    let middle = start + 1;
    let left = (0..start).flat_map(|at| {
        words(at)
            .filter(|(stop, _)| *stop == middle)
            .map(move |(_, cost)| (at, cost))
    });
    let left = left.map(|(at, cost)| to[at] + cost).min();
    let right = words(middle)
        .filter(|(stop, _)| *stop > end)
        .map(|(stop, cost)| cost + from[stop])
        .min();
    let parted = left.zip(right).map(|(left, right)| left + right);
    let as_name = to[start] + KNOWN + from[end];
    over.chain(parted).min().is_some_and(|cost| cost < as_name)
}

/// What the cheapest reading in words costs from the beginning of a run to each place.
fn costs_to(run: &[char]) -> Vec<i32> {
    let mut costs: Vec<i32> = (0..)
        .take(run.len() + 1)
        .map(|characters: i32| characters * UNKNOWN)
        .collect();
    for at in 0..run.len() {
        costs[at + 1] = costs[at + 1].min(costs[at] + UNKNOWN);
        for (length, cost) in LEXICON.words.words_at(run, at) {
            costs[at + length] = costs[at + length].min(costs[at] + i32::from(cost));
        }
    }
    costs
}

/// … and from each place to its end.
fn costs_from(run: &[char]) -> Vec<i32> {
    let mut costs = vec![0; run.len() + 1];
    for at in (0..run.len()).rev() {
        let words = LEXICON.words.words_at(run, at);
        let cheapest = words
            .map(|(length, cost)| i32::from(cost) + costs[at + length])
            .min();
        let unknown = UNKNOWN + costs[at + 1];
        costs[at] = cheapest.map_or(unknown, |cost| cost.min(unknown));
    }
    costs
}

/// Whether a place or a body goes on behind `end` (白云|区, 高峰|小学, 黎明|化工有限公司), and not a word or a verb that only
/// begins like one: 高峰|路过, 高峰|村民, 高峰|银行卡.
fn in_place(text: &[char], end: usize) -> bool {
    let Some(length) = place_at(text, end) else {
        return false;
    };
    let unit = end + length;
    let word = LEXICON.words.longest_at(text, end).map(|length| end + length);
    let goes_on = word.is_some_and(|stop| stop > unit && !party::ends_as_body(&text[end..stop]));
    let is_verb = length == 1 && text.get(unit).is_some_and(|c| "遇经过见上边头民".contains(*c));
    !goes_on && !is_verb
}

/// The length of a word for a place or a body at `at`. Most trades are verbs as well (咨询, 租赁): they are none without
/// the form of a company.
fn place_at(text: &[char], at: usize) -> Option<usize> {
    const UNITS: &str = "县市镇乡村屯寨州旗路街巷桥河江湖山区";
    const PLACES: [&str; 26] = [
        "公路",
        "国道",
        "省道",
        "路口",
        "路段",
        "大街",
        "胡同",
        "社区",
        "片区",
        "园区",
        "景区",
        "林场",
        "农场",
        "花园",
        "家园",
        "市场",
        "山庄",
        "水库",
        "支队",
        "大队",
        "中队",
        "高速",
        "新村",
        "机场",
        "火车站",
        "国际",
    ];
    const FORMS: [&str; 3] = ["有限公司", "有限责任公司", "股份有限公司"];
    let first = *text.get(at)?;
    let body = LEXICON.bodies.longest_at(text, at).filter(|length| *length >= 2);
    let company = || {
        let trade = LEXICON.trades.longest_at(text, at)?;
        Some(trade + any_at(text, at + trade, &FORMS)?)
    };
    body.max(any_at(text, at, &PLACES))
        .or_else(company)
        .or_else(|| UNITS.contains(first).then_some(1))
}
