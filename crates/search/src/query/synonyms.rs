//! Lay words and the official terms they stand for, as an editable file; applied to queries, never to the index.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use crate::text::fold;

static BUILT_IN: LazyLock<Arc<Synonyms>> =
    LazyLock::new(|| Arc::new(Synonyms::parse(include_str!("../../data/synonyms.txt"))));

/// Lay words with their official terms.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    groups: Vec<SynonymGroup>,
    /// By first character; longest lay word first.
    by_first: HashMap<char, Vec<Entry>>,
    fingerprint: u64,
}

/// Lay words that stand for the same official terms.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SynonymGroup {
    /// What people say.
    pub lay: Vec<String>,
    /// What documents say.
    pub official: Vec<String>,
}

#[derive(Debug, Clone)]
struct Entry {
    lay: String,
    official: Vec<String>,
}

impl Synonyms {
    /// The list that ships with the portal.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// Reads `lay, lay = official, official` lines; `#` begins a comment, other lines are skipped.
    pub fn parse(file: &str) -> Self {
        let groups = file.lines().filter_map(|line| {
            let line = line.split('#').next().unwrap_or_default();
            let (lay, official) = line.split_once('=')?;
            Some(SynonymGroup {
                lay: terms(lay),
                official: terms(official),
            })
        });
        Self::of(groups.collect())
    }

    /// A list of one's own. Empty words are left out.
    pub fn of(groups: Vec<SynonymGroup>) -> Self {
        let mut by_first: HashMap<char, Vec<Entry>> = HashMap::new();
        for group in &groups {
            let official = folded(&group.official);
            for lay in folded(&group.lay) {
                let Some(first) = lay.chars().next() else { continue };
                let entry = Entry {
                    lay,
                    official: official.clone(),
                };
                by_first.entry(first).or_default().push(entry);
            }
        }
        for entries in by_first.values_mut() {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.lay.len()));
        }
        let mut hasher = DefaultHasher::new();
        groups.hash(&mut hasher);
        Self {
            groups,
            by_first,
            fingerprint: hasher.finish(),
        }
    }

    /// Another for every other list, within one build.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The list as it was given.
    pub fn groups(&self) -> &[SynonymGroup] {
        &self.groups
    }

    /// Every lay word with its official terms, folded, in an order of its own.
    pub(crate) fn words(&self) -> Vec<(&str, &[String])> {
        let mut words: Vec<_> = self
            .by_first
            .values()
            .flatten()
            .map(|entry| (entry.lay.as_str(), entry.official.as_slice()))
            .collect();
        words.sort_unstable();
        words
    }

    /// Number of pairs of a lay word and an official term.
    pub fn pairs(&self) -> usize {
        self.by_first
            .values()
            .flatten()
            .map(|entry| entry.official.len())
            .sum()
    }

    /// Lay words within a folded word, longest first, none overlapping; one character only as a whole word.
    pub(crate) fn within(&self, word: &str) -> Vec<(Range<usize>, &[String])> {
        let mut found = Vec::new();
        let mut end = 0;
        for (at, first) in word.char_indices() {
            if at < end {
                continue;
            }
            let entries = self.by_first.get(&first).map_or(&[][..], Vec::as_slice);
            let single = |entry: &Entry| entry.lay.chars().count() == 1;
            let hit = entries
                .iter()
                .find(|entry| word[at..].starts_with(&entry.lay) && (!single(entry) || entry.lay == word));
            if let Some(entry) = hit {
                end = at + entry.lay.len();
                found.push((at..end, entry.official.as_slice()));
            }
        }
        found
    }
}

fn terms(list: &str) -> Vec<String> {
    let terms = list.split([',', '，', '、']).map(str::trim);
    terms.filter(|term| !term.is_empty()).map(str::to_owned).collect()
}

fn folded(terms: &[String]) -> Vec<String> {
    let folded = terms.iter().map(|term| fold(term.trim()));
    folded.filter(|term| !term.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_list_covers_the_trade() {
        let synonyms = Synonyms::built_in();
        assert!(synonyms.pairs() >= 150, "{}", synonyms.pairs());
        assert_eq!(synonyms.within("打人")[0].1, ["殴打他人"]);
        for lay in [
            "酒驾",
            "噪音",
            "遛狗",
            "狗咬人",
            "偷东西",
            "无证旅馆",
            "黑网吧",
            "保安没证",
            "放烟花",
            "开房不登记",
            "租房不登记",
            "吵",
        ] {
            assert!(!synonyms.within(lay).is_empty(), "{lay}");
        }
    }

    #[test]
    fn a_list_is_read_back_from_its_groups() {
        let again = Synonyms::of(Synonyms::built_in().groups().to_vec());
        assert_eq!(again.pairs(), Synonyms::built_in().pairs());
        assert_eq!(again.within("打人")[0].1, ["殴打他人"]);
    }

    #[test]
    fn the_longest_word_wins_and_one_character_stands_alone() {
        let synonyms = Synonyms::parse("# 注\n狗 = 犬\n狗咬人 = 饲养动物\n狗咬 = 动物伤人\n坏行\n");
        let texts = |word| {
            synonyms
                .within(word)
                .iter()
                .map(|(range, _)| range.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(texts("狗咬人狗咬"), [0..9, 9..15]);
        assert_eq!(texts("狗"), vec![0..3]);
        assert!(texts("狗叫").is_empty());
    }
}
