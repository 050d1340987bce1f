//! What a check draws from: a period of publication, and if wished one unit, one kind, or what nobody reviewed.

use crate::clock::strict_day;
use crate::field_error::FieldError;
use crate::ids::UnitId;
use crate::record::RecordKind;
use crate::unit::Units;
use chrono::{Days, NaiveDate};

/// The most records of one check: so many a person can judge with care.
pub const MOST: u32 = 200;

/// The last ninety days, which a new check begins with.
pub fn usual_days(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (today - Days::new(89), today)
}

/// A plan as it came in from the form; an empty text is an absent one.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the fields are named as in the form")]
pub struct RawPlan {
    pub from: String,
    pub to: String,
    pub unit: String,
    pub kind: String,
    pub unreviewed: String,
    pub size: String,
}

/// A plan that can be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// First published from this day.
    pub from: NaiveDate,
    /// To this one.
    pub to: NaiveDate,
    /// Of this unit and those below it.
    pub unit: Option<UnitId>,
    /// Of this kind.
    pub kind: Option<RecordKind>,
    /// Only what an import made public without legal review.
    pub unreviewed: bool,
    /// How many are wished.
    pub size: u32,
}

impl Plan {
    /// Checks everything at once.
    pub fn parse(raw: &RawPlan, units: &Units) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut keep = |error| errors.push(error);
        let from = day("from", "开始日期", &raw.from).map_err(&mut keep).ok();
        let to = day("to", "结束日期", &raw.to).map_err(&mut keep).ok();
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            keep(FieldError::new("to", "before-start", "结束日期不能早于开始日期"));
        }
        let unit = unit(&raw.unit, units).map_err(&mut keep).ok();
        let kind = kind(&raw.kind).map_err(&mut keep).ok();
        let size = size(&raw.size).map_err(&mut keep).ok();
        match (from, to, unit, kind, size) {
            (Some(from), Some(to), Some(unit), Some(kind), Some(size)) if errors.is_empty() => Ok(Self {
                from,
                to,
                unit,
                kind,
                unreviewed: raw.unreviewed == "yes",
                size,
            }),
            _ => Err(errors),
        }
    }
}

fn day(field: &'static str, what: &str, typed: &str) -> Result<NaiveDate, FieldError> {
    match typed.trim() {
        "" => Err(FieldError::missing(field, what)),
        typed => strict_day(typed).ok_or_else(|| FieldError::not_a_date(field, what, typed)),
    }
}

fn unit(typed: &str, units: &Units) -> Result<Option<UnitId>, FieldError> {
    match typed.trim() {
        "" => Ok(None),
        code => match units.by_code(code) {
            Some(unit) => Ok(Some(unit.id)),
            None => Err(FieldError::new(
                "unit",
                "unknown-value",
                "没有这个单位，请从列表里选择",
            )),
        },
    }
}

fn kind(typed: &str) -> Result<Option<RecordKind>, FieldError> {
    match typed.trim() {
        "" => Ok(None),
        word => match RecordKind::parse(word) {
            Some(kind) => Ok(Some(kind)),
            None => Err(FieldError::new(
                "kind",
                "unknown-value",
                "没有这个类别，请从列表里选择",
            )),
        },
    }
}

fn size(typed: &str) -> Result<u32, FieldError> {
    let size = typed.trim().parse().ok();
    size.filter(|size| (1..=MOST).contains(size))
        .ok_or_else(|| FieldError::new("size", "out-of-range", format!("抽取件数请填 1 到 {MOST} 的整数")))
}
