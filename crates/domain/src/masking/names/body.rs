//! Names of bodies, offices and document numbers around a candidate: what is part of one is no person.

use crate::masking::lexicon::LEXICON;
use crate::masking::passage::{any_at, is_han};
use crate::masking::word_set::CharSet;
use std::sync::LazyLock;

/// Offices that are called by their place; shops may be called by their keeper.
const OFFICES: [&str; 18] = [
    "派出所",
    "公安局",
    "公安分局",
    "分局",
    "支队",
    "大队",
    "中队",
    "交警大队",
    "交通警察大队",
    "刑警大队",
    "巡警大队",
    "治安大队",
    "检查站",
    "警务室",
    "司法所",
    "法院",
    "检察院",
    "政府",
];

/// What hardly stands in the name of a body.
static STOPS: LazyLock<CharSet> = LazyLock::new(|| {
    CharSet::of("的在将对把被与给系因向从是经为以于及称到至入出去来上下打偷抢骗拿驾持某".chars())
});

/// Whether the name ends inside or with the end of a body's name: 岳池支|行, 阳小学.
pub(super) fn cuts_body(text: &[char], at: usize, end: usize) -> bool {
    let reaches = |back: usize, length: usize| length > back || (length == 2 && back == 2 && end - at >= 3);
    (1..=2).any(|back| {
        let body = LEXICON.bodies.longest_at(text, end - back);
        let trade = LEXICON.trades.longest_at(text, end - back);
        body.max(trade).is_some_and(|length| reaches(back, length))
    })
}

/// Whether it is called as hamlets are: 陈家坳, 万家岭.
pub(super) fn is_hamlet(name: &[char]) -> bool {
    const LAND: &str = "坳岭坪沟坝湾冲垭洼塘坡岗庄埠口渡堡墩滩屿畈峪崖洞坑院寨营铺店桥头咀嘴垸台山河井";
    matches!(name, [_, '家', land] if LAND.contains(*land))
}

/// Whether an office goes on behind `end`: 柳林|派出所, but not its head: 王玲|大队长.
pub(super) fn names_office(text: &[char], end: usize) -> bool {
    any_at(text, end, &OFFICES).is_some_and(|length| text.get(end + length) != Some(&'长'))
}

/// Whether the brackets around belong to a document number: 明公(柳林)检查字[2025]12号.
pub(super) fn in_number(text: &[char], at: usize, end: usize) -> bool {
    let is_bracketed = at >= 2 && text[at - 1] == '(' && is_han(text[at - 2]) && text.get(end) == Some(&')');
    let behind = text.get(end + 1..).unwrap_or_default();
    let word = behind.iter().take(8).take_while(|c| is_han(**c)).count();
    is_bracketed && behind.get(word) == Some(&'[') && behind.get(word + 1).is_some_and(char::is_ascii_digit)
}

/// Whether what ends at `end` is part of the name of a body.
pub(super) fn in_body(text: &[char], end: usize) -> bool {
    body_at(text, end).is_some() || body_ahead(text, end)
}

/// The length of what a body's name ends with at `at`; 车行 is none in 机动车行驶 and 机动车行政强制措施.
pub(super) fn body_at(text: &[char], at: usize) -> Option<usize> {
    let goes_on = |length: usize| {
        text[at + length - 1] == '行' && text.get(at + length).is_some_and(|c| "驶政".contains(*c))
    };
    LEXICON
        .bodies
        .longest_at(text, at)
        .filter(|length| !goes_on(*length))
}

/// Whether a body's name or a document number goes on behind `end`: no verb stands before 公司, 酒店 or 〔2025〕.
pub(super) fn body_ahead(text: &[char], end: usize) -> bool {
    for at in end..text.len().min(end + 20) {
        if !is_han(text[at]) {
            return text[at] == '[' && text.get(at + 1).is_some_and(char::is_ascii_digit);
        }
        if STOPS.contains(text[at]) {
            return false;
        }
        if body_at(text, at).is_some_and(|length| length >= 2) {
            return true;
        }
    }
    false
}

/// Whether what is before `end` is called by a trade: 金鼎|茶楼, but 张三|店内, 张三|大队长.
pub(super) fn is_trade(text: &[char], end: usize) -> bool {
    let inside = |length: usize| {
        let next = text.get(end + length);
        next.is_some_and(|c| matches!(c, '长' | '员') || length == 1 && "内外里中门主堂".contains(*c))
    };
    LEXICON
        .trades
        .longest_at(text, end)
        .is_some_and(|length| !inside(length))
}
