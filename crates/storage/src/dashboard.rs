//! Figures for supervisors: one statement a block, counted over the days on which incidents were closed.

use crate::followups::{Sight, at_desk, overdue};
use crate::visibility::handled_by_viewer;
use crate::{Conn, Result, on_db};
use chrono::NaiveDate;
use domain::callback::{IncidentKind, Level, NotDue, Reason};
use domain::ids::{FollowUpId, UnitId};
use domain::rectification::Queue;
use domain::statistics::Listed;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Days from first to last, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// What was counted of one unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// 应回访.
    pub due: u64,
    /// Not to be called back, by reason.
    pub not_due: BTreeMap<NotDue, u64>,
    /// 已回访: the link was handed over.
    pub invited: u64,
    /// 有效评价, by level.
    pub levels: BTreeMap<Level, u64>,
}

impl Figures {
    /// 有效评价.
    pub fn answered(&self) -> u64 {
        self.levels.values().sum()
    }

    /// Takes these ratings out.
    #[must_use]
    pub fn without(mut self, levels: &BTreeMap<Level, u64>) -> Self {
        for (level, count) in levels {
            if let Some(own) = self.levels.get_mut(level) {
                *own = own.saturating_sub(*count);
            }
        }
        self.levels.retain(|_, count| *count > 0);
        self
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.due += other.due;
        self.invited += other.invited;
        for (reason, count) in &other.not_due {
            *self.not_due.entry(*reason).or_default() += count;
        }
        for (level, count) in &other.levels {
            *self.levels.entry(*level).or_default() += count;
        }
    }
}

/// Due, invited and answered, by unit.
pub async fn figures(conn: &mut Conn, span: Span) -> Result<BTreeMap<UnitId, Figures>> {
    const SQL: &str = "SELECT unit_id, COALESCE(not_due, 'due') AS what, COUNT(*) AS n FROM incidents \
         WHERE closed_on >= $1 AND closed_on <= $2 AND (batch_id IS NULL OR batch_id NOT IN \
         (SELECT id FROM import_batches WHERE kind = 'incidents' AND released_at IS NULL)) GROUP BY unit_id, not_due \
         UNION ALL SELECT unit_id, 'invited', COUNT(*) FROM invitations \
         WHERE round = 1 AND closed_on >= $1 AND closed_on <= $2 AND handed_over_at IS NOT NULL GROUP BY unit_id \
         UNION ALL SELECT unit_id, CAST(level AS TEXT), COUNT(*) FROM ratings \
         WHERE round = 1 AND closed_on >= $1 AND closed_on <= $2 GROUP BY unit_id, level";
    let rows: Vec<(Uuid, String, i64)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(span.from)
        .bind(span.to)
        .fetch_all(c)
        .await?);
    let mut units: BTreeMap<UnitId, Figures> = BTreeMap::new();
    for (unit, what, n) in rows {
        let figures = units.entry(UnitId(unit)).or_default();
        let n = count(n);
        match (what.as_str(), NotDue::parse(&what), Level::parse(&what)) {
            ("due", ..) => figures.due = n,
            ("invited", ..) => figures.invited = n,
            (_, Some(reason), _) => _ = figures.not_due.insert(reason, n),
            (_, _, Some(level)) => _ = figures.levels.insert(level, n),
            _ => return Err(crate::Error::inconsistent("incidents", "not_due", what)),
        }
    }
    Ok(units)
}

/// Ratings `r` of a span that the viewer may not see one by one, because they are of the own unit or the own badge:
/// `$1` unit, `$2` badge, `$3` and `$4` the span. What differs between two spans would otherwise tell a rating.
macro_rules! of_viewer {
    () => {
        concat!(
            "(r.unit_id = $1 OR EXISTS (SELECT 1 FROM incidents i WHERE i.id = r.incident_id AND ",
            handled_by_viewer!(),
            "))"
        )
    };
}

/// First ratings that [`figures`] counts and this viewer's figures must leave out, by unit and level.
pub async fn withheld(
    conn: &mut Conn,
    sight: &Sight,
    span: Span,
) -> Result<BTreeMap<UnitId, BTreeMap<Level, u64>>> {
    const SQL: &str = concat!(
        "SELECT r.unit_id, r.level, COUNT(*) FROM ratings r \
         WHERE r.round = 1 AND r.closed_on >= $3 AND r.closed_on <= $4 AND ",
        of_viewer!(),
        " GROUP BY r.unit_id, r.level"
    );
    let rows: Vec<(Uuid, i32, i64)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(sight.unit.0)
        .bind(&sight.badge)
        .bind(span.from)
        .bind(span.to)
        .fetch_all(c)
        .await?);
    let mut units: BTreeMap<UnitId, BTreeMap<Level, u64>> = BTreeMap::new();
    for (unit, level, n) in rows {
        let levels = units.entry(UnitId(unit)).or_default();
        levels.insert(crate::ratings::level(level)?, count(n));
    }
    Ok(units)
}

/// Ratings by the day the incident was closed and by level, for the line of weeks.
pub async fn by_day(conn: &mut Conn, sight: &Sight, span: Span) -> Result<Vec<(NaiveDate, Level, u64)>> {
    const SQL: &str = concat!(
        "SELECT r.closed_on, r.level, COUNT(*) FROM ratings r \
         WHERE r.round = 1 AND r.closed_on >= $3 AND r.closed_on <= $4 AND NOT ",
        of_viewer!(),
        " GROUP BY r.closed_on, r.level ORDER BY r.closed_on, r.level"
    );
    let rows: Vec<(NaiveDate, i32, i64)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(sight.unit.0)
        .bind(&sight.badge)
        .bind(span.from)
        .bind(span.to)
        .fetch_all(c)
        .await?);
    rows.into_iter()
        .map(|(day, level, n)| Ok((day, crate::ratings::level(level)?, count(n))))
        .collect()
}

