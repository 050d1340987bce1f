//! The persons of one record, and every mention of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Found, body, evidence, verb, wording};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::is_han;

/// Names without spaces, and how long those are that begin with a character.
#[derive(Default)]
pub(in crate::masking) struct Registry {
    persons: BTreeMap<Vec<char>, Person>,
    lengths: BTreeMap<char, BTreeSet<usize>>,
    /// The bits of their first characters: most places of a text are told by them alone to begin no name.
    firsts: u64,
}

struct Person {
    official: bool,
    /// Whether the record names somebody so beyond doubt, so that the name is one also where it could be a word.
    is_sure: bool,
}

/// One bit of 64, which many characters share.
fn bit(c: char) -> u64 {
    1 << (u32::from(c) % 64)
}

impl Registry {
    /// Learns a name; whoever is met once outside of office is not an officer, and whoever was sure once stays so.
    pub(in crate::masking) fn learn(&mut self, text: &[char], found: &Found, is_sure: bool) {
        let key = key_of(text, found);
        if let Some(person) = self.persons.get_mut(&key) {
            person.official &= found.official;
            person.is_sure |= is_sure;
            return;
        }
        if let Some(&first) = key.first() {
            self.firsts |= bit(first);
            self.lengths.entry(first).or_default().insert(key.len());
        }
        let official = found.official;
        self.persons.insert(key, Person { official, is_sure });
    }

    /// Whether the person was only met acting in office.
    pub(in crate::masking) fn is_official(&self, key: &[char]) -> bool {
        self.persons.get(key).is_some_and(|person| person.official)
    }

    /// Every mention of a known person, together with those found in this text, in order and without overlap.
    pub(in crate::masking) fn mentions(&self, text: &[char], found: &[Found]) -> Vec<Found> {
        let mut own = found.iter().peekable();
        let mut mentions = Vec::new();
        let mut at = 0;
        while at < text.len() {
            while own.next_if(|f| f.start < at).is_some() {}
            let own_end = own.peek().filter(|f| f.start == at).map(|f| f.end);
            let known_end = self.known_end(text, at, |_| true);
            match own_end.max(known_end) {
                Some(end) => {
                    mentions.push(self.unless_officer(text, at, end));
                    at = mentions.last().map_or(end, |mention| mention.end);
                }
                None => at += 1,
            }
        }
        mentions
    }

    /// An officer's name stays, and with it would stay the name of a party in it: that one is the mention then.
    fn unless_officer(&self, text: &[char], start: usize, end: usize) -> Found {
        let mention = |start: usize, end: usize| Found {
            start,
            end,
            official: false,
        };
        let whole = mention(start, end);
        let is_party = |person: &Person| person.is_sure && !person.official;
        let party = || (start..end).find_map(|at| Some(mention(at, self.known_end(text, at, is_party)?)));
        let is_officer = self.is_official(&key_of(text, &whole));
        is_officer.then(party).flatten().unwrap_or(whole)
    }

    /// The end of the longest known name at `at`. Names are looked up by their length: a record may know thousands that
    /// begin with one surname.
    fn known_end(&self, text: &[char], at: usize, counts: impl Fn(&Person) -> bool) -> Option<usize> {
        let first = text[at];
        let lengths = (self.firsts & bit(first) != 0).then(|| self.lengths.get(&first))??;
        lengths.iter().rev().find_map(|&length| {
            let (name, end) = spelled(text, at, length)?;
            let is_sure = self.persons.get(&name).filter(|person| counts(person))?.is_sure;
            let is_name = !is_also_a_word(&name)
                || is_meant(text, at, end)
                || is_sure && !wording::is_part_of_more(text, at, end);
            let in_shop = || names_a_shop(text, at, end) && !(is_sure && acts(text, end));
            let is_other = || in_shop() || body::names_office(text, end) || body::in_number(text, at, end);
            (is_name && !is_other()).then_some(end)
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

/// Whether it could be a word: 高新 is a person only where the surroundings or the record say so, 高新区 is not.
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

/// So many characters from `at` on, and where they end; a name may be spaced out.
fn spelled(text: &[char], at: usize, length: usize) -> Option<(Vec<char>, usize)> {
    let mut letters = (at..).zip(&text[at..]).filter(|(_, c)| **c != ' ');
    let name: Vec<(usize, char)> = letters.by_ref().take(length).map(|(at, c)| (at, *c)).collect();
    let (last, _) = *name.last().filter(|_| name.len() == length)?;
    Some((name.into_iter().map(|(_, c)| c).collect(), last + 1))
}
