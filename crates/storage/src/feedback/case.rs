//! A case as a row.

use crate::events::When;
use crate::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use domain::clock::legal_day;
use domain::feedback::{FeedbackKind, Status};
use domain::ids::{FeedbackId, UnitId};
use domain::receipt::FeedbackReference;
use uuid::Uuid;

/// A case. It holds no contact: those are sealed apart.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one for each yes-or-no column")]
pub struct Case {
    /// Row id.
    pub id: FeedbackId,
    /// The public name.
    pub reference: FeedbackReference,
    /// What the citizen wants.
    pub kind: FeedbackKind,
    /// Nothing finer than the day is kept.
    pub anonymous: bool,
    /// One line.
    pub title: String,
    /// The account.
    pub body: String,
    /// The day it happened.
    pub occurred_on: Option<NaiveDate>,
    /// The unit it is about.
    pub unit: Option<UnitId>,
    /// The record it is about.
    pub record: Option<String>,
    /// The incident it is about.
    pub incident: Option<String>,
    /// The officer's name as given.
    pub officer_name: Option<String>,
    /// The officer's badge as given.
    pub officer_badge: Option<String>,
    /// The unit concerned may be told.
    pub tell_unit: bool,
    /// Where it stands.
    pub status: Status,
    /// In whose queue it is.
    pub queue: UnitId,
    /// Since which day.
    pub queued_on: NaiveDate,
    /// The routing rule that decided.
    pub rule: String,
    /// Returned once: no more returns.
    pub returned: bool,
    /// The citizen wrote something nobody reacted to yet.
    pub has_news: bool,
    /// The day received.
    pub received_on: NaiveDate,
    /// The instant received; never for an anonymous case.
    pub received_at: Option<DateTime<Utc>>,
    /// Counts changes: a change of another version is stale.
    pub version: i32,
}

impl Case {
    /// How exactly something that happens to the case `now` may be dated: an anonymous one keeps the day alone.
    pub fn when(&self, now: DateTime<Utc>) -> When {
        if self.anonymous {
            When::On(legal_day(now))
        } else {
            When::At(now)
        }
    }
}

/// The columns of [`Row`], of the table called `f`.
macro_rules! columns {
    () => {
        "f.id, f.reference, f.kind, f.anonymous, f.title, f.body, f.occurred_on, f.unit_id, f.record_ref, \
         f.incident_number, f.officer_name, f.officer_badge, f.tell_unit, f.status, f.outcome, f.queue_unit, \
         f.queued_on, f.rule, f.returned, f.has_news, f.received_on, f.received_at, f.version"
    };
}
pub(super) use columns;

#[derive(sqlx::FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "one for each yes-or-no column")]
pub(super) struct Row {
    id: Uuid,
    reference: String,
    kind: String,
    anonymous: bool,
    title: String,
    body: String,
    occurred_on: Option<NaiveDate>,
    unit_id: Option<Uuid>,
    record_ref: Option<String>,
    incident_number: Option<String>,
    officer_name: Option<String>,
    officer_badge: Option<String>,
    tell_unit: bool,
    status: String,
    outcome: Option<String>,
    queue_unit: Uuid,
    queued_on: NaiveDate,
    rule: String,
    returned: bool,
    has_news: bool,
    received_on: NaiveDate,
    received_at: Option<DateTime<Utc>>,
    version: i32,
}

impl TryFrom<Row> for Case {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        let odd = |column, value: &str| Error::inconsistent("feedback", column, value);
        Ok(Self {
            id: FeedbackId(row.id),
            reference: FeedbackReference::parse(&row.reference)
                .map_err(|_| odd("reference", &row.reference))?,
            kind: FeedbackKind::parse(&row.kind).ok_or_else(|| odd("kind", &row.kind))?,
            status: Status::parse(&row.status, row.outcome.as_deref())
                .ok_or_else(|| odd("status", &row.status))?,
            anonymous: row.anonymous,
            title: row.title,
            body: row.body,
            occurred_on: row.occurred_on,
            unit: row.unit_id.map(UnitId),
            record: row.record_ref,
            incident: row.incident_number,
            officer_name: row.officer_name,
            officer_badge: row.officer_badge,
            tell_unit: row.tell_unit,
            queue: UnitId(row.queue_unit),
            queued_on: row.queued_on,
            rule: row.rule,
            returned: row.returned,
            has_news: row.has_news,
            received_on: row.received_on,
            received_at: row.received_at,
            version: row.version,
        })
    }
}
