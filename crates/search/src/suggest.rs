//! Suggestions from controlled words, by characters, pinyin and initials, and "did you mean" by sound.
//!
//! Pinyin serves these short lists only, never bodies or names.

use std::cmp::Reverse;

use pinyin::ToPinyin;

use crate::text::{fold, number};

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
}

#[derive(Debug, Clone)]
struct Word {
    entry: VocabularyEntry,
    folded: String,
    compact: String,
    pinyin: String,
    initials: String,
}

impl Vocabulary {
    /// Prepares the words; frequent ones are suggested first.
    pub fn new(entries: impl IntoIterator<Item = VocabularyEntry>) -> Self {
        let mut words: Vec<Word> = entries.into_iter().map(Word::of).collect();
        words.sort_by(|a, b| {
            b.entry
                .count
                .cmp(&a.entry.count)
                .then_with(|| a.entry.text.cmp(&b.entry.text))
        });
        Self { words }
    }

    /// Words that begin with, sound like or hold what was typed so far.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let Some(typed) = Typed::of(typed) else {
            return Vec::new();
        };
        let mut found: Vec<(u8, usize)> = Vec::new();
        for (index, word) in self.words.iter().enumerate() {
            if let Some(rank) = typed.rank(word) {
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

    /// A word that was probably meant: one of the same sound, else one that differs in a character.
    /// Nothing if the word typed is itself known.
    pub fn did_you_mean(&self, typed: &str) -> Option<String> {
        let folded = fold(typed.trim());
        let length = folded.chars().count();
        if !(2..=30).contains(&length) || self.words.iter().any(|word| word.folded == folded) {
            return None;
        }
        let sound = pinyin_of(&folded);
        let same_sound = || self.words.iter().find(|word| word.pinyin == sound);
        let allowed = if length >= 6 { 2 } else { 1 };
        let near = || {
            let by_distance = |word: &&Word| distance_within(&word.folded, &folded, allowed);
            let close = self.words.iter().filter(|_| length >= SHORTEST_CORRECTED);
            close
                .filter_map(|word| by_distance(&word).map(|d| (d, Reverse(word.entry.count), word)))
                .min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)))
                .map(|(_, _, word)| word)
        };
        same_sound().or_else(near).map(|word| word.entry.text.clone())
    }
}

impl Word {
    fn of(entry: VocabularyEntry) -> Self {
        let folded = fold(&entry.text);
        let compact = number::compact(&entry.text);
        let pinyin = pinyin_of(&folded);
        let initials = folded.chars().filter_map(initial).collect();
        Self {
            entry,
            folded,
            compact,
            pinyin,
            initials,
        }
    }
}

/// What was typed, in the forms that words are compared by.
struct Typed {
    folded: String,
    compact: String,
    /// Letters only: may be pinyin or initials.
    sound: Option<String>,
}

impl Typed {
    fn of(typed: &str) -> Option<Self> {
        let folded = fold(typed.trim());
        if folded.is_empty() || folded.chars().count() > 60 {
            return None;
        }
        let letters: String = folded.chars().filter(|c| !matches!(c, ' ' | '\'')).collect();
        let sound = letters.chars().all(|c| c.is_ascii_lowercase()).then_some(letters);
        Some(Self {
            compact: number::compact(&folded),
            folded,
            sound,
        })
    }

    fn rank(&self, word: &Word) -> Option<u8> {
        if word.folded.starts_with(&self.folded) {
            return Some(0);
        }
        if let Some(sound) = &self.sound {
            if word.initials.starts_with(sound.as_str()) || word.pinyin.starts_with(sound.as_str()) {
                return Some(1);
            }
        } else if word.folded.contains(&self.folded) {
            return Some(2);
        }
        let numbered = self.compact.chars().any(|c| c.is_ascii_digit()) && self.compact.chars().count() >= 2;
        (numbered && word.compact.contains(&self.compact)).then_some(3)
    }
}

fn pinyin_of(folded: &str) -> String {
    let mut sound = String::new();
    for c in folded.chars().filter(|c| c.is_alphanumeric()) {
        match c.to_pinyin() {
            Some(pinyin) => sound.push_str(pinyin.plain()),
            None => sound.push(c),
        }
    }
    sound
}

fn initial(c: char) -> Option<char> {
    if !c.is_alphanumeric() {
        return None;
    }
    c.to_pinyin()
        .map_or(Some(c), |pinyin| pinyin.plain().chars().next())
}

/// Number of edits between two words, if at most `most`.
fn distance_within(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    Some(row[b.len()]).filter(|&distance| distance <= most)
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
            ("城关派出所", "unit", 60),
            ("《治安管理处罚法》第四十三条", "statute", 50),
            ("临公(治)行罚决字〔2024〕12号", "document_number", 1),
        ];
        Vocabulary::new(words.map(|(text, kind, count)| VocabularyEntry {
            text: text.into(),
            kind: kind.into(),
            count,
        }))
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
        assert_eq!(texts("派出所"), ["城关派出所"]);
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
    }
}
