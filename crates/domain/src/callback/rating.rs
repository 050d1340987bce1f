//! What a person answers on the callback page, checked.

use super::{Dimension, Integrity, Level, Reason};
use crate::field_error::FieldError;
use crate::text;
use std::collections::BTreeSet;

const TEXT_MAX: usize = 2000;

/// The four levels beside the whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dimensions {
    /// 办理速度.
    pub speed: Option<Level>,
    /// 服务态度.
    pub attitude: Option<Level>,
    /// 执法规范.
    pub lawfulness: Option<Level>,
    /// 处理结果.
    pub outcome: Option<Level>,
}

impl Dimensions {
    /// The level given for a dimension.
    pub const fn of(&self, dimension: Dimension) -> Option<Level> {
        match dimension {
            Dimension::Speed => self.speed,
            Dimension::Attitude => self.attitude,
            Dimension::Lawfulness => self.lawfulness,
            Dimension::Outcome => self.outcome,
        }
    }
}

/// A rating as given. It is recorded once and never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// The whole.
    pub level: Level,
    /// The parts.
    pub dimensions: Dimensions,
    /// 廉洁.
    pub integrity: Option<Integrity>,
    /// What was ticked.
    pub reasons: BTreeSet<Reason>,
    /// In the person's own words.
    pub text: Option<String>,
    /// Wants to be called.
    pub wants_contact: bool,
    /// The unit may learn which incident it is about.
    pub may_tell_unit: bool,
}

/// What was sent from the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submission {
    /// A rating.
    Rated(Rating),
    /// "Do not ask me again."
    OptedOut,
}

impl Submission {
    /// Reads the fields of the form (contract, Callback links). The opt-out button wins over the rest.
    pub fn from_pairs(pairs: &[(String, String)]) -> Result<Self, Vec<FieldError>> {
        if value(pairs, "opt_out") == Some("yes") {
            return Ok(Self::OptedOut);
        }
        let mut errors = Vec::new();
        let level = level(pairs, "level", "满意度", &mut errors);
        if level.is_none() && errors.is_empty() {
            errors.push(FieldError::not_chosen("level", "您的满意度"));
        }
        let mut part = |dimension: Dimension| level_of(pairs, dimension, &mut errors);
        let dimensions = Dimensions {
            speed: part(Dimension::Speed),
            attitude: part(Dimension::Attitude),
            lawfulness: part(Dimension::Lawfulness),
            outcome: part(Dimension::Outcome),
        };
        let integrity = value(pairs, "integrity").and_then(|typed| {
            let integrity = Integrity::parse(typed);
            if integrity.is_none() {
                errors.push(FieldError::unknown_value(
                    "integrity",
                    "廉洁情况",
                    typed,
                    "ok、problem",
                ));
            }
            integrity
        });
        let reasons = reasons(pairs, &mut errors);
        let text = text::body(
            "text",
            "想说的话",
            value(pairs, "text").unwrap_or_default(),
            TEXT_MAX,
        )
        .unwrap_or_else(|error| {
            errors.push(error);
            None
        });
        match level {
            Some(level) if errors.is_empty() => Ok(Self::Rated(Rating {
                level,
                dimensions,
                integrity,
                reasons,
                text,
                wants_contact: value(pairs, "contact") == Some("yes"),
                may_tell_unit: value(pairs, "tell_unit") == Some("yes"),
            })),
            _ => Err(errors),
        }
    }
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(key, _)| key == name);
    found
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}

fn level_of(pairs: &[(String, String)], of: Dimension, errors: &mut Vec<FieldError>) -> Option<Level> {
    level(pairs, of.field(), of.label(), errors)
}

fn level(
    pairs: &[(String, String)],
    field: &'static str,
    what: &str,
    errors: &mut Vec<FieldError>,
) -> Option<Level> {
    let typed = value(pairs, field)?;
    let level = Level::parse(typed);
    if level.is_none() {
        errors.push(FieldError::unknown_value(field, what, typed, "1、2、3、4、5"));
    }
    level
}

fn reasons(pairs: &[(String, String)], errors: &mut Vec<FieldError>) -> BTreeSet<Reason> {
    let ticked = pairs
        .iter()
        .filter(|(key, value)| key == "reason" && !value.is_empty());
    let mut reasons = BTreeSet::new();
    for (_, word) in ticked {
        match Reason::parse(word) {
            Some(reason) => {
                reasons.insert(reason);
            }
            None => errors.push(FieldError::unknown_value(
                "reason",
                "原因",
                word,
                "页面上所列的原因",
            )),
        }
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Result<Submission, Vec<FieldError>> {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        Submission::from_pairs(&pairs)
    }

    #[test]
    fn a_level_is_enough() {
        let Ok(Submission::Rated(rating)) = sent(&[("level", "4"), ("text", "  ")]) else {
            panic!()
        };
        assert_eq!(rating.level, Level::Good);
        assert_eq!(rating.text, None);
        assert!(!rating.may_tell_unit && !rating.wants_contact);
    }

    #[test]
    fn everything_that_was_said_is_kept() {
        let Ok(Submission::Rated(rating)) = sent(&[
            ("level", "1"),
            ("speed", "2"),
            ("integrity", "problem"),
            ("reason", "slow"),
            ("reason", "rude"),
            ("reason", "slow"),
            ("text", "等了\r\n两小时"),
            ("contact", "yes"),
            ("tell_unit", "yes"),
        ]) else {
            panic!()
        };
        assert_eq!(rating.dimensions.of(Dimension::Speed), Some(Level::Bad));
        assert_eq!(rating.reasons, BTreeSet::from([Reason::Slow, Reason::Rude]));
        assert_eq!(rating.text.as_deref(), Some("等了\n两小时"));
        assert!(rating.may_tell_unit && rating.wants_contact);
    }

    #[test]
    fn a_level_that_does_not_exist_is_no_level() {
        for wrong in ["0", "6", "-1", "NaN", "五", "4.5", "99999999999999999999"] {
            let errors = sent(&[("level", wrong)]).unwrap_err();
            assert_eq!(
                (&*errors[0].field, errors[0].code, errors.len()),
                ("level", "unknown-value", 1)
            );
        }
        let errors = sent(&[("reason", "nonsense"), ("integrity", "maybe"), ("text", "a\0")]).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| &*error.field).collect();
        assert_eq!(fields, ["level", "integrity", "reason", "text"]);
    }

    #[test]
    fn opting_out_needs_no_rating() {
        assert_eq!(
            sent(&[("opt_out", "yes"), ("level", "nonsense")]),
            Ok(Submission::OptedOut)
        );
    }
}
