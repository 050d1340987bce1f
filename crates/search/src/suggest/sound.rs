//! Words by their sounds: characters, pinyin and initials, mixed as people type them (`jiujia`, `yjhjs`, `酒jia`).

use pinyin::{ToPinyin, ToPinyinMulti};

/// Longest text that is compared by sound: places in it are bits of a word.
const LONGEST: usize = 60;

/// A folded word, syllable by syllable.
#[derive(Debug, Clone, Default)]
pub(super) struct Sound(Vec<Syllable>);

#[derive(Debug, Clone)]
struct Syllable {
    sign: char,
    /// Every way to read it (行: xing, hang …); none for letters and digits.
    readings: Vec<&'static str>,
}

impl Sound {
    pub(super) fn of(folded: &str) -> Self {
        let syllable = |sign: char| {
            let mut readings: Vec<_> = sign
                .to_pinyin_multi()
                .into_iter()
                .flatten()
                .map(pinyin::Pinyin::plain)
                .collect();
            readings.dedup();
            Syllable { sign, readings }
        };
        Self(
            folded
                .chars()
                .filter(|c| c.is_alphanumeric())
                .map(syllable)
                .collect(),
        )
    }

    /// Whether what was typed is a beginning of the word.
    pub(super) fn begins(&self, typed: &[char]) -> bool {
        begins(&self.0, typed)
    }

    /// Whether it is the beginning of a later part of the word.
    pub(super) fn holds(&self, typed: &[char]) -> bool {
        (1..self.0.len()).any(|from| begins(&self.0[from..], typed))
    }
}

/// Follows every way to read the syllables at once: bit `n` is set when they can use up `n` of the typed signs.
fn begins(syllables: &[Syllable], typed: &[char]) -> bool {
    if typed.is_empty() || typed.len() > LONGEST {
        return false;
    }
    let mut reached: u64 = 1;
    for syllable in syllables {
        let mut next = 0;
        for from in (0..typed.len()).filter(|from| reached >> from & 1 == 1) {
            let steps = syllable.steps(&typed[from..]);
            if steps.ends {
                return true;
            }
            next |= steps.taken << from;
        }
        if next == 0 {
            return false;
        }
        reached = next;
    }
    false
}

/// How many of the typed signs a syllable may use up, as bits, and whether it may use up all.
#[derive(Default)]
struct Steps {
    taken: u64,
    ends: bool,
}

impl Steps {
    fn take(&mut self, count: usize, of: usize) {
        self.ends |= count == of;
        self.taken |= 1 << count;
    }
}

impl Syllable {
    /// Itself, its initial (zh, ch and sh with or without h), or its pinyin; the last one may be unfinished.
    fn steps(&self, typed: &[char]) -> Steps {
        let mut steps = Steps::default();
        if typed[0] == self.sign {
            steps.take(1, typed.len());
        }
        for reading in &self.readings {
            let common = reading
                .chars()
                .zip(typed)
                .take_while(|(a, b)| same(*a, **b))
                .count();
            let has_h = reading.chars().nth(1) == Some('h');
            for (count, allowed) in [
                (1, common >= 1),
                (2, has_h && common >= 2),
                (common, common == reading.chars().count() || common == typed.len()),
            ] {
                if allowed && count > 0 {
                    steps.take(count, typed.len());
                }
            }
        }
        steps
    }
}

/// ü is typed as v on most keyboards, and as u by those who do not know.
fn same(spoken: char, typed: char) -> bool {
    spoken == typed || (spoken == 'ü' && matches!(typed, 'v' | 'u'))
}

/// The usual sound of a whole word, for words of the same sound.
pub(super) fn usual(folded: &str) -> String {
    let mut sound = String::new();
    for c in folded.chars().filter(|c| c.is_alphanumeric()) {
        match c.to_pinyin() {
            Some(pinyin) => sound.extend(pinyin.plain().chars().map(|c| if c == 'ü' { 'v' } else { c })),
            None => sound.push(c),
        }
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn begins(word: &str, typed: &str) -> bool {
        Sound::of(word).begins(&typed.chars().collect::<Vec<_>>())
    }

    #[test]
    fn characters_pinyin_and_initials_mix() {
        for typed in [
            "饮酒",
            "yinjiu",
            "yj",
            "yjhjs",
            "饮jiu",
            "yinjh",
            "yinjiuhjiash",
            "y",
            "yi",
        ] {
            assert!(begins("饮酒后驾驶机动车", typed), "{typed}");
        }
        for typed in ["jiuhou", "yinjiuhz", "x", "饮后", ""] {
            assert!(!begins("饮酒后驾驶机动车", typed), "{typed}");
        }
        assert!(Sound::of("明镜县公安局城关派出所").holds(&['c', 'g', 'p', 'c', 's']));
    }

    #[test]
    fn every_reading_counts_and_umlauts_are_typed_as_v() {
        for typed in ["lvguan", "luguan", "lg", "旅guan"] {
            assert!(begins("旅馆业", typed), "{typed}");
        }
        assert!(begins("行政拘留", "xingzheng") && begins("银行卡", "yinhang"));
        assert!(begins("制造噪声", "zhizao") && begins("制造噪声", "zzz") && begins("制造噪声", "zhzzs"));
        assert_eq!(usual("旅馆"), "lvguan");
    }

    proptest! {
        #[test]
        fn every_beginning_of_a_word_finds_it(word in "[饮酒后驾驶机动车旅馆业重庆a1]{1,20}", length in 1usize..20) {
            let typed: String = word.chars().take(length).collect();
            prop_assert!(begins(&word, &typed));
            let sound = usual(&word);
            let typed: String = sound.chars().take(length).collect();
            prop_assert!(begins(&word, &typed), "{} {}", word, typed);
        }
    }
}