/// How often each reason was ticked, most often first.
pub async fn reasons(conn: &mut Conn, sight: &Sight, span: Span) -> Result<Vec<(Reason, u64)>> {
    const SQL: &str = concat!(
        "SELECT t.reason, COUNT(*) AS n FROM rating_reasons t JOIN ratings r ON r.id = t.rating_id \
         WHERE t.round = 1 AND t.closed_on >= $3 AND t.closed_on <= $4 AND NOT ",
        of_viewer!(),
        " GROUP BY t.reason ORDER BY n DESC, t.reason"
    );
    let rows: Vec<(String, i64)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(sight.unit.0)
        .bind(&sight.badge)
        .bind(span.from)
        .bind(span.to)
        .fetch_all(c)
        .await?);
    rows.into_iter()
        .map(|(word, n)| Ok((crate::ratings::reason(&word)?, count(n))))
        .collect()
}

/// Second ratings, by level.
pub async fn second_ratings(conn: &mut Conn, sight: &Sight, span: Span) -> Result<BTreeMap<Level, u64>> {
    const SQL: &str = concat!(
        "SELECT r.level, COUNT(*) FROM ratings r \
         WHERE r.round = 2 AND r.closed_on >= $3 AND r.closed_on <= $4 AND NOT ",
        of_viewer!(),
        " GROUP BY r.level"
    );
    let rows: Vec<(i32, i64)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(sight.unit.0)
        .bind(&sight.badge)
        .bind(span.from)
        .bind(span.to)
        .fetch_all(c)
        .await?);
    rows.into_iter()
        .map(|(level, n)| Ok((crate::ratings::level(level)?, count(n))))
        .collect()
}

/// Open work of one unit's matters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Follow-ups with a clock that has run out, at the desk or at the unit.
    pub overdue: u64,
    /// At the unit.
    pub rectifying: u64,
    /// Still not satisfied after rectification.
    pub escalated: u64,
    /// 廉洁 and conduct, undecided.
    pub conduct: u64,
    /// Overdue, escalated or about conduct, each once.
    pub deciding: u64,
    /// Cases of feedback in the unit's queue with a clock that has run out; counted by
    /// [`crate::feedback::overdue_by_unit`].
    pub cases_overdue: Listed,
    /// Demands and rectifications in the unit's hands with a clock that has run out; counted by
    /// [`crate::demands::overdue_by_unit`].
    pub demands_overdue: u64,
}

/// Open follow-ups that may be seen, by responsible unit. Every figure is a [`crate::followups::Show`] of the same name.
pub async fn work(conn: &mut Conn, sight: &Sight, today: NaiveDate) -> Result<BTreeMap<UnitId, Work>> {
    const SQL: &str = concat!(
        "SELECT w.unit_id, SUM(w.overdue), SUM(w.rectifying), SUM(w.escalated), SUM(w.conduct), \
         SUM(CASE WHEN w.overdue + w.escalated + w.conduct > 0 THEN 1 ELSE 0 END) FROM (SELECT f.unit_id, \
         CASE WHEN f.state = 'rectifying' THEN 1 ELSE 0 END AS rectifying, \
         CASE WHEN f.state LIKE 'escalated-%' THEN 1 ELSE 0 END AS escalated, \
         CASE WHEN f.state = 'open' AND f.matter = 'conduct' THEN 1 ELSE 0 END AS conduct, CASE WHEN ",
        overdue!("$4"),
        " THEN 1 ELSE 0 END AS overdue FROM follow_ups f JOIN incidents i ON i.id = f.incident_id \
         WHERE (f.state IN ('open', 'verified', 'rectifying') OR f.state LIKE 'escalated-%') \
         AND f.unit_id <> $1 AND NOT ",
        handled_by_viewer!(),
        " AND ",
        at_desk!(),
        ") w GROUP BY w.unit_id"
    );
    let rows: Vec<(Uuid, i64, i64, i64, i64, i64)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(sight.unit.0)
        .bind(&sight.badge)
        .bind(sight.queue.map(Queue::as_str))
        .bind(today)
        .fetch_all(c)
        .await?);
    let work = |(unit, overdue, rectifying, escalated, conduct, deciding)| {
        let work = Work {
            overdue: count(overdue),
            rectifying: count(rectifying),
            escalated: count(escalated),
            conduct: count(conduct),
            deciding: count(deciding),
            ..Work::default()
        };
        (UnitId(unit), work)
    };
    Ok(rows.into_iter().map(work).collect())
}

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
    let rows: Vec<CaseRow> = on_db!(conn, |c| sqlx::query_as(LIST)
        .bind(sight.unit.0)
        .bind(&sight.badge)
        .bind(sight.queue.map(Queue::as_str))
        .bind(behind.span.from)
        .bind(behind.span.to)
        .bind(behind.unit.map(|unit| unit.0))
        .bind(behind.group.as_str())
        .bind(i32::from(behind.satisfied_from))
        .bind(behind.reason.map(Reason::as_str))
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
    let (n,): (i64,) = on_db!(conn, |c| sqlx::query_as(COUNT)
        .bind(sight.unit.0)
        .bind(&sight.badge)
        .bind(sight.queue.map(Queue::as_str))
        .bind(behind.span.from)
        .bind(behind.span.to)
        .bind(behind.unit.map(|unit| unit.0))
        .bind(behind.group.as_str())
        .bind(i32::from(behind.satisfied_from))
        .bind(behind.reason.map(Reason::as_str))
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

fn count(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}
