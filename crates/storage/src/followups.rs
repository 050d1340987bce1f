//! Follow-ups of bad ratings.
//!
//! Every query for staff takes a [`Sight`]: nobody sees a follow-up of the own unit or about the own badge.

use crate::{Conn, Error, Result, Tx, on_db};
use chrono::{DateTime, NaiveDate, Utc};
use domain::callback::{IncidentKind, Level, Round};
use domain::ids::{DemandId, FollowUpId, IncidentId, RatingId, UnitId, UserId};
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
    if moved == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// What somebody wrote down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// `contact`, `verify`, `dismiss`, `handle-here` or `settle`: what was done when it was written.
    pub kind: String,
    /// The words.
    pub text: String,
    /// The writer's name.
    pub author: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Adds a note behind the others. The caller holds the follow-up's row.
pub async fn add_note(
    tx: &mut Tx,
    id: FollowUpId,
    kind: &str,
    text: &str,
    author: UserId,
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "INSERT INTO follow_up_notes (follow_up_id, ordinal, kind, text, author, at) \
                       SELECT $1, COALESCE(MAX(ordinal), 0) + 1, $2, $3, $4, $5 FROM follow_up_notes WHERE follow_up_id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(kind)
        .bind(text)
        .bind(author.0)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The notes of a follow-up, first to last.
pub async fn notes(conn: &mut Conn, id: FollowUpId) -> Result<Vec<Note>> {
    const SQL: &str = "SELECT n.kind, n.text, u.display_name, n.at FROM follow_up_notes n \
                       JOIN users u ON u.id = n.author WHERE n.follow_up_id = $1 ORDER BY n.ordinal";
    let rows: Vec<(String, String, String, DateTime<Utc>)> =
        on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_all(c).await?);
    Ok(rows
        .into_iter()
        .map(|(kind, text, author, at)| Note {
            kind,
            text,
            author,
            at,
        })
        .collect())
}

fn state(word: &str) -> Result<FollowUp> {
    FollowUp::parse(word).ok_or_else(|| Error::inconsistent("follow_ups", "state", word))
}
