//! Violations with the law that applies on the day of the act and its ranges.

use super::dice::Dice;
use super::people;
use super::sentence::{Sentence, Tier};
use chrono::{Datelike, NaiveDate};
use domain::record::{PartyType, Withhold};
use serde::Deserialize;
use std::sync::LazyLock;

/// One kind of violation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Offence {
    pub(super) name: String,
    pub(super) weight: u32,
    pub(super) party: PartyType,
    pub(super) group: Group,
    #[serde(default)]
    pub(super) trade: Option<String>,
    #[serde(default)]
    pub(super) withhold: Option<Withhold>,
    pub(super) rules: Vec<Rule>,
    facts: Vec<String>,
}

/// Who handles it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Group {
    /// 治安管理大队 or a station.
    Security,
    /// 刑事侦查大队 or a station.
    Criminal,
    /// 交通警察大队.
    Traffic,
    /// A station.
    Station,
}

/// What a law says, for acts in `[from, until)`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) law: String,
    #[serde(default)]
    from: Option<NaiveDate>,
    #[serde(default)]
    until: Option<NaiveDate>,
    pub(super) article: String,
    #[serde(default)]
    light: Option<Tier>,
    base: Tier,
    #[serde(default)]
    heavy: Option<Tier>,
}

/// Why a penalty is lighter or heavier, with words for the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Degree {
    Light,
    Base,
    Heavy,
}

#[derive(Deserialize)]
struct Table {
    offence: Vec<Offence>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/demo/offences.toml"))
        .expect("the table is part of the program and tested")
});

/// Every violation of the demo.
pub(super) fn all() -> &'static [Offence] {
    &TABLE.offence
}

impl Offence {
    /// 违反治安管理 or not.
    pub(super) fn is_public_security(&self) -> bool {
        self.rules.iter().any(|rule| rule.law == "治安管理处罚法")
    }

    /// The rule for an act of a day (从旧兼从轻: the law of that day; the new one is nowhere lighter).
    pub(super) fn rule(&self, acted_on: NaiveDate) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.applies(acted_on))
    }

    /// An account of what happened.
    pub(super) fn facts(&self, dice: &Dice, acted_on: NaiveDate, party: &str) -> String {
        let value = dice.between(3, 28) * 100;
        let texts = [
            ("{time}", self.time(dice, acted_on)),
            ("{party}", party.to_owned()),
            ("{other}", people::name(dice)),
            ("{place}", people::place(dice)),
            ("{road}", people::road(dice)),
            ("{cause}", people::cause(dice).to_owned()),
            ("{plate}", people::plate(dice)),
            ("{alcohol}", dice.between(22, 78).to_string()),
            ("{speed}", dice.between(91, 130).to_string()),
            ("{money}", (dice.between(2, 60) * 10).to_string()),
            ("{value}", value.to_string()),
        ];
        let template = dice.pick(&self.facts).clone();
        texts
            .iter()
            .fold(template, |text, (slot, value)| text.replace(slot, value))
    }
}

impl Offence {
    /// 2025年11月3日21时; businesses are inspected in office hours.
    fn time(&self, dice: &Dice, day: NaiveDate) -> String {
        let (first, last) = if self.party == PartyType::Person {
            (7, 23)
        } else {
            (9, 17)
        };
        format!(
            "{}年{}月{}日{}时",
            day.year(),
            day.month(),
            day.day(),
            dice.between(first, last)
        )
    }
}

impl Rule {
    fn applies(&self, on: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on < until)
    }

    /// 《中华人民共和国治安管理处罚法》第四十三条第一款.
    pub(super) fn citation(&self) -> String {
        let is_statute = self.law.ends_with('法') && !self.law.ends_with("办法");
        let country = if is_statute { "中华人民共和国" } else { "" };
        format!("《{country}{}》{}", self.law, self.article)
    }

    /// A penalty within the range, and how grave the case is.
    pub(super) fn sentence(&self, dice: &Dice) -> (Degree, Sentence) {
        let (degree, tier) = match (&self.light, &self.heavy) {
            (Some(light), _) if dice.percent(45) => (Degree::Light, light),
            (_, Some(heavy)) if dice.percent(20) => (Degree::Heavy, heavy),
            _ => (Degree::Base, &self.base),
        };
        (degree, tier.choose(dice))
    }

    /// Whether a penalty lies within any of the ranges.
    #[cfg(test)]
    pub(super) fn admits(&self, days: Option<u32>, fine: Option<u32>) -> bool {
        let tiers = self.light.iter().chain([&self.base]).chain(&self.heavy);
        tiers.into_iter().any(|tier| tier.admits(days, fine))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_violation_of_the_table_has_a_rule_and_facts_without_open_slots() {
        let days = ["2025-06-01", "2026-06-01"].map(|day| day.parse::<NaiveDate>().unwrap());
        for (offence, index) in all().iter().zip(0..) {
            let known = days.iter().filter_map(|day| offence.rule(*day)).count();
            assert!(known > 0, "{}", offence.name);
            let facts = offence.facts(&Dice::new(1, "facts", index), days[0], "某单位");
            assert!(
                !facts.contains(['{', '}']) && facts.chars().count() >= 25,
                "{facts}"
            );
        }
    }

    #[test]
    fn the_law_of_the_day_of_the_act_applies() {
        let fight = all().iter().find(|offence| offence.name == "殴打他人").unwrap();
        let article = |day: &str| fight.rule(day.parse().unwrap()).unwrap().citation();
        assert_eq!(
            article("2025-12-31"),
            "《中华人民共和国治安管理处罚法》第四十三条第一款"
        );
        assert_eq!(
            article("2026-01-01"),
            "《中华人民共和国治安管理处罚法》第五十一条第一款"
        );
    }

    #[test]
    fn what_the_table_calls_public_security_the_policy_calls_so() {
        for offence in all().iter().filter(|offence| offence.is_public_security()) {
            let content = serde_json::json!({"kind": "penalty", "title": "t", "legal_basis": [offence.rules[0].citation()]});
            let content: domain::record::Content = serde_json::from_value(content).unwrap();
            assert!(domain::policy::is_public_security(&content), "{}", offence.name);
        }
    }
}
