//! Suggestions from controlled words, by characters, pinyin and initials, and "did you mean" by sound.
//!
//! Pinyin serves these short lists only, never bodies or names.

mod nearness;
mod sound;

use std::cmp::Reverse;

use crate::query::Synonyms;
use crate::text::{fold, number};
use nearness::distance_within;
use sound::Sound;

/// The kind of words that lay words stand for.
const VIOLATION: &str = "violation";

/// Shortest word that a different sound may correct: one of two characters is half the word.
const SHORTEST_CORRECTED: usize = 3;

/// A word that may be suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VocabularyEntry {
    /// As shown and searched.
    pub text: String,
    /// What it is: `violation`, `unit`, `statute`, `document_number` …
    pub kind: String,
    /// Records that have it.
    pub count: u64,
}

/// A word suggested.
pub type Suggestion = VocabularyEntry;

/// The controlled words with their sounds.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: Vec<Word>,
    /// What people say instead of the official terms: what a slip may have meant.
    lay: Vec<Lay>,
}

#[derive(Debug, Clone)]
struct Word {
    entry: VocabularyEntry,
    folded: String,
    compact: String,
    usual: String,
    sound: Sound,
    /// Lay words that stand for it, by their place in the list.
    lay: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Lay {
    text: String,
    usual: String,
    sound: Sound,
}

impl Vocabulary {
    /// Prepares the words; frequent ones are suggested first. A violation is found by the lay words for it as well.
    pub fn new(entries: impl IntoIterator<Item = VocabularyEntry>, synonyms: &Synonyms) -> Self {
        let mut words: Vec<Word> = entries.into_iter().map(Word::of).collect();
        words.sort_by(|a, b| {
            b.entry
                .count
                .cmp(&a.entry.count)
                .then_with(|| a.entry.text.cmp(&b.entry.text))
        });
        let mut lay = Vec::new();
        for (text, official) in synonyms.words() {
            let stands_for = |word: &&mut Word| {
                word.entry.kind == VIOLATION
                    && official.iter().any(|term| word.folded.contains(term.as_str()))
            };
            for word in words.iter_mut().filter(stands_for) {
                word.lay.push(lay.len());
            }
            lay.push(Lay {
                text: text.to_owned(),
                usual: sound::usual(text),
                sound: Sound::of(text),
            });
        }
        Self { words, lay }
    }

    /// Words that begin with, sound like or hold what was typed so far, or that people call so.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let Some(typed) = Typed::of(typed) else {
            return Vec::new();
        };
        let called: Vec<bool> = self
            .lay
            .iter()
            .map(|lay| typed.begins(&lay.text, &lay.sound))
            .collect();
        let mut found: Vec<(u8, usize)> = Vec::new();
        for (index, word) in self.words.iter().enumerate() {
            let is_called = || word.lay.iter().any(|&lay| called[lay]);
            if let Some(rank) = typed.rank(word, is_called) {
                found.push((rank, index));
            }
        }
        found.sort_unstable();
        found
            .into_iter()
            .take(limit)
            .map(|(_, index)| self.words[index].entry.clone())
            .collect()
    }

    /// What was probably meant: the whole as one word, else with each word mended that is none.
    pub fn did_you_mean(&self, typed: &str) -> Option<String> {
        self.meant(typed).or_else(|| {
            let mut is_mended = false;
            let words = typed.split_whitespace().map(|word| match self.meant(word) {
                Some(meant) if word.chars().all(char::is_alphanumeric) => {
                    is_mended = true;
                    meant
                }
                _ => word.to_owned(),
            });
            let words = words.collect::<Vec<_>>().join(" ");
            is_mended.then_some(words)
        })
    }

    /// A word that was probably meant: one of the same sound, else one that differs in a character.
    /// Nothing if the word typed is itself known.
    fn meant(&self, typed: &str) -> Option<String> {
        let folded = fold(typed.trim());
        let length = folded.chars().count();
        let known = |text: &str| text == folded;
        if !(2..=30).contains(&length)
            || self.words.iter().any(|word| known(&word.folded))
            || self.lay.iter().any(|lay| known(&lay.text))
        {
            return None;
        }
        let usual = sound::usual(&folded);
        let same_sound = || {
            let official = self.words.iter().find(|word| word.usual == usual);
            let lay = || self.lay.iter().find(|lay| lay.usual == usual);
            official
                .map(|word| word.entry.text.clone())
                .or_else(|| lay().map(|lay| lay.text.clone()))
        };
        let allowed = if length >= 6 { 2 } else { 1 };
        let near = || {
            let by_distance = |word: &&Word| distance_within(&word.folded, &folded, allowed);
            let close = self.words.iter().filter(|_| length >= SHORTEST_CORRECTED);
            close
                .filter_map(|word| by_distance(&word).map(|d| (d, Reverse(word.entry.count), word)))
                .min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)))
                .map(|(_, _, word)| word.entry.text.clone())
        };
        same_sound().or_else(near)
    }
}

