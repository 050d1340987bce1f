//! One statement for many rows: a statement's way to the database and back costs more than a row.

use sqlx::AssertSqlSafe;

/// Most values of one statement. Both databases take many more, but sqlx asks SQLite for the name of each place, and SQLite
/// looks through all places before it: with thousands of them that took longer than writing the rows.
const MOST_VALUES: usize = 250;

/// How many rows of `columns` values fit in one statement.
pub(crate) const fn rows_at_once(columns: usize) -> usize {
    MOST_VALUES / columns
}

/// `INSERT INTO {target} VALUES ($1, $2), ($3, $4)…`: `target` is the table with its columns, written in the code.
pub(crate) fn insert(target: &'static str, columns: usize, rows: usize) -> AssertSqlSafe<String> {
    let row = |row: usize| format!("({})", places(row * columns + 1, columns));
    let rows: Vec<String> = (0..rows).map(row).collect();
    AssertSqlSafe(format!("INSERT INTO {target} VALUES {}", rows.join(", ")))
}

/// `{head} ($2, $3, …)`: a list of `count` values behind the first, which `head` names itself.
pub(crate) fn listed(head: &'static str, count: usize) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("{head} ({})", places(2, count)))
}

fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|place| format!("${place}")).collect();
    places.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_on_from_row_to_row() {
        assert_eq!(
            insert("t (a, b)", 2, 3).0,
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4), ($5, $6)"
        );
        assert_eq!(
            listed("SELECT a FROM t WHERE b = $1 AND a IN", 2).0,
            "SELECT a FROM t WHERE b = $1 AND a IN ($2, $3)"
        );
    }
}
