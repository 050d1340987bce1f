//! The persons of one record, and every mention of them.

use std::collections::BTreeMap;

use super::{Found, body, evidence, verb};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::is_han;

/// Names without spaces, by their first character, longest first.
#[derive(Default)]
pub(in crate::masking) struct Registry {
    persons: BTreeMap<Vec<char>, bool>,
    by_first: BTreeMap<char, Vec<Vec<char>>>,
    /// The bits of their first characters: most places of a text are told by them alone to begin no name.
    firsts: u64,
}

/// One bit of 64, which many characters share.
fn bit(c: char) -> u64 {
    1 << (u32::from(c) % 64)
}

impl Registry {
    /// Learns a name; whoever is met once outside of office is not an officer.
    pub(in crate::masking) fn learn(&mut self, text: &[char], found: &Found) {
        let key = key_of(text, found);
        if let Some(official) = self.persons.get_mut(&key) {
            *official &= found.official;
            return;
        }
        if let Some(&first) = key.first() {
            self.firsts |= bit(first);
            let group = self.by_first.entry(first).or_default();
            group.push(key.clone());
            group.sort_by_key(|name| std::cmp::Reverse(name.len()));
        }
        self.persons.insert(key, found.official);
    }

    /// Whether the person was only met acting in office.
    pub(in crate::masking) fn is_official(&self, key: &[char]) -> bool {
        self.persons.get(key).copied().unwrap_or(false)
    }

    /// Every mention of a known person, together with those found in this text, in order and without overlap.
    pub(in crate::masking) fn mentions(&self, text: &[char], found: &[Found]) -> Vec<Found> {
        let mut own = found.iter().peekable();
        let mut mentions = Vec::new();
        let mut at = 0;
        while at < text.len() {
            while own.next_if(|f| f.start < at).is_some() {}
            let own_end = own.peek().filter(|f| f.start == at).map(|f| f.end);
            let known_end = self.known_end(text, at);
            match own_end.max(known_end) {
                Some(end) => {
                    mentions.push(Found {
                        start: at,
                        end,
                        official: false,
                    });
                    at = end;
                }
                None => at += 1,
            }
        }
        mentions
    }

    fn known_end(&self, text: &[char], at: usize) -> Option<usize> {
        let first = text[at];
        let group = (self.firsts & bit(first) != 0).then(|| self.by_first.get(&first))??;
        group.iter().find_map(|name| {
            spelled_end(text, at, name)
                .filter(|end| !is_also_a_word(name) || is_meant(text, at, *end))
                .filter(|end| !names_a_shop(text, at, *end))
                .filter(|end| !body::names_office(text, *end) && !body::in_number(text, at, *end))
        })
    }
}

/// The name as it is known: without spaces.
pub(in crate::masking) fn key_of(text: &[char], found: &Found) -> Vec<char> {
    text[found.start..found.end]
        .iter()
        .copied()
        .filter(|c| *c != ' ')
        .collect()
}

/// 高新 is a person only where the surroundings say so, 高新区 is not.
fn is_also_a_word(name: &[char]) -> bool {
    name.len() == 2 && LEXICON.words.longest_at(name, 0) == Some(2)
}

/// 临水县易顺发杂货铺: the name of a shop stays, also when its owner's name is in it.
fn names_a_shop(text: &[char], at: usize, end: usize) -> bool {
    let after_place = at > 0 && matches!(text[at - 1], '县' | '市' | '区' | '镇' | '乡' | '“');
    after_place && body::in_body(text, end)
}

/// Whether a word stands where persons do: called, acting, or alone.
fn is_meant(text: &[char], at: usize, end: usize) -> bool {
    evidence::is_called(text, at) || evidence::is_acting(text, end) || stands_alone(text, at, end)
}

/// Between marks, or before the words of a penalty, there is no word that it could be part of.
fn stands_alone(text: &[char], at: usize, end: usize) -> bool {
    (at == 0 || !is_han(text[at - 1]))
        && (text.get(end).is_none_or(|c| !is_han(*c))
            || evidence::penalty_follows(text, end)
            || acts(text, end))
}

/// Whether something follows that is said of persons.
fn acts(text: &[char], end: usize) -> bool {
    LEXICON.acts.longest_at(text, end).is_some()
        || LEXICON.after.longest_at(text, end).is_some()
        || verb::is_confessing(text, end)
}

/// The end of the name at `at`, also when it is spaced out.
fn spelled_end(text: &[char], at: usize, name: &[char]) -> Option<usize> {
    let mut end = at;
    for (index, c) in name.iter().enumerate() {
        while index > 0 && text.get(end) == Some(&' ') {
            end += 1;
        }
        if text.get(end) != Some(c) {
            return None;
        }
        end += 1;
    }
    Some(end)
}
