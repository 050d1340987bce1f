//! Demands on units: rows of their own, with nothing of the case or rating they came from.

mod lists;

pub use lists::{Listed, list, overdue, overdue_by_unit, waiting};

use crate::visibility::{Sight, seen_by};
use crate::{Conn, Error, Result, Tx, on_db, one};
use chrono::{DateTime, NaiveDate, Utc};
use domain::demand::{DemandKind, DemandStatus};
use domain::event::SubjectKind;
use domain::ids::{DemandId, UnitId, UserId};
use domain::role::Staff;
use uuid::Uuid;

/// A demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// Row id.
    pub id: DemandId,
    /// What it stands for.
    pub kind: DemandKind,
    /// One line.
    pub title: String,
    /// De-identified text.
    pub text: String,
    /// Who has to answer.
    pub unit: UnitId,
    /// Who looks at the answer: 民意访评中心 or 督察.
    pub reviewer: UnitId,
    /// Where it stands.
    pub status: DemandStatus,
    /// The day it was sent.
    pub sent_on: NaiveDate,
    /// Counts changes.
    pub version: i32,
}

/// Which side of a demand wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemandSender {
    /// The unit that has to answer.
    Unit,
    /// The unit that reviews.
    Reviewer,
}

/// An answer, or the reason for sending one back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandMessage {
    /// Which side wrote.
    pub sender: DemandSender,
    /// What.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    kind: String,
    title: String,
    text: String,
    unit_id: Uuid,
    reviewer_unit: Uuid,
    status: String,
    sent_on: NaiveDate,
    version: i32,
}

impl TryFrom<Row> for Demand {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        let odd = |column, value: &str| Error::inconsistent("demands", column, value);
        Ok(Self {
            id: DemandId(row.id),
            kind: DemandKind::parse(&row.kind).ok_or_else(|| odd("kind", &row.kind))?,
            status: DemandStatus::parse(&row.status).ok_or_else(|| odd("status", &row.status))?,
            title: row.title,
            text: row.text,
            unit: UnitId(row.unit_id),
            reviewer: UnitId(row.reviewer_unit),
            sent_on: row.sent_on,
            version: row.version,
        })
    }
}

/// Who may see a demand of the table `d`: those who work cases in the unit that answers or in the one that
/// reviews, but never somebody whom a case behind it names, nor who handled an incident behind it. The first four
/// parameters are those of [`Sight`].
macro_rules! permitted {
    () => {
        concat!(
            "$4 = 'works' AND (d.unit_id = $1 OR d.reviewer_unit = $1) \
             AND NOT EXISTS (SELECT 1 FROM demand_sources s WHERE s.demand_id = d.id \
                 AND s.subject_kind = 'feedback' AND ",
            $crate::visibility::names_viewer!("s.subject_id"),
            ") AND NOT EXISTS (SELECT 1 FROM demand_sources s JOIN follow_ups x ON x.id = s.subject_id \
                 JOIN incidents i ON i.id = x.incident_id \
                 WHERE s.demand_id = d.id AND s.subject_kind = 'follow-up' AND ",
            $crate::visibility::handled_by_viewer!(),
            ")"
        )
    };
}
use permitted;