impl Word {
    fn of(entry: VocabularyEntry) -> Self {
        let folded = fold(&entry.text);
        Self {
            compact: number::compact(&entry.text),
            usual: sound::usual(&folded),
            sound: Sound::of(&folded),
            lay: Vec::new(),
            folded,
            entry,
        }
    }
}

/// What was typed, in the forms that words are compared by.
struct Typed {
    folded: String,
    compact: String,
    /// Letters, digits and characters only: may be pinyin or initials.
    signs: Vec<char>,
    /// Whether there is a letter: parts of a word are not looked for by one letter.
    has_letters: bool,
}

impl Typed {
    fn of(typed: &str) -> Option<Self> {
        let folded = fold(typed.trim());
        if folded.is_empty() || folded.chars().count() > 60 {
            return None;
        }
        let signs: Vec<char> = folded.chars().filter(|c| c.is_alphanumeric()).collect();
        Some(Self {
            compact: number::compact(&folded),
            has_letters: signs.iter().any(char::is_ascii_lowercase),
            signs,
            folded,
        })
    }

    fn begins(&self, word: &str, sound: &Sound) -> bool {
        word.starts_with(&self.folded) || sound.begins(&self.signs)
    }

    fn rank(&self, word: &Word, is_called: impl FnOnce() -> bool) -> Option<u8> {
        let numbered = self.compact.chars().any(|c| c.is_ascii_digit()) && self.compact.chars().count() >= 2;
        if word.folded.starts_with(&self.folded) {
            Some(0)
        } else if word.sound.begins(&self.signs) {
            Some(1)
        } else if is_called() {
            Some(2)
        } else if word.folded.contains(&self.folded) && !self.has_letters {
            Some(3)
        } else if self.has_letters && self.signs.len() > 1 && word.sound.holds(&self.signs) {
            Some(4)
        } else {
            (numbered && word.compact.contains(&self.compact)).then_some(5)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let words = [
            ("殴打他人", "violation", 90),
            ("盗窃", "violation", 80),
            ("赌博", "violation", 70),
            ("故意损毁财物", "violation", 20),
            ("饮酒后驾驶机动车", "violation", 30),
            ("明镜县公安局城关派出所", "unit", 60),
            ("《治安管理处罚法》第四十三条", "statute", 50),
            ("临公(治)行罚决字〔2024〕12号", "document_number", 1),
        ];
        let entries = words.map(|(text, kind, count)| VocabularyEntry {
            text: text.into(),
            kind: kind.into(),
            count,
        });
        Vocabulary::new(entries, &Synonyms::built_in())
    }

    fn texts(typed: &str) -> Vec<String> {
        vocabulary()
            .suggest(typed, 3)
            .into_iter()
            .map(|entry| entry.text)
            .collect()
    }

    #[test]
    fn characters_pinyin_initials_and_parts_of_numbers_find_words() {
        assert_eq!(texts("殴打"), ["殴打他人"]);
        assert_eq!(texts("毆打"), ["殴打他人"]);
        assert_eq!(texts("ouda"), ["殴打他人"]);
        assert_eq!(texts("odtr"), ["殴打他人"]);
        assert_eq!(texts("dao qie"), ["盗窃"]);
        assert_eq!(texts("派出所"), ["明镜县公安局城关派出所"]);
        assert_eq!(texts("cgpcs"), ["明镜县公安局城关派出所"]);
        assert_eq!(texts("城关pcs"), ["明镜县公安局城关派出所"]);
        // By what people call it.
        for lay in ["酒驾", "jiujia", "jj", "酒j"] {
            assert_eq!(texts(lay), ["饮酒后驾驶机动车"], "{lay}");
        }
        assert_eq!(texts("2024 12号"), ["临公(治)行罚决字〔2024〕12号"]);
        assert!(texts("").is_empty() && texts("😀").is_empty());
    }

    #[test]
    fn a_word_of_the_same_sound_then_a_near_one_is_meant() {
        let vocabulary = vocabulary();
        assert_eq!(vocabulary.did_you_mean("到窃").as_deref(), Some("盗窃"));
        assert_eq!(vocabulary.did_you_mean("堵博").as_deref(), Some("赌博"));
        assert_eq!(
            vocabulary.did_you_mean("故意损坏财物").as_deref(),
            Some("故意损毁财物")
        );
        assert_eq!(vocabulary.did_you_mean("盗窃"), None);
        assert_eq!(vocabulary.did_you_mean("盗抢"), None);
        assert_eq!(vocabulary.did_you_mean("久驾").as_deref(), Some("酒驾"));
        assert_eq!(vocabulary.did_you_mean("酒驾"), None);
        assert_eq!(vocabulary.did_you_mean("到窃 手机").as_deref(), Some("盗窃 手机"));
        assert_eq!(vocabulary.did_you_mean("-到窃 手机"), None);
    }
}
