//! The plain words as slots: each slot is one thing a good record has, in the typed or another wording.

use std::collections::HashSet;
use std::ops::Range;

use super::{MOST_CLAUSES, Synonyms};
use crate::results::AppliedSynonym;
use crate::statute;
use crate::text::{Gram, bigrams, is_han};

/// Questions with more distinct bigrams are ranked by OR: lay questions share few bigrams with the right text.
const SHORT: usize = 6;

/// One thing to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Slot {
    /// A bigram or word.
    Gram(String),
    /// A lay word or a citation, in any of its wordings.
    Concept(Concept),
}

/// A meaning with several wordings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Concept {
    /// Bigrams of the typed wording, all of them needed.
    pub(crate) typed: Vec<String>,
    /// A typed wording of one character, which has no bigram.
    pub(crate) single: Option<String>,
    /// Official wordings.
    pub(crate) also: Vec<String>,
    /// Citation keys.
    pub(crate) statutes: Vec<String>,
}

/// The plain words of a query, ready to be looked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slots {
    pub(crate) list: Vec<Slot>,
    /// One-character words.
    pub(crate) chars: Vec<String>,
    /// How many slots a record must have.
    pub(crate) minimum: usize,
    pub(crate) applied: Vec<AppliedSynonym>,
    pub(crate) dropped: Vec<String>,
}

impl Slots {
    /// Slots of folded words.
    pub(crate) fn of(words: &[String], synonyms: Option<&Synonyms>) -> Self {
        let mut slots = Self::default();
        let mut seen = HashSet::new();
        let mut bigram_count = 0;
        for word in words {
            let grams: Vec<Gram> = bigrams(word).collect();
            bigram_count += grams.iter().filter(|gram| seen.insert(gram.text.clone())).count();
            slots.add_word(word, &grams, synonyms);
        }
        slots.limit();
        let count = slots.list.len();
        slots.minimum = match count {
            _ if bigram_count > SHORT => 1.min(count),
            0..=2 => count,
            _ => count * 3 / 4,
        };
        slots
    }

    /// Whether any one of several is enough.
    pub(crate) const fn any_is_enough(&self) -> bool {
        self.minimum == 1 && self.list.len() > 1
    }

    fn add_word(&mut self, word: &str, grams: &[Gram], synonyms: Option<&Synonyms>) {
        if grams.is_empty() {
            self.dropped.push(word.to_owned());
            return;
        }
        let concepts = self.concepts_in(word, synonyms);
        let inside = |gram: &Gram| {
            concepts
                .iter()
                .position(|(range, _)| range.start <= gram.range.start && gram.range.end <= range.end)
        };
        let mut placed = vec![false; concepts.len()];
        for gram in grams {
            if let Some(index) = inside(gram) {
                if !std::mem::replace(&mut placed[index], true) {
                    let single = is_lone_ideograph(gram).then(|| gram.text.clone());
                    self.push(Slot::Concept(Concept {
                        single,
                        ..concepts[index].1.clone()
                    }));
                }
            } else if is_lone_ideograph(gram) {
                if grams.len() == 1 {
                    self.chars.push(gram.text.clone());
                }
            } else {
                self.push(Slot::Gram(gram.text.clone()));
            }
        }
    }

    fn push(&mut self, slot: Slot) {
        if !self.list.contains(&slot) {
            self.list.push(slot);
        }
    }

    /// Citations and lay words of a word, by byte range, not overlapping.
    fn concepts_in(&mut self, word: &str, synonyms: Option<&Synonyms>) -> Vec<(Range<usize>, Concept)> {
        let offsets: Vec<usize> = word
            .char_indices()
            .map(|(at, _)| at)
            .chain([word.len()])
            .collect();
        let mut concepts: Vec<(Range<usize>, Concept)> = Vec::new();
        for (range, citation) in statute::query_spans(word) {
            let range = offsets[range.start]..offsets[range.end];
            let typed = typed_grams(&word[range.clone()]);
            concepts.push((
                range,
                Concept {
                    typed,
                    statutes: vec![citation.key()],
                    ..Concept::default()
                },
            ));
        }
        for (range, official) in synonyms.map(|synonyms| synonyms.within(word)).unwrap_or_default() {
            if concepts
                .iter()
                .any(|(other, _)| other.start < range.end && range.start < other.end)
            {
                continue;
            }
            let lay = &word[range.clone()];
            self.applied.push(AppliedSynonym {
                typed: lay.to_owned(),
                also: official.to_vec(),
            });
            let concept = Concept {
                typed: typed_grams(lay),
                also: official.to_vec(),
                ..Concept::default()
            };
            concepts.push((range, concept));
        }
        concepts
    }

