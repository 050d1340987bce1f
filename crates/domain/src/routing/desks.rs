//! Who looks into a bad rating and who settles what stayed bad: dated data that a bureau may replace.
//! Whatever the data say, no desk ever judges itself.

use super::rules::in_force;
use crate::rectification::{Matter, Queue};
use crate::unit::{Unit, UnitCode, Units};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What has to be done about a unit's rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// Looking into how a matter was handled.
    Handling,
    /// Looking into 廉洁 and conduct.
    Conduct,
    /// Settling what is still bad after it was put right (二次不满意).
    Settling,
}

impl From<Matter> for Duty {
    fn from(matter: Matter) -> Self {
        match matter {
            Matter::Handling => Self::Handling,
            Matter::Conduct => Self::Conduct,
        }
    }
}

/// One rule; the first that matches, and whose desk is not concerned itself, decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskRule {
    /// What it is for.
    pub duties: Vec<Duty>,
    /// Only for the unit with this code; absent: for every unit.
    #[serde(default)]
    pub about: Option<String>,
    /// In force from this day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// In force until this day, inclusive.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Who does it.
    pub desk: Queue,
}

/// The rules, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeskRules(pub Vec<DeskRule>);

impl DeskRules {
    /// Who does `duty` for a rating of `unit`.
    pub fn desk(&self, duty: Duty, unit: &Unit, units: &Units, today: NaiveDate) -> Queue {
        let may_judge = |desk: &Queue| !desk.is_concerned(unit, units);
        let ruled = self.0.iter().filter(|rule| rule.is_for(duty, unit, today));
        ruled
            .map(|rule| rule.desk)
            // 督察 and 县局 are never concerned by the same unit.
            .chain([Queue::Inspection, Queue::County])
            .find(may_judge)
            .unwrap_or(Queue::Inspection)
    }
}

impl DeskRule {
    fn new(duties: &[Duty], desk: Queue) -> Self {
        Self {
            duties: duties.to_vec(),
            about: None,
            from: None,
            until: None,
            desk,
        }
    }

    fn is_for(&self, duty: Duty, unit: &Unit, today: NaiveDate) -> bool {
        in_force(self.from, self.until, today)
            && self.duties.contains(&duty)
            && self.about.as_ref().is_none_or(|code| code == unit.code.as_str())
    }
}

impl Default for DeskRules {
    /// Handling at the centre and conduct at 督察; what stayed bad is settled by 县局. What concerns the bureau
    /// itself goes to 督察: the centre would judge those it works for.
    fn default() -> Self {
        use Duty::{Conduct, Handling, Settling};
        Self(vec![
            DeskRule {
                about: Some(UnitCode::COUNTY.to_owned()),
                ..DeskRule::new(&[Handling, Conduct, Settling], Queue::Inspection)
            },
            DeskRule::new(&[Handling], Queue::Center),
            DeskRule::new(&[Conduct], Queue::Inspection),
            DeskRule::new(&[Settling], Queue::County),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{today, units};
    use super::*;

    fn desk(rules: &DeskRules, duty: Duty, code: &str) -> Queue {
        let units = units();
        rules.desk(duty, units.by_code(code).unwrap(), &units, today())
    }

    #[test]
    fn the_centre_looks_into_handling_inspection_into_conduct_and_the_county_settles() {
        let rules = DeskRules::default();
        for (code, handling, conduct, settling) in [
            ("ps01", Queue::Center, Queue::Inspection, Queue::County),
            ("post", Queue::Center, Queue::Inspection, Queue::County),
            ("center", Queue::Inspection, Queue::Inspection, Queue::County),
            ("inspection", Queue::Center, Queue::County, Queue::County),
            ("county", Queue::Inspection, Queue::Inspection, Queue::Inspection),
        ] {
            let found = [Duty::Handling, Duty::Conduct, Duty::Settling].map(|duty| desk(&rules, duty, code));
            assert_eq!(found, [handling, conduct, settling], "{code}");
        }
    }

    #[test]
    fn whatever_a_bureau_writes_down_no_desk_judges_itself() {
        let units = units();
        let tables = Queue::ALL
            .map(|desk| DeskRules(vec![DeskRule::new(&[Duty::Handling, Duty::Settling], desk)]))
            .into_iter()
            .chain([DeskRules(vec![]), DeskRules::default()]);
        for rules in tables {
            for unit in units.iter() {
                for duty in [Duty::Handling, Duty::Conduct, Duty::Settling] {
                    let desk = rules.desk(duty, unit, &units, today());
                    assert!(
                        !desk.is_concerned(unit, &units),
                        "{rules:?} {} {desk:?}",
                        unit.code
                    );
                }
            }
        }
    }

    #[test]
    fn a_rule_is_read_from_a_setting_and_keeps_to_its_dates() {
        let text = r#"[{"duties":["handling"],"about":"ps01","until":"2026-11-20","desk":"county"}]"#;
        let rules: DeskRules = serde_json::from_str(text).unwrap();
        assert_eq!(
            desk(&rules, Duty::Handling, "ps01"),
            Queue::Inspection,
            "it is over"
        );
        let text = text.replace("2026-11-20", "2026-11-21");
        let rules: DeskRules = serde_json::from_str(&text).unwrap();
        assert_eq!(desk(&rules, Duty::Handling, "ps01"), Queue::County);
        assert_eq!(desk(&rules, Duty::Handling, "ps02"), Queue::Inspection);
    }
}
