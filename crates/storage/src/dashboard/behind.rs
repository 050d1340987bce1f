//! The incidents behind a figure.

use super::{Span, count};
use crate::followups::{Sight, at_desk};
use crate::visibility::handled_by_viewer;
use crate::{Conn, Result, on_db};
use chrono::NaiveDate;
use domain::callback::{IncidentKind, Level, NotDue, Reason};
use domain::ids::{FollowUpId, UnitId};
use domain::rectification::Queue;
use uuid::Uuid;

/// A group of incidents behind a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// 应回访.
    Due,
    /// Not to be called back.
    NotDue,
    /// 已回访.
    Invited,
    /// 有效评价.
    Answered,
    /// Satisfied by the formula.
    Satisfied,
    /// Not satisfied by the formula.
    Bad,
    /// Rated again after it was put right.
    Again,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 7] = [
        Self::Due,
        Self::NotDue,
        Self::Invited,
        Self::Answered,
        Self::Satisfied,
        Self::Bad,
        Self::Again,
    ];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::NotDue => "not-due",
            Self::Invited => "invited",
            Self::Answered => "answered",
            Self::Satisfied => "satisfied",
            Self::Bad => "bad",
            Self::Again => "again",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.as_str() == text)
    }
}

/// Which incidents stand behind a figure.
#[derive(Debug, Clone)]
pub struct Behind {
    /// The group.
    pub group: Group,
    /// The days of closing.
    pub span: Span,
    /// A unit, exactly as it was counted.
    pub unit: Option<UnitId>,
    /// A reason that was ticked.
    pub reason: Option<Reason>,
    /// The lowest level that counts as satisfied.
    pub satisfied_from: u8,
}

/// An incident behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// 接警编号.
    pub number: String,
    /// The kind of matter.
    pub kind: IncidentKind,
    /// The unit's name.
    pub unit_name: String,
    /// The day it was closed.
    pub closed_on: NaiveDate,
    /// Why it is not due.
    pub not_due: Option<NotDue>,
    /// Whether the link was handed over.
    pub invited: bool,
    /// The first rating.
    pub level: Option<Level>,
    /// Its follow-up, if that may be seen.
    pub follow_up: Option<FollowUpId>,
}

#[derive(sqlx::FromRow)]
struct CaseRow {
    incident_number: String,
    kind: String,
    name: String,
    closed_on: NaiveDate,
    not_due: Option<String>,
    invited: bool,
    level: Option<i32>,
    follow_up: Option<Uuid>,
}

/// Counting further would read a hundred thousand rows for a page that lists fifty.
pub const COUNTED: i64 = 2_000;

/// What stands behind a figure and may be seen: `$1`-`$3` the sight, `$4`-`$9` the figure.
macro_rules! behind {
    ($columns:literal, $end:literal) => {
        concat!(
            $columns,
            " FROM incidents i JOIN units u ON u.id = i.unit_id \
             LEFT JOIN invitations v ON v.incident_id = i.id AND v.round = 1 \
             LEFT JOIN ratings r ON r.incident_id = i.id AND r.round = 1 \
             LEFT JOIN follow_ups f ON f.rating_id = r.id AND ",
            at_desk!(),
            " WHERE i.unit_id <> $1 AND NOT ",
            handled_by_viewer!(),
            " AND i.closed_on >= $4 AND i.closed_on <= $5 AND ($6 IS NULL OR i.unit_id = $6) \
             AND (i.batch_id IS NULL OR i.batch_id NOT IN \
             (SELECT id FROM import_batches WHERE kind = 'incidents' AND released_at IS NULL)) \
             AND (($7 = 'due' AND i.not_due IS NULL) OR ($7 = 'not-due' AND i.not_due IS NOT NULL) \
             OR ($7 = 'invited' AND v.handed_over_at IS NOT NULL) OR ($7 = 'answered' AND r.level IS NOT NULL) \
             OR ($7 = 'satisfied' AND r.level >= $8) OR ($7 = 'bad' AND r.level < $8) \
             OR ($7 = 'again' AND EXISTS (SELECT 1 FROM ratings a WHERE a.incident_id = i.id AND a.round = 2))) \
             AND ($9 IS NULL OR EXISTS (SELECT 1 FROM rating_reasons t WHERE t.rating_id = r.id AND t.reason = $9)) \
             AND ($3 IS NULL OR ($9 IS NULL AND $7 <> 'bad') OR f.id IS NOT NULL \
             OR NOT EXISTS (SELECT 1 FROM follow_ups g WHERE g.rating_id = r.id)) ",
            $end
        )
    };
}

/// A statement of [`behind`] with its first nine parameters bound.
macro_rules! standing_behind {
    ($query:expr, $sight:expr, $behind:expr) => {
        $query
            .bind($sight.unit.0)
            .bind(&$sight.badge)
            .bind($sight.queue.map(Queue::as_str))
            .bind($behind.span.from)
            .bind($behind.span.to)
            .bind($behind.unit.map(|unit| unit.0))
            .bind($behind.group.as_str())
            .bind(i32::from($behind.satisfied_from))
            .bind($behind.reason.map(Reason::as_str))
    };
}

/// The incidents behind a figure that may be seen, newest first.
pub async fn cases(
    conn: &mut Conn,
    sight: &Sight,
    behind: &Behind,
    limit: i64,
    offset: i64,
) -> Result<Vec<Case>> {
    const LIST: &str = behind!(
        "SELECT i.incident_number, i.kind, u.name, i.closed_on, i.not_due, v.handed_over_at IS NOT NULL AS invited, \
         r.level, f.id AS follow_up",
        "ORDER BY i.closed_on DESC, i.id LIMIT $10 OFFSET $11"
    );
    let rows: Vec<CaseRow> = on_db!(conn, |c| standing_behind!(sqlx::query_as(LIST), sight, behind)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(case).collect()
}

/// How many incidents stand behind a figure, counted no further than [`COUNTED`].
pub async fn count_cases(conn: &mut Conn, sight: &Sight, behind: &Behind) -> Result<u64> {
    const COUNT: &str = concat!(
        "SELECT COUNT(*) FROM (",
        behind!("SELECT i.id", "LIMIT $10"),
        ") AS counted"
    );
    let (n,): (i64,) = on_db!(conn, |c| standing_behind!(sqlx::query_as(COUNT), sight, behind)
        .bind(COUNTED)
        .fetch_one(c)
        .await?);
    Ok(count(n))
}

fn case(row: CaseRow) -> Result<Case> {
    let not_due = row.not_due.as_deref().map(|word| {
        NotDue::parse(word).ok_or_else(|| crate::Error::inconsistent("incidents", "not_due", word))
    });
    Ok(Case {
        number: row.incident_number,
        kind: crate::incidents::kind(&row.kind)?,
        unit_name: row.name,
        closed_on: row.closed_on,
        not_due: not_due.transpose()?,
        invited: row.invited,
        level: row.level.map(crate::ratings::level).transpose()?,
        follow_up: row.follow_up.map(FollowUpId),
    })
}
