//! Places finer than a town, by their names.

use super::mark::Mark;
use crate::masking::lexicon::entries;
use crate::masking::passage::{any_before, is_han};
use crate::masking::word_set::WordSet;
use std::ops::Range;
use std::sync::LazyLock;

static WORDS: LazyLock<Words> = LazyLock::new(Words::load);

struct Words {
    /// What the names of each kind of place end with; where words begin alike, the longest counts.
    kinds: [(Mark, WordSet); 4],
    /// What ends no name: 路边的, 一家.
    unnamed: WordSet,
    /// What is no name by itself: 农村, 小学.
    alone: WordSet,
    /// What people do there: 进村.
    visits: WordSet,
    /// What stands behind words that are no places.
    not_place: WordSet,
    not_school: WordSet,
}

impl Words {
    fn load() -> Self {
        let data = include_str!("../data/findable.txt");
        let ends = |key| WordSet::forward(entries(data, key));
        Self {
            kinds: [
                (Mark::Estate, ends("estate ")),
                (Mark::School, ends("school ")),
                (Mark::Shop, ends("shop ")),
                (Mark::Village, ends("village ")),
            ],
            unnamed: WordSet::backward(entries(data, "unnamed ")),
            alone: WordSet::backward(entries(data, "alone ")),
            visits: WordSet::backward(entries(data, "visit ")),
            not_place: ends("not-place "),
            not_school: ends("not-school "),
        }
    }

    /// The kind of place whose name may end with the word at `at`, and where it ends.
    fn end_at(&self, text: &[char], at: usize) -> Option<(Mark, usize)> {
        let ends = self.kinds.iter().filter_map(|(mark, ends)| {
            let end = at + ends.longest_at(text, at)?;
            let is_other = self.not_place.longest_at(text, end).is_some()
                || *mark == Mark::School && self.is_schooling(text, at..end);
            (!is_other).then_some((*mark, end))
        });
        ends.max_by_key(|(_, end)| *end)
    }

    /// 小学文化, 在读小学.
    fn is_schooling(&self, text: &[char], word: Range<usize>) -> bool {
        any_before(text, word.start, &["上", "读", "念"])
            || self.not_school.longest_at(text, word.end).is_some()
    }
}

/// The longest name before the word that says what it is, in characters.
const LONGEST: usize = 8;

/// Where places are named.
pub(super) fn marks(text: &[char]) -> Vec<(Range<usize>, Mark)> {
    let mut marks: Vec<(Range<usize>, Mark)> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let named = WORDS.end_at(text, at).and_then(|(mark, end)| {
            let behind = marks.last().map_or(0, |(last, _)| last.end);
            let name = name_before(text, behind..at, least(mark))?;
            Some((name..end, mark))
        });
        match named {
            Some(place) => {
                at = place.0.end;
                marks.push(place);
            }
            None => at += 1,
        }
    }
    marks
}

/// A single character names a village (王村) and no shop.
const fn least(mark: Mark) -> usize {
    if matches!(mark, Mark::Village) { 1 } else { 2 }
}

/// Where the name starts that ends before `range.end`; none where only words stand there that name nothing.
fn name_before(text: &[char], range: Range<usize>, least: usize) -> Option<usize> {
    let end = range.end;
    let mut start = end;
    while start > range.start && end - start < LONGEST && !stops(text, start, end) {
        start -= 1;
    }
    if text[..start].ends_with(&['某']) && text.get(start).is_some_and(|c| "甲乙丙丁戊己庚辛".contains(*c))
    {
        start += 1;
    }
    let mut named = end;
    while let Some(length) = WORDS.unnamed.longest_before(text, named)
        && named > start
    {
        named = named.saturating_sub(length);
    }
    let is_named = named >= start + least
        && WORDS.alone.longest_before(text, named) != Some(named - start)
        && WORDS.visits.longest_before(text, named).is_none();
    is_named.then_some(start)
}

/// Units whose names stand before those of places.
const UNITS: [&str; 7] = ["街道", "镇", "乡", "县", "市", "区", "旗"];

/// Whether no name goes on before `start`. Words that also stand in names (和平村, 向阳村) end them only when enough of a
/// name is left.
fn stops(text: &[char], start: usize, end: usize) -> bool {
    let before = text[start - 1];
    let ends = !is_han(before)
        || "在到至往的了某×该本此其这那住居".contains(before)
        || any_before(text, start, &UNITS)
        || any_before(
            text,
            start,
            &["附近", "旁边", "门口", "路边", "街边", "对面", "隔壁", "一家"],
        );
    ends || (end - start >= 2 && "于从由自向与和及跟经过对将把被是系为位去回进入给用由途".contains(before))
}
