//! The words that the name finder knows, read once from `data/`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::given::Given;
use super::trie::Trie;
use super::word_set::{CharSet, WordSet};

/// Surnames, given-name characters, words and what stands around names.
pub(super) struct Lexicon {
    frequent_surnames: CharSet,
    common_surnames: CharSet,
    surnames: CharSet,
    wordlike: CharSet,
    function: CharSet,
    compound_first: CharSet,
    compound_surnames: HashSet<[char; 2]>,
    /// Surnames of Japanese, as they are written in Chinese.
    pub(super) foreign_surnames: WordSet,
    /// What surnames and names without one begin with: most places of a text are told by this alone to begin no name.
    pub(super) name_starts: CharSet,
    pub(super) given: Given,
    body: CharSet,
    /// Ordinary words with what they cost in a reading.
    pub(super) words: Trie,
    /// Parts of names of peoples that have no surnames.
    pub(super) name_parts: WordSet,
    sounds: CharSet,
    /// What calls a person by role, office or what was done to them.
    pub(super) before: WordSet,
    pub(super) officials: WordSet,
    pub(super) after: WordSet,
    /// What persons alone do or suffer, or have: 殴打, 供认不讳, 的证言.
    pub(super) acts: WordSet,
    /// What nobody but a person does or suffers, and how persons are counted: 在逃, 二人.
    pub(super) sure: WordSet,
    /// Words that persons often follow: 被, 由, 随后.
    pub(super) leads: WordSet,
    /// 先生, 女士: with a surname alone before them.
    pub(super) courtesies: WordSet,
    /// What stands first in a bracket or after a comma that describes a person.
    pub(super) details: WordSet,
    /// Words of places that are no given names.
    pub(super) places: WordSet,
    /// What the names of bodies end with.
    pub(super) bodies: WordSet,
    /// Trades and places: what stands right before them is no person.
    pub(super) trades: WordSet,
}

/// The lexicon, built at first use.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

/// So many of the common surnames, which stand in the order of frequency, are the names of most people.
const FREQUENT: usize = 60;

/// What a term of the field costs: it is met in every other decision.
const TERM: u8 = 18;

/// What an act of a person costs, which dictionaries may lack: 互殴.
const ACT: u8 = 22;

/// What a word costs at most that is one of every day.
const OFTEN: u8 = 16;

impl Lexicon {
    fn load() -> Self {
        let surnames = include_str!("data/surnames.txt");
        let before = include_str!("data/before.txt");
        let after = include_str!("data/after.txt");
        let bodies = include_str!("data/bodies.txt");
        let never = include_str!("data/never.txt");
        let places = include_str!("data/places.txt");
        let acts = ["act", "follow"].into_iter().flat_map(|key| entries(after, key));
        let [common_surnames, rare_surnames] = ["common", "rare"].map(|key| characters(surnames, key));
        let all_surnames = CharSet::union([&common_surnames, &rare_surnames]);
        let compound_first =
            CharSet::of(entries(surnames, "compound").filter_map(|word| word.chars().next()));
        let foreign_surnames = WordSet::forward(entries(surnames, "foreign"));
        let name_parts = WordSet::forward(words(include_str!("data/peoples.txt")));
        Self {
            name_starts: CharSet::union([
                &all_surnames,
                &compound_first,
                foreign_surnames.firsts(),
                name_parts.firsts(),
            ]),
            frequent_surnames: CharSet::of(entries(surnames, "common").flat_map(str::chars).take(FREQUENT)),
            common_surnames,
            surnames: all_surnames,
            wordlike: characters(never, "wordlike"),
            compound_first,
            compound_surnames: entries(surnames, "compound").filter_map(pair).collect(),
            foreign_surnames,
            given: Given::load(),
            function: characters(never, "function"),
            body: characters(never, "body"),
            words: Trie::of(
                words(include_str!("data/terms.txt"))
                    .chain(words(places))
                    .chain(entries(after, "courtesy"))
                    .map(|term| (term, TERM))
                    .chain(acts.filter(|act| act.chars().count() >= 2).map(|act| (act, ACT)))
                    .chain(plain_lines(include_str!("data/words.txt")).flat_map(priced))
                    .map(|(word, cost)| (word.chars().collect(), cost)),
            ),
            name_parts,
            sounds: CharSet::of(words(include_str!("data/sounds.txt")).flat_map(str::chars)),
            before: WordSet::backward(
                ["role", "title", "verb", "official"]
                    .into_iter()
                    .flat_map(|key| entries(before, key)),
            ),
            officials: WordSet::backward(entries(before, "official")),
            after: WordSet::forward(entries(after, "follow")),
            acts: WordSet::forward(entries(after, "act")),
            sure: WordSet::forward(entries(after, "sure")),
            leads: WordSet::backward(entries(before, "lead")),
            courtesies: WordSet::forward(entries(after, "courtesy")),
            details: WordSet::forward(entries(after, "detail")),
            places: WordSet::forward(words(places)),
            bodies: WordSet::forward(entries(bodies, "end")),
            trades: WordSet::forward(entries(bodies, "trade").chain(entries(bodies, "place"))),
        }
    }

