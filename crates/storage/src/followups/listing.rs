//! Follow-ups as staff see them: every query takes a [`Sight`].

use super::{Sight, overdue, state};
use crate::{Conn, Error, Result, on_db};
use chrono::NaiveDate;
use domain::callback::{IncidentKind, Level, Round};
use domain::ids::{FollowUpId, IncidentId, UnitId};
use domain::rectification::{FollowUp, Queue};
use uuid::Uuid;

/// A follow-up with what its list shows of the incident and the rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Row id.
    pub id: FollowUpId,
    /// Guards against two people acting at once.
    pub version: i32,
    /// Its incident.
    pub incident: IncidentId,
    /// 接警编号.
    pub incident_number: String,
    /// The kind of matter.
    pub kind: IncidentKind,
    /// The responsible unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The day the incident was closed.
    pub closed_on: NaiveDate,
    /// Who looks into it.
    pub queue: Queue,
    /// Where it stands.
    pub state: FollowUp,
    /// When it was opened.
    pub opened_on: NaiveDate,
    /// The callback whose rating it follows up.
    pub round: Round,
    /// That rating.
    pub level: Level,
    /// The person wants to be called.
    pub wants_contact: bool,
    /// The unit may learn the incident's number.
    pub may_tell_unit: bool,
    /// The last day of the running clock.
    pub due_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    version: i32,
    incident_id: Uuid,
    incident_number: String,
    kind: String,
    unit_id: Uuid,
    name: String,
    closed_on: NaiveDate,
    queue: String,
    state: String,
    opened_on: NaiveDate,
    round: i32,
    level: i32,
    wants_contact: bool,
    may_tell_unit: bool,
    due_on: Option<NaiveDate>,
}

impl TryFrom<Row> for Listed {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: FollowUpId(row.id),
            version: row.version,
            incident: IncidentId(row.incident_id),
            incident_number: row.incident_number,
            kind: crate::incidents::kind(&row.kind)?,
            unit: UnitId(row.unit_id),
            unit_name: row.name,
            closed_on: row.closed_on,
            queue: Queue::parse(&row.queue)
                .ok_or_else(|| Error::inconsistent("follow_ups", "queue", &row.queue))?,
            state: state(&row.state)?,
            opened_on: row.opened_on,
            round: crate::invitations::round(row.round)?,
            level: crate::ratings::level(row.level)?,
            wants_contact: row.wants_contact,
            may_tell_unit: row.may_tell_unit,
            due_on: row.due_on,
        })
    }
}

macro_rules! listed {
    ($condition:expr) => {
        concat!(
            "SELECT f.id, f.version, f.incident_id, i.incident_number, i.kind, f.unit_id, u.name, f.closed_on, f.queue, \
             f.state, f.opened_on, f.round, r.level, r.wants_contact, r.may_tell_unit, \
             COALESCE((SELECT MIN(c.due_on) FROM clocks c WHERE c.subject_kind = 'follow-up' AND c.subject_id = f.id \
             AND c.met_on IS NULL), (SELECT MIN(c.due_on) FROM clocks c JOIN demand_sources s ON c.subject_id = s.demand_id \
             WHERE c.subject_kind = 'demand' AND c.met_on IS NULL AND s.subject_kind = 'follow-up' \
             AND s.subject_id = f.id)) AS due_on \
             FROM follow_ups f JOIN incidents i ON i.id = f.incident_id JOIN ratings r ON r.id = f.rating_id \
             JOIN units u ON u.id = f.unit_id \
             WHERE f.unit_id <> $1 AND NOT ",
            $crate::visibility::handled_by_viewer!(),
            " AND ",
            $crate::followups::at_desk!(),
            " AND ",
            $condition
        )
    };
}

/// Which follow-ups a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Group of states, see [`Show`].
    pub show: Show,
    /// A unit and all below it.
    pub unit: Option<UnitId>,
    /// First day of closing.
    pub from: Option<NaiveDate>,
    /// Last day of closing.
    pub to: Option<NaiveDate>,
}

/// Groups of follow-ups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// Somebody has to act.
    #[default]
    Waiting,
    /// A decision of today: overdue, still not satisfied, or a word on conduct.
    Deciding,
    /// A clock has run out, here or at the unit.
    Overdue,
    /// To be looked into.
    Open,
    /// To be sent to the unit.
    Verified,
    /// At the unit.
    Rectifying,
    /// Asked again.
    CallingBack,
    /// Still not satisfied.
    Escalated,
    /// 廉洁 and conduct that nobody has decided on.
    Conduct,
    /// Every one.
    All,
}

impl Show {
    /// Every group.
    pub const ALL: [Self; 10] = [
        Self::Waiting,
        Self::Deciding,
        Self::Overdue,
        Self::Open,
        Self::Verified,
        Self::Rectifying,
        Self::CallingBack,
        Self::Escalated,
        Self::Conduct,
        Self::All,
    ];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Deciding => "deciding",
            Self::Overdue => "overdue",
            Self::Open => "open",
            Self::Verified => "verified",
            Self::Rectifying => "rectifying",
            Self::CallingBack => "calling-back",
            Self::Escalated => "escalated",
            Self::Conduct => "conduct",
            Self::All => "all",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|show| show.as_str() == text)
    }
}

/// Follow-ups by last day, the most urgent first.
pub async fn list(
    conn: &mut Conn,
    sight: &Sight,
    filter: &Filter,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<Listed>> {
    const SQL: &str = listed!(concat!(
        "($4 IS NULL OR f.unit_id IN (WITH RECURSIVE below (id) AS (SELECT id FROM units WHERE id = $4 UNION \
         SELECT n.id FROM units n JOIN below b ON n.parent_id = b.id) SELECT id FROM below)) \
         AND ($5 IS NULL OR f.closed_on >= $5) AND ($6 IS NULL OR f.closed_on <= $6) \
         AND ($7 = 'all' OR $7 = f.state \
         OR ($7 = 'waiting' AND f.state IN ('open', 'verified')) \
         OR ($7 IN ('waiting', 'deciding', 'escalated') AND f.state LIKE 'escalated-%') \
         OR ($7 IN ('deciding', 'conduct') AND f.state = 'open' AND f.matter = 'conduct') \
         OR ($7 IN ('deciding', 'overdue') AND ",
        overdue!("$8"),
        ")) ORDER BY due_on NULLS LAST, f.opened_on, f.id LIMIT $9"
    ));
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(sight.unit.0)
        .bind(&sight.badge)
        .bind(sight.queue.map(Queue::as_str))
        .bind(filter.unit.map(|unit| unit.0))
        .bind(filter.from)
        .bind(filter.to)
        .bind(filter.show.as_str())
        .bind(today)
        .bind(limit)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(Listed::try_from).collect()
}

/// One follow-up, if it may be seen.
pub async fn find(conn: &mut Conn, sight: &Sight, id: FollowUpId) -> Result<Option<Listed>> {
    const SQL: &str = listed!("f.id = $4");
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(sight.unit.0)
        .bind(&sight.badge)
        .bind(sight.queue.map(Queue::as_str))
        .bind(id.0)
        .fetch_optional(c)
        .await?);
    row.map(Listed::try_from).transpose()
}
