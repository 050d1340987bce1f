//! What a unit learns of the ratings that it has to answer for: kind of matter, week and reasons, never the
//! rater or their words; a number of an incident only where the rater allowed it.

use crate::callback::{IncidentKind, Reason};
use crate::ids::{FollowUpId, UnitId};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::BTreeSet;

/// A verified follow-up, as far as a rectification may draw on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Which.
    pub id: FollowUpId,
    /// The responsible unit.
    pub unit: UnitId,
    /// The incident's number; it goes to the unit only when `may_tell_unit`.
    pub incident_number: String,
    /// The kind of matter.
    pub kind: IncidentKind,
    /// When the incident was closed.
    pub closed_on: NaiveDate,
    /// What was ticked.
    pub reasons: BTreeSet<Reason>,
    /// The rater allowed it.
    pub may_tell_unit: bool,
}

/// Why these follow-ups make no rectification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotBrief {
    /// None was chosen.
    #[error("请至少选择一件属实的评价")]
    Empty,
    /// A rectification goes to one unit.
    #[error("所选评价属于不同单位，请按单位分别发出整改")]
    SeveralUnits,
    /// A single unnamed rating could be told apart by the unit.
    #[error(
        "评价人不同意让单位知道是哪一件：请与同单位的其他评价合并（至少 {0} 件）后发出，或由本部门自行处理"
    )]
    TooFew(u32),
}

/// The de-identified matter of a rectification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Who answers.
    pub unit: UnitId,
    /// How many ratings it rests on.
    pub count: usize,
    /// Kinds of matter.
    pub kinds: Vec<IncidentKind>,
    /// First day of the first week and last day of the last.
    pub weeks: (NaiveDate, NaiveDate),
    /// All reasons that were ticked.
    pub reasons: BTreeSet<Reason>,
    /// Incidents that the raters allowed to be named.
    pub incident_numbers: Vec<String>,
}

impl Brief {
    /// Puts verified follow-ups of one unit together. Those whose rater did not allow a number must be at
    /// least `group_size`.
    pub fn of(verified: &[Verified], group_size: u32) -> Result<Self, CannotBrief> {
        let (first, rest) = verified.split_first().ok_or(CannotBrief::Empty)?;
        if rest.iter().any(|other| other.unit != first.unit) {
            return Err(CannotBrief::SeveralUnits);
        }
        let unnamed = verified.iter().filter(|one| !one.may_tell_unit).count();
        if unnamed > 0 && unnamed < group_size as usize {
            return Err(CannotBrief::TooFew(group_size));
        }
        let days = || verified.iter().map(|one| one.closed_on);
        let weeks = (
            monday(days().min().unwrap_or(first.closed_on)),
            monday(days().max().unwrap_or(first.closed_on)) + Days::new(6),
        );
        let kinds = IncidentKind::ALL
            .into_iter()
            .filter(|kind| verified.iter().any(|one| one.kind == *kind));
        let named = verified.iter().filter(|one| one.may_tell_unit);
        Ok(Self {
            unit: first.unit,
            count: verified.len(),
            kinds: kinds.collect(),
            weeks,
            reasons: verified
                .iter()
                .flat_map(|one| one.reasons.iter().copied())
                .collect(),
            incident_numbers: named.map(|one| one.incident_number.clone()).collect(),
        })
    }

    /// One line for lists.
    pub fn title(&self) -> String {
        let kinds: Vec<_> = self.kinds.iter().map(|kind| kind.label()).collect();
        format!("回访整改：{}（{} 件）", kinds.join("、"), self.count)
    }

    /// The text that the unit reads.
    pub fn text(&self) -> String {
        let kinds: Vec<_> = self.kinds.iter().map(|kind| kind.label()).collect();
        let reasons: Vec<_> = self.reasons.iter().map(|reason| reason.label()).collect();
        let mut text = format!(
            "群众回访中反映、经核实需要整改的问题，共 {} 件。\n事项种类：{}\n办结时间：{} 至 {}\n反映的原因：{}",
            self.count,
            kinds.join("、"),
            self.weeks.0,
            self.weeks.1,
            if reasons.is_empty() {
                "未注明".to_owned()
            } else {
                reasons.join("；")
            },
        );
        if !self.incident_numbers.is_empty() {
            text.push_str("\n评价人同意告知的编号：");
            text.push_str(&self.incident_numbers.join("、"));
        }
        text
    }

    /// The text that the unit reads, with the sender's own words.
    pub fn text_with(&self, advice: Option<&str>) -> String {
        let text = self.text();
        advice.map_or_else(|| text.clone(), |advice| format!("{text}\n\n整改要求：{advice}"))
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn verified(n: u128, may_tell_unit: bool) -> Verified {
        Verified {
            id: FollowUpId(Uuid::from_u128(n)),
            unit: UnitId(Uuid::from_u128(1)),
            incident_number: format!("J2026-{n:04}"),
            kind: IncidentKind::Call,
            closed_on: NaiveDate::from_ymd_opt(2026, 11, 18).unwrap(),
            reasons: BTreeSet::from([Reason::Slow]),
            may_tell_unit,
        }
    }

    #[test]
    fn the_unit_reads_kind_week_reasons_and_only_the_numbers_that_were_allowed() {
        let both = [verified(1, false), verified(2, false), verified(3, true)];
        let brief = Brief::of(&both, 2).unwrap();
        insta::assert_snapshot!(brief.text(), @r"
        群众回访中反映、经核实需要整改的问题，共 3 件。
        事项种类：报警求助
        办结时间：2026-11-16 至 2026-11-22
        反映的原因：来得慢或办得慢
        评价人同意告知的编号：J2026-0003
        ");
        assert_eq!(brief.title(), "回访整改：报警求助（3 件）");
    }

    #[test]
    fn what_cannot_be_told_apart_from_others_stays_at_the_centre() {
        assert_eq!(Brief::of(&[], 2), Err(CannotBrief::Empty));
        assert_eq!(Brief::of(&[verified(1, false)], 2), Err(CannotBrief::TooFew(2)));
        assert_eq!(
            Brief::of(&[verified(1, false), verified(2, true)], 2),
            Err(CannotBrief::TooFew(2))
        );
        assert!(Brief::of(&[verified(1, true)], 2).is_ok());
        let elsewhere = Verified {
            unit: UnitId(Uuid::from_u128(2)),
            ..verified(2, true)
        };
        assert_eq!(
            Brief::of(&[verified(1, true), elsewhere], 2),
            Err(CannotBrief::SeveralUnits)
        );
    }

    proptest! {
        #[test]
        fn no_number_ever_reaches_the_unit_unless_its_rater_allowed_it(allowed in proptest::collection::vec(any::<bool>(), 1..12), group in 1u32..5) {
            let all: Vec<_> = (1u128..).zip(&allowed).map(|(n, may)| verified(n, *may)).collect();
            if let Ok(brief) = Brief::of(&all, group) {
                for one in &all {
                    prop_assert_eq!(brief.text().contains(&one.incident_number), one.may_tell_unit);
                }
                let unnamed = allowed.iter().filter(|may| !**may).count();
                prop_assert!(unnamed == 0 || unnamed >= group as usize);
            }
        }
    }
}
