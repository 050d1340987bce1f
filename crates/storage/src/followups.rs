//! Follow-ups of bad ratings.
//!
//! Every query for staff takes a [`Sight`]: nobody sees a follow-up of the own unit or about the own badge.

mod listing;
mod notes;

pub use listing::{Filter, Listed, Show, find, list};
pub use notes::{Note, add_note, notes};

use crate::{Conn, Error, Result, Tx, on_db, one};
use chrono::NaiveDate;
use domain::callback::Round;
use domain::ids::{DemandId, FollowUpId, IncidentId, RatingId, UnitId};
use domain::person::badge_key;
use domain::rectification::{FollowUp, Matter, Queue};
use domain::role::{Role, Staff};
use uuid::Uuid;

/// What a member of staff may see.
#[derive(Debug, Clone)]
pub struct Sight {
    /// Where the viewer works: that unit's own matters are hidden.
    pub unit: UnitId,
    /// The viewer's badge: matters of that officer are hidden.
    pub badge: Option<String>,
    /// The only queue seen; `None` for those who watch all.
    pub queue: Option<Queue>,
}

impl Sight {
    /// What `staff` may see; `None` when it is nothing.
    pub fn of(staff: &Staff) -> Option<Self> {
        let queue = match staff.role {
            Role::Center | Role::Inspector => Queue::worked_by(staff.role),
            Role::Supervisor | Role::Leader | Role::Monitor => None,
            Role::Admin
            | Role::Auditor
            | Role::Publisher
            | Role::Reviewer
            | Role::Handler
            | Role::Custodian => return None,
        };
        Some(Self {
            unit: staff.unit,
            badge: staff.badge.as_deref().and_then(badge_key),
            queue,
        })
    }
}

/// A follow-up to be stored.
#[derive(Debug, Clone)]
pub struct NewFollowUp {
    /// Drawn by the caller.
    pub id: FollowUpId,
    /// The bad rating.
    pub rating: RatingId,
    /// Its incident.
    pub incident: IncidentId,
    /// Which callback it answered.
    pub round: Round,
    /// The responsible unit.
    pub unit: UnitId,
    /// What is looked into.
    pub matter: Matter,
    /// Who looks into it.
    pub queue: Queue,
    /// Today.
    pub opened_on: NaiveDate,
    /// When the incident was closed.
    pub closed_on: NaiveDate,
}

/// Opens a follow-up.
pub async fn insert(tx: &mut Tx, new: &NewFollowUp) -> Result<()> {
    const SQL: &str = "INSERT INTO follow_ups (id, rating_id, incident_id, unit_id, queue, state, opened_on, closed_on, \
                       round, matter) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(new.id.0)
        .bind(new.rating.0)
        .bind(new.incident.0)
        .bind(new.unit.0)
        .bind(new.queue.as_str())
        .bind(FollowUp::Open.as_str())
        .bind(new.opened_on)
        .bind(new.closed_on)
        .bind(new.round.number())
        .bind(new.matter.as_str())
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Whether the follow-up `f` stands, or is settled, at the desk `$3`; those who watch all have none.
macro_rules! at_desk {
    () => {
        "($3 IS NULL OR f.queue = $3 OR f.state = 'escalated-' || CAST($3 AS TEXT))"
    };
}
pub(crate) use at_desk;

/// Whether a clock of the follow-up `f`, or of the rectification it was sent with, ran out before `$today`.
macro_rules! overdue {
    ($today:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM clocks o WHERE o.subject_kind = 'follow-up' AND o.subject_id = f.id \
             AND o.met_on IS NULL AND o.due_on < ",
            $today,
            ") OR EXISTS (SELECT 1 FROM clocks o JOIN demand_sources s ON o.subject_id = s.demand_id \
             WHERE o.subject_kind = 'demand' AND s.subject_kind = 'follow-up' AND s.subject_id = f.id \
             AND o.met_on IS NULL AND o.due_on < ",
            $today,
            "))"
        )
    };
}
pub(crate) use overdue;

/// Where a follow-up stands, for the portal itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Row id.
    pub id: FollowUpId,
    /// Its incident.
    pub incident: IncidentId,
    /// The responsible unit.
    pub unit: UnitId,
    /// When the incident was closed.
    pub closed_on: NaiveDate,
    /// The callback whose rating it follows up.
    pub round: Round,
    /// Where it stands.
    pub state: FollowUp,
    /// Guards against two writers.
    pub version: i32,
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    id: Uuid,
    incident_id: Uuid,
    unit_id: Uuid,
    closed_on: NaiveDate,
    round: i32,
    state: String,
    version: i32,
}

impl TryFrom<StandingRow> for Standing {
    type Error = Error;
    fn try_from(row: StandingRow) -> Result<Self> {
        Ok(Self {
            id: FollowUpId(row.id),
            incident: IncidentId(row.incident_id),
            unit: UnitId(row.unit_id),
            closed_on: row.closed_on,
            round: crate::invitations::round(row.round)?,
            state: state(&row.state)?,
            version: row.version,
        })
    }
}

/// The follow-up of an incident's first rating, for what the person does at the second callback.
pub async fn of_incident(conn: &mut Conn, incident: IncidentId) -> Result<Option<Standing>> {
    const SQL: &str = "SELECT f.id, f.incident_id, f.unit_id, f.closed_on, f.round, f.state, f.version FROM follow_ups f \
                       WHERE f.incident_id = $1 AND f.round = 1";
    let row: Option<StandingRow> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(incident.0)
        .fetch_optional(c)
        .await?);
    row.map(Standing::try_from).transpose()
}

/// The follow-ups behind a rectification.
pub async fn of_demand(conn: &mut Conn, demand: DemandId) -> Result<Vec<Standing>> {
    const SQL: &str = "SELECT f.id, f.incident_id, f.unit_id, f.closed_on, f.round, f.state, f.version FROM follow_ups f \
                       JOIN demand_sources s ON s.subject_id = f.id AND s.subject_kind = 'follow-up' \
                       WHERE s.demand_id = $1 ORDER BY f.id";
    let rows: Vec<StandingRow> = on_db!(conn, |c| sqlx::query_as(SQL).bind(demand.0).fetch_all(c).await?);
    rows.into_iter().map(Standing::try_from).collect()
}

/// The rectification that a follow-up was sent with.
pub async fn demand_of(conn: &mut Conn, id: FollowUpId) -> Result<Option<DemandId>> {
    const SQL: &str =
        "SELECT demand_id FROM demand_sources WHERE subject_kind = 'follow-up' AND subject_id = $1";
    let row: Option<(Uuid,)> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_optional(c).await?);
    Ok(row.map(|(id,)| DemandId(id)))
}

/// Moves a follow-up on; [`Error::Stale`] when somebody was faster.
pub async fn set_state(tx: &mut Tx, id: FollowUpId, version: i32, state: FollowUp) -> Result<()> {
    const SQL: &str =
        "UPDATE follow_ups SET state = $3, version = version + 1 WHERE id = $1 AND version = $2";
    let moved = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(version)
        .bind(state.as_str())
        .execute(c)
        .await?
        .rows_affected());
    one(moved)
}

fn state(word: &str) -> Result<FollowUp> {
    FollowUp::parse(word).ok_or_else(|| Error::inconsistent("follow_ups", "state", word))
}
