//! Ways and what somebody came past on them, which look like persons where a surname names a side, a door or a road:
//! 由东|向西, 行至山前|路时.

use super::evidence;
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::{any_at, any_before, is_han};

const SIDES: &str = "东西南北上下左右前后里外内";
const QUARTERS: &str = "东西南北";
const TOWARDS: &str = "向往至到朝";
const FROM: &str = "由自从";
/// What follows a way that begins without a word.
const GOING: &str = "方行驶逆直转倒走跑逃骑驾开横";
/// What somebody does before he goes, or throws something, somewhere.
const DONE: &str = "拿取掏捡抓举扔抛砸冲跑走出来去下起打骂喊开";
/// With these a side makes the name of a province: 江西|向东.
const PROVINCES: &str = "江广山陕河湖海云";
/// What leads to persons rather than places.
const TO_PERSONS: &str = "被与和跟将把给对让叫及";
/// Surnames that are prepositions of places.
const PREPOSITIONS: &str = "于从由向经和";
/// What somebody comes past, though a surname.
const LANDMARKS: &str = "路街巷桥门楼段边道站车";
/// Of these what ends the name of one.
const ROADS: &str = "路街巷桥道";
/// What ends a place that is told by another: 林内, 东侧.
const BESIDE: &str = "内外旁边侧前后间里口顶下上";

/// Whether the candidate is part of a way: 由东|向西, 由南往|东方向, 由城关往|柳溪方|向行驶.
pub(super) fn is_one(text: &[char], at: usize, end: usize, called: bool) -> bool {
    (at.saturating_sub(1)..=end).any(|middle| leads(text, at, middle, called)) || is_headed(text, at, end)
}

/// Whether a way leads from side to side by the word at `middle`, and the candidate begins with a part of it: whoever is
/// called 李晓东 and goes on 向西 is none.
fn leads(text: &[char], at: usize, middle: usize, called: bool) -> bool {
    let Some((start, stop)) = way_at(text, middle, SIDES) else {
        return false;
    };
    let begins_road = || ROADS.contains(text[at]) && at + 2 == start && at > 0 && is_han(text[at - 1]);
    match start.checked_sub(1).map(|first| text[first]) {
        Some(first) if FROM.contains(first) => (start - 1..stop).contains(&at) || begins_road(),
        first => {
            let goes = text.get(stop).is_some_and(|c| GOING.contains(*c));
            let is_inside = first.is_none_or(|c| !PROVINCES.contains(c));
            goes && is_inside
                && !called
                && (start..stop).contains(&at)
                && way_at(text, middle, QUARTERS).is_some()
        }
    }
}

/// From where to where a way leads by the word at `middle`, one or two sides before and behind.
fn way_at(text: &[char], middle: usize, sides: &str) -> Option<(usize, usize)> {
    const MOST: usize = 2;
    let is_side = |c: &&char| sides.contains(**c);
    text.get(middle).filter(|c| TOWARDS.contains(**c))?;
    let before = text[..middle].iter().rev().take(MOST).take_while(is_side).count();
    let behind = text[middle + 1..].iter().take(MOST).take_while(is_side).count();
    (before > 0 && behind > 0).then_some((middle - before, middle + 1 + behind))
}

/// 由城关往|柳溪|方向行驶: nobody is gone to from a place like this, nor does 方 end a name before 向 (往李强方|向扔石块).
fn is_headed(text: &[char], at: usize, end: usize) -> bool {
    const LONGEST: usize = 10;
    let heads = |at: usize| any_at(text, at, &["方向"]).is_some();
    let cuts = end - at >= 3 && heads(end - 1) && any_before(text, at, &["往", "朝", "向"]);
    // Nothing is done between where a way begins and where it goes: 从车上拿出砖头往张强方向扔去 is none.
    let before = || text[..at].iter().rev().take(LONGEST).take_while(|c| is_han(**c));
    let from = || {
        let between = before().take_while(|c| !FROM.contains(**c));
        let length = between.clone().count();
        let begins = before().nth(length).is_some_and(|c| FROM.contains(*c));
        let alone = !before()
            .nth(length + 1)
            .is_some_and(|c| "亲擅独各私".contains(*c));
        begins && alone && !between.clone().any(|c| DONE.contains(*c))
    };
    cuts || any_before(text, at, &["往"]) && (heads(end - 1) || heads(end)) && from()
}

/// Whether the candidate tells when somebody came past a place (行驶至山前|路时被查获), or is that place (行至|柳溪桥|时).
pub(super) fn is_moment(text: &[char], at: usize, end: usize) -> bool {
    let inside = at > 0 && (is_han(text[at - 1]) || text[at - 1].is_ascii_alphanumeric());
    if !inside || TO_PERSONS.contains(text[at - 1]) {
        return false;
    }
    match &text[at..end] {
        [place, '时'] => LANDMARKS.contains(*place) || ends_word(text, at + 1),
        [place @ .., '时'] => is_place(place),
        [.., last] => {
            ROADS.contains(*last)
                && any_at(text, end, &["时", "段"]).is_some()
                && any_at(text, end, &["时年", "时任", "时常", "时而", "时不"]).is_none()
                && any_before(text, at, &["至", "途经", "路过", "经过", "县", "市", "镇", "乡"])
        }
        [] => false,
    }
}

/// A place by a word, or by what it is beside.
fn is_place(place: &[char]) -> bool {
    let ends = |c: &char| BESIDE.contains(*c) || ROADS.contains(*c);
    place.last().is_some_and(ends) || is_word(place)
}

fn is_word(word: &[char]) -> bool {
    let mut words = LEXICON.words.words_at(word, 0);
    words.any(|(length, _)| length == word.len())
}

/// Whether a word of two or three characters ends before `end`: 前方|时, 斑马线|时.
fn ends_word(text: &[char], end: usize) -> bool {
    (2..=3)
        .filter_map(|length| text.get(end.checked_sub(length)?..end))
        .any(is_word)
}

/// Whether a surname that is a preposition leads to a place (于|河道), a place is led to (从|田里|逃跑), or a word stands
/// where something was done (在|石桥|殴打他人).
pub(super) fn is_scene(text: &[char], at: usize, end: usize) -> bool {
    let leads = PREPOSITIONS.contains(text[at]) && LEXICON.is_place(&text[at + 1..end]);
    let happens = || {
        any_before(text, at, &["在", "至", "往", "途经"])
            && !any_before(text, at, &["现在", "甚至", "直至", "乃至"])
            && is_word(&text[at..end])
            && (evidence::is_acting(text, end) || any_at(text, end, &["时", "方向"]).is_some())
    };
    let is_led = || at > 0 && "在至往从由经到".contains(text[at - 1]);
    let stands = || LEXICON.is_place(&text[at..end]) && text.get(end) != Some(&'家') && is_led();
    leads || stands() || happens()
}