    /// The length of the surname at `at`; a compound one goes first.
    pub(super) fn surname_at(&self, text: &[char], at: usize) -> Option<usize> {
        let first = *text.get(at)?;
        if self.compound_first.contains(first)
            && let Some(&second) = text.get(at + 1)
            && self.compound_surnames.contains(&[first, second])
        {
            return Some(2);
        }
        self.surnames.contains(first).then_some(1)
    }

    /// How rare a surname is; one that is far more often a word (向, 时, 费, 东门) is rarer still.
    pub(super) fn surname_cost(&self, surname: &[char]) -> i32 {
        let [one] = surname else {
            return if self.is_place(surname) { 18 } else { 8 };
        };
        let wordlike = if self.function.contains(*one) {
            10
        } else if self.wordlike.contains(*one) {
            4
        } else {
            0
        };
        let cost = if self.frequent_surnames.contains(*one) {
            8
        } else if self.common_surnames.contains(*one) {
            12
        } else {
            16
        };
        cost + wordlike
    }

    /// Whether the whole is a word of a place.
    pub(super) fn is_place(&self, word: &[char]) -> bool {
        self.places.longest_at(word, 0) == Some(word.len())
    }

    /// Whether the character hardly does anything else than write sounds.
    pub(super) fn writes_sounds_alone(&self, c: char) -> bool {
        self.sounds.contains(c)
    }

    /// Whether a surname is far more often a word.
    pub(super) fn is_like_a_word(&self, surname: char) -> bool {
        self.wordlike.contains(surname) || self.function.contains(surname)
    }

    /// Whether the character is typical of bodies and ranks (行, 公司, 人员), not of names.
    pub(super) fn names_a_body(&self, c: char) -> bool {
        self.body.contains(c)
    }
}

fn plain_lines(data: &str) -> impl Iterator<Item = &str> {
    data.lines().filter(|line| !line.starts_with('#'))
}

fn words(data: &str) -> impl Iterator<Item = &str> {
    plain_lines(data).flat_map(str::split_whitespace)
}

/// The words of a line that begins with what they cost.
fn priced(line: &str) -> impl Iterator<Item = (&str, u8)> {
    let mut words = line.split_whitespace();
    let cost = words.next().and_then(|cost| cost.parse().ok()).unwrap_or(u8::MAX);
    words.map(move |word| (word, cost))
}

/// The characters that are often a word of their own.
pub(super) fn often(words: &str) -> impl Iterator<Item = char> {
    let often = plain_lines(words)
        .flat_map(priced)
        .filter(|(_, cost)| *cost <= OFTEN);
    often.filter_map(|(word, _)| word.parse().ok())
}

pub(super) fn entries<'a>(data: &'a str, key: &'static str) -> impl Iterator<Item = &'a str> {
    plain_lines(data)
        .filter_map(move |line| line.strip_prefix(key))
        .flat_map(str::split_whitespace)
}

pub(super) fn characters(data: &str, key: &'static str) -> CharSet {
    CharSet::of(entries(data, key).flat_map(str::chars))
}

fn pair(word: &str) -> Option<[char; 2]> {
    let mut chars = word.chars();
    Some([chars.next()?, chars.next()?])
}
