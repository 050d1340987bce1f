//! How rare each character is in given names.

use super::lexicon::{characters, often};
use super::passage::is_han;
use super::word_set::CharSet;

/// Costs of the characters, reckoned once: a name may be weighed at every character of a text.
pub(super) struct Given {
    /// By code, for the basic plane; none where a character never stands in a name.
    costs: Vec<Option<u8>>,
    usual: CharSet,
    particles: CharSet,
}

/// What a character costs in a given name that no list has …
const RARE: u8 = 22;

/// … and more if it is a word of every day, such as a name is not made of: 遭, 醉.
const EVERYDAY: u8 = 5;

/// What one costs more that is typical of bodies and ranks.
const BODY: u8 = 4;

/// What a given name costs more when it ends with a character that is more often a word of its own (王钢|正在).
const PARTICLE: i32 = 7;

impl Given {
    pub(super) fn load() -> Self {
        let given = include_str!("data/given.txt");
        let never = include_str!("data/never.txt");
        let lists = [("frequent", 9), ("usual", 11), ("seldom", 14)];
        let lists = lists.map(|(key, cost)| (characters(given, key), cost));
        let never_given = characters(never, "given");
        let everyday = CharSet::of(often(include_str!("data/words.txt")));
        let body = characters(never, "body");
        let may_be = |c: char| is_han(c) && !never_given.contains(c);
        let listed = |c: char| {
            lists
                .iter()
                .find(|(list, _)| list.contains(c))
                .map(|(_, cost)| *cost)
        };
        let cost = |c: char| {
            let unlisted = || {
                if everyday.contains(c) {
                    RARE + EVERYDAY
                } else {
                    RARE
                }
            };
            let more = if body.contains(c) { BODY } else { 0 };
            may_be(c).then(|| listed(c).unwrap_or_else(unlisted) + more)
        };
        let plane = || 0..=u16::MAX;
        let character = |code: u16| char::from_u32(code.into());
        Self {
            costs: plane().map(|code| cost(character(code)?)).collect(),
            usual: CharSet::of(
                plane()
                    .filter_map(character)
                    .filter(|c| may_be(*c) && listed(*c).is_some()),
            ),
            particles: characters(never, "particle"),
        }
    }

    /// How rare a character is in given names; none where it never stands there.
    pub(super) fn cost(&self, c: char) -> Option<i32> {
        match u16::try_from(u32::from(c)) {
            Ok(code) => self.costs[usize::from(code)].map(i32::from),
            Err(_) => is_han(c).then_some(RARE.into()),
        }
    }

    /// How rare it is at the end of one.
    pub(super) fn last_cost(&self, c: char) -> Option<i32> {
        let particle = if self.particles.contains(c) { PARTICLE } else { 0 };
        self.cost(c).map(|cost| cost + particle)
    }

    /// Whether a list of given names has it.
    pub(super) fn is_usual(&self, c: char) -> bool {
        self.usual.contains(c)
    }
}
