//! The words that the name finder knows, read once from `data/`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::word_set::{CharSet, WordSet};

/// Surnames, given-name characters and the words around names.
pub(super) struct Lexicon {
    common_surnames: CharSet,
    rare_surnames: CharSet,
    compound_first: CharSet,
    compound_surnames: HashSet<[char; 2]>,
    given: CharSet,
    never_given: CharSet,
    body: CharSet,
    wordlike: CharSet,
    /// Ordinary words that begin like a name.
    pub(super) words: WordSet,
    pub(super) strong_before: WordSet,
    pub(super) officials: WordSet,
    pub(super) weak_before: WordSet,
    pub(super) strong_after: WordSet,
    pub(super) weak_after: WordSet,
    /// What stands first in a bracket or after a comma that describes a person.
    pub(super) details: WordSet,
}

/// The lexicon, built at first use.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

impl Lexicon {
    fn load() -> Self {
        let surnames = include_str!("data/surnames.txt");
        let before = include_str!("data/before.txt");
        let after = include_str!("data/after.txt");
        let never = include_str!("data/never.txt");
        let strong = ["role", "title", "verb"]
            .into_iter()
            .flat_map(|key| entries(before, key));
        Self {
            common_surnames: characters(surnames, "common"),
            rare_surnames: characters(surnames, "rare"),
            compound_first: CharSet::of(entries(surnames, "compound").filter_map(|word| word.chars().next())),
            compound_surnames: entries(surnames, "compound").filter_map(pair).collect(),
            given: CharSet::of(plain_lines(include_str!("data/given.txt")).flat_map(str::chars)),
            never_given: characters(never, "given"),
            body: characters(never, "body"),
            wordlike: characters(never, "wordlike"),
            words: WordSet::forward(
                plain_lines(include_str!("data/words.txt")).flat_map(str::split_whitespace),
            ),
            strong_before: WordSet::backward(strong),
            officials: WordSet::backward(entries(before, "official")),
            weak_before: WordSet::backward(entries(before, "weak")),
            strong_after: WordSet::forward(entries(after, "strong")),
            weak_after: WordSet::forward(entries(after, "weak")),
            details: WordSet::forward(entries(after, "detail")),
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
        (self.common_surnames.contains(first) || self.rare_surnames.contains(first)).then_some(1)
    }

    pub(super) fn is_common_surname(&self, surname: &[char]) -> bool {
        match surname {
            [one] => self.common_surnames.contains(*one),
            _ => true,
        }
    }

    pub(super) fn usual_in_given_names(&self, c: char) -> bool {
        self.given.contains(c)
    }

    pub(super) fn never_in_given_names(&self, c: char) -> bool {
        self.never_given.contains(c)
    }

    /// Whether a surname is far more often a word (向, 时, 费).
    pub(super) fn is_wordlike(&self, surname: &[char]) -> bool {
        matches!(surname, [one] if self.wordlike.contains(*one))
    }

    /// Whether the character is typical of bodies and ranks (行, 公司, 人员), not of names.
    pub(super) fn names_a_body(&self, c: char) -> bool {
        self.body.contains(c)
    }
}

fn plain_lines(data: &str) -> impl Iterator<Item = &str> {
    data.lines().filter(|line| !line.starts_with('#'))
}

fn entries<'a>(data: &'a str, key: &'static str) -> impl Iterator<Item = &'a str> {
    plain_lines(data)
        .filter_map(move |line| line.strip_prefix(key))
        .flat_map(str::split_whitespace)
}

fn characters(data: &str, key: &'static str) -> CharSet {
    CharSet::of(entries(data, key).flat_map(str::chars))
}

fn pair(word: &str) -> Option<[char; 2]> {
    let mut chars = word.chars();
    Some([chars.next()?, chars.next()?])
}