    /// Beyond the limit of clauses synonyms go first, then the last words.
    fn limit(&mut self) {
        if self.clauses() > MOST_CLAUSES {
            self.applied.clear();
            for slot in &mut self.list {
                if let Slot::Concept(concept) = slot {
                    concept.also.clear();
                }
            }
        }
        while self.clauses() > MOST_CLAUSES {
            match self.list.pop() {
                Some(Slot::Gram(gram)) => self.dropped.push(gram),
                Some(Slot::Concept(concept)) => self.dropped.push(concept.typed.concat()),
                None => self.chars.truncate(MOST_CLAUSES),
            }
        }
    }

    fn clauses(&self) -> usize {
        self.chars.len() + self.list.iter().map(Slot::clauses).sum::<usize>()
    }
}

impl Slot {
    fn clauses(&self) -> usize {
        match self {
            Self::Gram(_) => 1,
            Self::Concept(concept) => {
                let official: usize = concept.also.iter().map(|term| bigrams(term).count()).sum();
                concept.typed.len()
                    + usize::from(concept.single.is_some())
                    + official
                    + concept.statutes.len()
            }
        }
    }
}

fn typed_grams(text: &str) -> Vec<String> {
    bigrams(text)
        .filter(|gram| !is_lone_ideograph(gram))
        .map(|gram| gram.text)
        .collect()
}

fn is_lone_ideograph(gram: &Gram) -> bool {
    gram.units == 1 && gram.text.chars().all(is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(words: &[&str]) -> Slots {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        Slots::of(&words, Some(&Synonyms::parse("打人 = 殴打他人\n吵 = 噪声")))
    }

    #[test]
    fn short_questions_need_most_and_long_ones_any() {
        assert_eq!(slots(&["盗窃"]).minimum, 1);
        assert_eq!(slots(&["盗窃", "拘留"]).minimum, 2);
        assert_eq!(slots(&["酒后驾驶"]).minimum, 2);
        assert_eq!(slots(&["酒后驾驶机动"]).minimum, 3);
        assert_eq!(slots(&["邻居半夜装修吵得睡不着怎么办"]).minimum, 1);
    }

    #[test]
    fn a_lay_word_is_one_slot_and_is_told() {
        let found = slots(&["打人拘留"]);
        assert_eq!(found.list.len(), 3);
        assert_eq!(
            found.applied,
            [AppliedSynonym {
                typed: "打人".into(),
                also: vec!["殴打他人".into()]
            }]
        );
        let single = slots(&["吵"]);
        assert!(matches!(&single.list[0], Slot::Concept(concept) if concept.single.as_deref() == Some("吵")));
    }

    #[test]
    fn a_citation_is_one_slot() {
        let found = slots(&["治安法43条"]);
        assert_eq!(found.list.len(), 1);
        assert!(
            matches!(&found.list[0], Slot::Concept(concept) if concept.statutes == ["治安管理处罚法#43"])
        );
    }

    #[test]
    fn clauses_stay_below_the_limit_and_the_rest_is_told() {
        let words: Vec<String> = (0..100)
            .map(|i| format!("{}{i}", char::from_u32(0x4e00 + i).unwrap()))
            .collect();
        let long = words.concat();
        let found = Slots::of(&[long], None);
        assert!(found.clauses() <= MOST_CLAUSES && !found.dropped.is_empty());
        assert_eq!(slots(&["😀"]).dropped, ["😀"]);
    }
}
