//! One statement for many rows: a statement's way to the database and back costs more than a row.

use crate::Conn;
use sqlx::AssertSqlSafe;

/// Most values of an insertion. Both databases take many more, but a longer statement gains nothing.
const MOST_VALUES: usize = 2_000;
/// Most values of a list. sqlx asks SQLite for the name of each numbered place, and SQLite looks through all places before
/// it: with thousands of them that takes longer than the query.
const MOST_LISTED: usize = 250;

/// How many rows of `columns` values fit in one insertion.
pub(crate) const fn rows_at_once(columns: usize) -> usize {
    MOST_VALUES / columns
}

/// `INSERT INTO {target} VALUES ($1, $2), ($3, $4)…`: `target` is the table with its columns, written in the code.
pub(crate) fn insert(
    conn: &Conn,
    target: &'static str,
    columns: usize,
    rows: usize,
) -> AssertSqlSafe<String> {
    let rows: Vec<String> = if conn.is_sqlite() {
        // Without numbers there are no names to ask for.
        vec![format!("({})", vec!["?"; columns].join(", ")); rows]
    } else {
        let row = |row: usize| format!("({})", places(row * columns + 1, columns));
        (0..rows).map(row).collect()
    };
    AssertSqlSafe(format!("INSERT INTO {target} VALUES {}", rows.join(", ")))
}

/// The values in parts, and for each `{head} ($2, $3, …)`: a list behind the first place, which `head` names itself.
pub(crate) fn listed<'a, T>(
    head: &'static str,
    values: &'a [T],
) -> impl Iterator<Item = (AssertSqlSafe<String>, &'a [T])> {
    let statement = move |part: &'a [T]| (AssertSqlSafe(format!("{head} ({})", places(2, part.len()))), part);
    values.chunks(MOST_LISTED).map(statement)
}

fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|place| format!("${place}")).collect();
    places.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_on() {
        assert_eq!(places(3, 2), "$3, $4");
    }

    #[test]
    fn a_list_comes_in_parts_behind_the_first_place() {
        let values = vec![0; MOST_LISTED + 2];
        let mut parts = listed("SELECT a FROM t WHERE b = $1 AND a IN", &values);
        assert_eq!(parts.next().unwrap().1.len(), MOST_LISTED);
        let (statement, rest) = parts.next().unwrap();
        assert_eq!(statement.0, "SELECT a FROM t WHERE b = $1 AND a IN ($2, $3)");
        assert_eq!((rest.len(), parts.next().is_none()), (2, true));
    }
}
