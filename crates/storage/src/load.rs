//! How much work waits.

use chrono::NaiveDate;

/// How much waits somewhere, and how urgently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Load {
    /// All of it.
    pub count: i64,
    /// Its last day is over.
    pub overdue: i64,
    /// Its last day is one of the next.
    pub soon: i64,
    /// The first of the last days, those that are over among them.
    pub first_due: Option<NaiveDate>,
}

/// What a [`Load`] is made of, by a column that holds the last day: `$1` is today, `$2` the last day that is near.
macro_rules! load_by {
    ($day:literal) => {
        concat!(
            "SELECT COUNT(*) AS count, COUNT(CASE WHEN ",
            $day,
            " < $1 THEN 1 END) AS overdue, COUNT(CASE WHEN ",
            $day,
            " BETWEEN $1 AND $2 THEN 1 END) AS soon, MIN(",
            $day,
            ") AS first_due"
        )
    };
}
pub(crate) use load_by;