/// Sends a demand; `sources` are what it came from.
pub async fn insert(tx: &mut Tx, demand: &Demand, sources: &[(SubjectKind, Uuid)]) -> Result<()> {
    const SQL: &str = "INSERT INTO demands (id, kind, title, text, unit_id, reviewer_unit, status, sent_on) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    const SOURCE: &str =
        "INSERT INTO demand_sources (demand_id, subject_kind, subject_id) VALUES ($1, $2, $3)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(demand.id.0)
        .bind(demand.kind.as_str())
        .bind(&demand.title)
        .bind(&demand.text)
        .bind(demand.unit.0)
        .bind(demand.reviewer.0)
        .bind(demand.status.as_str())
        .bind(demand.sent_on)
        .execute(c)
        .await
        .map(drop)?);
    for (kind, id) in sources {
        on_db!(tx, |c| sqlx::query(SOURCE)
            .bind(demand.id.0)
            .bind(kind.as_str())
            .bind(id)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
}

/// A demand, if `staff` may see it.
pub async fn find(conn: &mut Conn, staff: &Staff, id: DemandId) -> Result<Option<Demand>> {
    const SQL: &str = concat!(
        "SELECT d.id, d.kind, d.title, d.text, d.unit_id, d.reviewer_unit, d.status, d.sent_on, d.version \
         FROM demands d WHERE d.id = $5 AND ",
        permitted!()
    );
    let row: Option<Row> = on_db!(conn, |c| seen_by!(sqlx::query_as(SQL), Sight::of(staff))
        .bind(id.0)
        .fetch_optional(c)
        .await?);
    row.map(Demand::try_from).transpose()
}

impl Demand {
    /// What people call it by among others of the same title: the beginning of its random id.
    pub fn number(&self) -> String {
        let mut id = self.id.0.simple().to_string().to_uppercase();
        id.truncate(8);
        format!("Y-{id}")
    }
}

/// The demands that came from a subject which the caller may see.
pub async fn of_source(conn: &mut Conn, source: (SubjectKind, Uuid)) -> Result<Vec<Demand>> {
    const SQL: &str = "SELECT d.id, d.kind, d.title, d.text, d.unit_id, d.reviewer_unit, d.status, d.sent_on, \
                       d.version FROM demands d JOIN demand_sources s ON s.demand_id = d.id \
                       WHERE s.subject_kind = $1 AND s.subject_id = $2 ORDER BY d.sent_on, d.id";
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(source.0.as_str())
        .bind(source.1)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(Demand::try_from).collect()
}

/// What a demand of this kind of subject came from: for the reviewing unit alone.
pub async fn sources(conn: &mut Conn, id: DemandId, kind: SubjectKind) -> Result<Vec<Uuid>> {
    const SQL: &str = "SELECT subject_id FROM demand_sources WHERE demand_id = $1 AND subject_kind = $2";
    let rows: Vec<(Uuid,)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(id.0)
        .bind(kind.as_str())
        .fetch_all(c)
        .await?);
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Changes the status if the demand is still at `version`; else [`Error::Stale`].
pub async fn set_status(tx: &mut Tx, id: DemandId, version: i32, status: DemandStatus) -> Result<()> {
    const SQL: &str = "UPDATE demands SET status = $3, version = version + 1 WHERE id = $1 AND version = $2";
    let changed = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(version)
        .bind(status.as_str())
        .execute(c)
        .await?
        .rows_affected());
    one(changed)
}

/// Adds a message behind the others.
pub async fn add_message(
    tx: &mut Tx,
    id: DemandId,
    sender: DemandSender,
    text: &str,
    author: UserId,
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "INSERT INTO demand_messages (demand_id, ordinal, sender, text, author, at) \
                       SELECT $1, COALESCE(MAX(ordinal), 0) + 1, $2, $3, $4, $5 \
                       FROM demand_messages WHERE demand_id = $1";
    let sender = match sender {
        DemandSender::Unit => "unit",
        DemandSender::Reviewer => "reviewer",
    };
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(sender)
        .bind(text)
        .bind(author.0)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// All messages of a demand, first to last.
pub async fn messages(conn: &mut Conn, id: DemandId) -> Result<Vec<DemandMessage>> {
    const SQL: &str = "SELECT sender, text, at FROM demand_messages WHERE demand_id = $1 ORDER BY ordinal";
    let rows: Vec<(String, String, DateTime<Utc>)> =
        on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_all(c).await?);
    rows.into_iter()
        .map(|(sender, text, at)| {
            let sender = match sender.as_str() {
                "unit" => DemandSender::Unit,
                "reviewer" => DemandSender::Reviewer,
                _ => return Err(Error::inconsistent("demand_messages", "sender", sender)),
            };
            Ok(DemandMessage { sender, text, at })
        })
        .collect()
}
