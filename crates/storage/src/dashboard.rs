//! Figures for supervisors: one statement a block, counted over the days on which incidents were closed.

mod behind;

pub use behind::{Behind, COUNTED, Case, Group, cases, count_cases};

use crate::followups::{Sight, at_desk, overdue};
use crate::visibility::handled_by_viewer;
use crate::{Conn, Result, on_db};
use chrono::NaiveDate;
use domain::callback::{Level, NotDue, Reason};
use domain::ids::UnitId;
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

/// Every row of a statement whose parameters are those of [`of_viewer`].
macro_rules! rated_within {
    ($conn:expr, $sql:expr, $sight:expr, $span:expr) => {
        on_db!($conn, |c| sqlx::query_as($sql)
            .bind($sight.unit.0)
            .bind(&$sight.badge)
            .bind($span.from)
            .bind($span.to)
            .fetch_all(c)
            .await?)
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
    let rows: Vec<(Uuid, i32, i64)> = rated_within!(conn, SQL, sight, span);
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
    let rows: Vec<(NaiveDate, i32, i64)> = rated_within!(conn, SQL, sight, span);
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
    let rows: Vec<(String, i64)> = rated_within!(conn, SQL, sight, span);
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
    let rows: Vec<(i32, i64)> = rated_within!(conn, SQL, sight, span);
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

fn count(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}
