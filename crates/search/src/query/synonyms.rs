//! Lay words and the official terms they stand for, as an editable file; applied to queries, never to the index.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use crate::text::fold;

static BUILT_IN: LazyLock<Arc<Synonyms>> =
    LazyLock::new(|| Arc::new(Synonyms::parse(include_str!("../../data/synonyms.txt"))));

/// Lay words with their official terms.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    /// By first character; longest lay word first.
    by_first: HashMap<char, Vec<Entry>>,
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
        let mut synonyms = Self::default();
        for line in file.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((lay, official)) = line.split_once('=') else {
                continue;
            };
            let official = terms(official);
            for lay in terms(lay) {
                let Some(first) = lay.chars().next() else { continue };
                let entry = Entry {
                    lay,
                    official: official.clone(),
                };
                synonyms.by_first.entry(first).or_default().push(entry);
            }
        }
        for entries in synonyms.by_first.values_mut() {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.lay.len()));
        }
        synonyms
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
    list.split([',', '，', '、'])
        .map(|term| fold(term.trim()))
        .filter(|term| !term.is_empty())
        .collect()
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
