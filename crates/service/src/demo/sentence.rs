//! Ranges of penalties, and a penalty chosen from them.

use super::dice::Dice;
use domain::money::Money;
use domain::record::PenaltyKind;
use serde::Deserialize;

/// Several alternatives; each is a set of measures.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Tier(Vec<Vec<Measure>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Warning,
    Detention(u32, u32),
    Fine {
        least: u32,
        most: u32,
        is_optional: bool,
    },
    Closure(u32, u32),
    Suspension(u32),
    Goods,
    Gains,
}

/// A penalty as decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) kinds: Vec<PenaltyKind>,
    pub(super) fine: Option<u32>,
    pub(super) confiscated: Option<Money>,
    pub(super) detention_days: Option<u32>,
    /// 行政拘留五日并处罚款200元.
    pub(super) text: String,
}

impl TryFrom<String> for Tier {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let alternative = |part: &str| part.split_whitespace().map(measure).collect();
        text.split(" | ")
            .map(alternative)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

fn measure(word: &str) -> Result<Measure, String> {
    let wrong = || format!("“{word}”不是处罚幅度");
    let (word, is_optional) = word.strip_prefix('?').map_or((word, false), |word| (word, true));
    let (letter, numbers) = word.split_at_checked(1).ok_or_else(wrong)?;
    let number = |text: &str| text.parse::<u32>().map_err(|_| wrong());
    let range = || {
        let (least, most) = numbers.split_once('-').ok_or_else(wrong)?;
        Ok::<_, String>((number(least)?, number(most)?))
    };
    Ok(match letter {
        "w" => Measure::Warning,
        "d" => range().map(|(least, most)| Measure::Detention(least, most))?,
        "f" => range().map(|(least, most)| Measure::Fine {
            least,
            most,
            is_optional,
        })?,
        "s" => range().map(|(least, most)| Measure::Closure(least, most))?,
        "k" => Measure::Suspension(number(numbers)?),
        "x" => Measure::Goods,
        "y" => Measure::Gains,
        _ => return Err(wrong()),
    })
}

impl Tier {
    /// A penalty within the range.
    pub(super) fn choose(&self, dice: &Dice) -> Sentence {
        let mut sentence = Sentence::default();
        let mut words = Vec::new();
        for measure in dice.pick(&self.0) {
            if let Some(word) = sentence.add(*measure, dice) {
                words.push(word);
            }
        }
        sentence.text = words.join("并处");
        sentence
    }

    /// Whether a penalty lies within the range.
    #[cfg(test)]
    pub(super) fn admits(&self, days: Option<u32>, fine: Option<u32>) -> bool {
        let within = |value: Option<u32>, range: Option<(u32, u32, bool)>| match (value, range) {
            (None, None) => true,
            (None, Some((.., is_optional))) => is_optional,
            (Some(value), Some((least, most, _))) => (least..=most).contains(&value),
            (Some(_), None) => false,
        };
        self.0.iter().any(|measures| {
            let detention = measures.iter().find_map(|measure| match measure {
                Measure::Detention(least, most) => Some((*least, *most, false)),
                _ => None,
            });
            let fined = measures.iter().find_map(|measure| match measure {
                Measure::Fine {
                    least,
                    most,
                    is_optional,
                } => Some((*least, *most, *is_optional)),
                _ => None,
            });
            within(days, detention) && within(fine, fined)
        })
    }
}

impl Sentence {
    fn add(&mut self, measure: Measure, dice: &Dice) -> Option<String> {
        let (kind, word) = match measure {
            Measure::Warning => (PenaltyKind::Warning, "警告".to_owned()),
            Measure::Detention(least, most) => {
                let days = dice.between(least, most);
                self.detention_days = Some(days);
                (PenaltyKind::Detention, format!("行政拘留{}日", numeral(days)))
            }
            Measure::Fine {
                is_optional: true, ..
            } if dice.percent(50) => return None,
            Measure::Fine { least, most, .. } => {
                let fine = amount(dice, least, most);
                self.fine = Some(fine);
                (PenaltyKind::Fine, format!("罚款{fine}元"))
            }
            Measure::Closure(least, most) => {
                let days = dice.between(least / 30, most / 30) * 30;
                (PenaltyKind::Closure, format!("责令停业整顿{}日", numeral(days)))
            }
            Measure::Suspension(months) => (
                PenaltyKind::LicenseSuspension,
                format!("暂扣机动车驾驶证{}个月", numeral(months)),
            ),
            Measure::Goods => (PenaltyKind::Confiscation, "没收非法运输的物品".to_owned()),
            Measure::Gains => {
                let gains = dice.between(20, 180) * 100;
                self.confiscated = Some(Money::from_yuan(gains));
                (PenaltyKind::Confiscation, format!("没收违法所得{gains}元"))
            }
        };
        self.kinds.push(kind);
        Some(word)
    }
}

/// A round sum within a range: as with real decisions most lie about the middle, some anywhere.
fn amount(dice: &Dice, least: u32, most: u32) -> u32 {
    let step = match most {
        0..=1000 => 50,
        1001..=5000 => 100,
        5001..=20_000 => 500,
        _ => 5000,
    };
    let (least, most) = (least.div_ceil(step), most / step);
    let draws = if dice.percent(90) { 5 } else { 1 };
    let sum: u32 = (0..draws).map(|_| dice.between(least, most)).sum();
    sum / draws * step
}

/// Numbers from 1 to 99 as documents write days.
pub(super) fn numeral(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10 % 10, number % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => format!("{}十", DIGITS[tens as usize]),
    };
    format!("{tens}{}", DIGITS[ones as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(text: &str) -> Tier {
        Tier::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn a_chosen_penalty_lies_within_its_range() {
        for text in [
            "d5-10 f200-500",
            "d1-5 | f100-500",
            "w | f50-200",
            "d10-15 ?f500-1000",
            "k6 f1000-2000",
            "s30-90",
        ] {
            let tier = tier(text);
            for index in 0..50 {
                let sentence = tier.choose(&Dice::new(1, text, index));
                assert!(
                    tier.admits(sentence.detention_days, sentence.fine),
                    "{text}: {sentence:?}"
                );
                assert!(!sentence.text.is_empty() && !sentence.kinds.is_empty());
            }
        }
        assert!(!tier("d5-10 f200-500").admits(Some(5), None));
        assert!(!tier("d1-5 | f100-500").admits(Some(5), Some(200)));
        assert!(!tier("f100-500").admits(None, Some(550)));
    }

    #[test]
    fn days_are_written_as_in_documents() {
        for (number, word) in [
            (1, "一"),
            (10, "十"),
            (15, "十五"),
            (20, "二十"),
            (90, "九十"),
            (31, "三十一"),
        ] {
            assert_eq!(numeral(number), word);
        }
    }

    #[test]
    fn a_range_that_is_none_is_refused() {
        for text in ["", "q5", "d5", "f-", "f5-x"] {
            assert!(
                Tier::try_from(text.to_owned()).is_err() || text.is_empty(),
                "{text}"
            );
        }
    }
}
