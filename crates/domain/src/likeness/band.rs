//! 裁量档次, as the decision itself tells it: no file names it, so it is read from the words of the text.

use serde::{Deserialize, Serialize};

/// How grave the case is by the words of its decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Band {
    /// 从轻、减轻, 情节较轻 (行政处罚法 第三十二条).
    Lighter,
    /// Nothing said, or what is said holds for every case.
    Usual,
    /// 从重, 情节较重、严重 (治安管理处罚法 第二十二条).
    Heavier,
    /// Something for and something against.
    Mixed,
}

impl Band {
    /// Every band, from light to heavy.
    pub const ALL: [Self; 4] = [Self::Lighter, Self::Usual, Self::Heavier, Self::Mixed];

    /// The word in the index and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lighter => "lighter",
            Self::Usual => "usual",
            Self::Heavier => "heavier",
            Self::Mixed => "mixed",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.as_str() == word)
    }

    /// For people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Lighter => "从轻、减轻或者情节较轻",
            Self::Usual => "一般情节",
            Self::Heavier => "从重或者情节较重",
            Self::Mixed => "轻重情节都有",
        }
    }
}

const LIGHTER: [&str; 6] = [
    "从轻",
    "减轻处罚",
    "情节较轻",
    "情节轻微",
    "情节显著轻微",
    "从宽处",
];
const HEAVIER: [&str; 5] = ["从重", "加重处罚", "情节较重", "情节严重", "情节恶劣"];
/// Each of those words has one of these: few sentences do, and the others need not be looked through word by word.
const TELLING: [char; 4] = ['轻', '重', '宽', '恶'];
/// A word behind one of these in the same clause is denied: 不具有从轻、减轻处罚情节.
const DENIED: [&str; 7] = ["不具有", "不具备", "没有", "未发现", "不属于", "不予", "不符合"];
/// What may stand between 无 and the word that it denies: 无法定从轻、减轻处罚情节, but not 无证驾驶且情节较重.
const BEHIND_NONE: &str = "法定酌从轻减重加处罚情节、或者和及";
const ENDS_OF_SENTENCES: [char; 6] = ['。', '；', ';', '！', '\n', '\r'];
const ENDS_OF_CLAUSES: [char; 4] = ['，', ',', '：', ':'];

/// The circumstances that a text tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circumstances {
    /// What they come to.
    pub band: Band,
    /// The sentences that say so, each once.
    pub sentences: Vec<String>,
}

impl Circumstances {
    /// Reads texts of one decision.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut lighter, mut heavier) = (false, false);
        let mut sentences: Vec<String> = Vec::new();
        let all = texts.into_iter().flat_map(|text| text.split(ENDS_OF_SENTENCES));
        for sentence in all.map(str::trim).filter(|sentence| sentence.contains(TELLING)) {
            let (light, heavy) = (says(sentence, &LIGHTER), says(sentence, &HEAVIER));
            lighter |= light;
            heavier |= heavy;
            if (light || heavy) && !sentences.iter().any(|known| known == sentence) {
                sentences.push(sentence.to_owned());
            }
        }
        let band = match (lighter, heavier) {
            (true, true) => Band::Mixed,
            (true, false) => Band::Lighter,
            (false, true) => Band::Heavier,
            (false, false) => Band::Usual,
        };
        Self { band, sentences }
    }
}

fn says(sentence: &str, words: &[&str]) -> bool {
    sentence
        .split(ENDS_OF_CLAUSES)
        .any(|clause| words.iter().any(|word| states(clause, word)))
}

/// Whether the clause says it of this case: neither denied nor words of the law (情节较轻的，处五日以下拘留).
fn states(clause: &str, word: &str) -> bool {
    clause.match_indices(word).any(|(at, _)| {
        let (before, behind) = (&clause[..at], &clause[at + word.len()..]);
        let is_of_the_law = behind == "的" || behind.starts_with("的处");
        let has_none = before
            .rsplit_once('无')
            .is_some_and(|(_, between)| between.chars().all(|c| BEHIND_NONE.contains(c)));
        !is_of_the_law && !has_none && !DENIED.iter().any(|denial| before.contains(denial))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn band(text: &str) -> Band {
        Circumstances::of([text]).band
    }

    #[test]
    fn every_word_has_a_telling_character() {
        let mut words = LIGHTER.iter().chain(&HEAVIER);
        assert!(words.all(|word| word.contains(TELLING)));
    }

    #[test]
    fn the_words_of_a_decision_tell_its_band() {
        for (text, expected) in [
            (
                "鉴于其系初次违法，自愿认错认罚，情节较轻，依法予以裁量。",
                Band::Lighter,
            ),
            ("张某主动投案并取得被侵害人谅解，依法从轻处罚。", Band::Lighter),
            ("一年内曾受治安管理处罚，依法从重处罚。", Band::Heavier),
            ("逾期仍未改正，情节较重，依法予以裁量。", Band::Heavier),
            ("主动投案，从轻处罚。六个月内曾受处罚，从重处罚。", Band::Mixed),
            ("现决定罚款五百元。", Band::Usual),
        ] {
            assert_eq!(band(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_denied_or_only_quoted_from_the_law_does_not_count() {
        for text in [
            "经审查，当事人不具有从轻、减轻处罚情节。",
            "无从重处罚情节。",
            "无法定从轻、减轻处罚情节。",
            "《治安管理处罚法》第四十三条：情节较轻的，处五日以下拘留。",
            "情节严重的处十日以上十五日以下拘留。",
            "主动减轻违法行为危害后果。",
        ] {
            assert_eq!(band(text), Band::Usual, "{text}");
        }
        assert_eq!(band("无前科，情节较轻。"), Band::Lighter);
        assert_eq!(band("无证驾驶且情节较重。"), Band::Heavier);
    }

    #[test]
    fn the_sentences_that_say_so_are_kept_once() {
        let facts = "动手打人。系初次违法，情节较轻，依法予以裁量。";
        let told = Circumstances::of([facts, "系初次违法，情节较轻，依法予以裁量。\n罚款二百元。"]);
        assert_eq!(told.sentences, ["系初次违法，情节较轻，依法予以裁量"]);
    }

    proptest! {
        #[test]
        fn any_text_has_a_band_and_every_sentence_kept_stands_in_it(text in "[从轻重情节较的，。无a\n]{0,60}") {
            let told = Circumstances::of([text.as_str()]);
            prop_assert_eq!(told.sentences.is_empty(), told.band == Band::Usual);
            prop_assert!(told.sentences.iter().all(|sentence| text.contains(sentence.as_str())));
        }
    }
}
