//! Search by the database alone, while the search index is being rebuilt: the words as typed, newest first.

use crate::{Conn, Result, on_db};
use chrono::NaiveDate;
use domain::ids::RecordId;
use domain::money::Money;
use uuid::Uuid;

/// What is looked for. Several values of one list mean OR; an empty list asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Every word must occur in title, violation, number, facts or party.
    pub words: Vec<String>,
    /// Codes of kinds.
    pub kinds: Vec<String>,
    /// Codes of units, descendants included.
    pub units: Vec<String>,
    /// Violations.
    pub violations: Vec<String>,
    /// Years of the decision.
    pub years: Vec<i32>,
    /// First day of the decision.
    pub from: Option<NaiveDate>,
    /// Last day of the decision.
    pub to: Option<NaiveDate>,
    /// Lowest fine.
    pub fine_min: Option<Money>,
    /// Highest fine.
    pub fine_max: Option<Money>,
}

/// Words beyond these are not looked for: each costs a pass over every text.
const MOST_WORDS: usize = 4;

// Lists travel as one text with every value between bars, so that one statement serves both databases.
macro_rules! matching {
    ($select:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM (SELECT p.*, u.code, LOWER(p.title || ' ' || COALESCE(p.violation, '') || ' ' || COALESCE(p.document_number, '') \
             || ' ' || COALESCE(p.facts, '') || ' ' || COALESCE(p.party_name, '')) AS words, \
             COALESCE(SUBSTR(CAST(p.decided_on AS TEXT), 1, 4), '-') AS year \
             FROM public_records p JOIN units u ON u.id = p.unit_id) p \
             WHERE (p.publish_until IS NULL OR p.publish_until >= $1) \
             AND words LIKE $2 ESCAPE '!' AND words LIKE $3 ESCAPE '!' AND words LIKE $4 ESCAPE '!' AND words LIKE $5 ESCAPE '!' \
             AND ($6 = '' OR REPLACE($6, '|' || p.kind || '|', '') <> $6) \
             AND ($7 = '' OR REPLACE($7, '|' || p.code || '|', '') <> $7) \
             AND ($8 = '' OR REPLACE($8, '|' || COALESCE(p.violation, '|') || '|', '') <> $8) \
             AND ($9 = '' OR REPLACE($9, '|' || p.year || '|', '') <> $9) \
             AND (CAST($10 AS DATE) IS NULL OR p.decided_on >= $10) AND (CAST($11 AS DATE) IS NULL OR p.decided_on <= $11) \
             AND (CAST($12 AS BIGINT) IS NULL OR p.fine_fen >= $12) AND (CAST($13 AS BIGINT) IS NULL OR p.fine_fen <= $13)",
            $rest
        )
    };
}

/// How many public records match, and one page of them.
pub async fn find(
    conn: &mut Conn,
    filter: &Filter,
    today: NaiveDate,
    limit: i64,
    offset: i64,
) -> Result<(i64, Vec<RecordId>)> {
    const COUNT: &str = matching!("COUNT(*)", "");
    const PAGE: &str = matching!(
        "p.record_id",
        " ORDER BY p.decided_on IS NULL, p.decided_on DESC, p.ref LIMIT $14 OFFSET $15"
    );
    let bound = Bound::of(filter);
    macro_rules! query {
        ($sql:expr) => {
            sqlx::query_as($sql)
                .bind(today)
                .bind(&bound.words[0])
                .bind(&bound.words[1])
                .bind(&bound.words[2])
                .bind(&bound.words[3])
                .bind(&bound.kinds)
                .bind(&bound.units)
                .bind(&bound.violations)
                .bind(&bound.years)
                .bind(filter.from)
                .bind(filter.to)
                .bind(filter.fine_min.map(Money::fen))
                .bind(filter.fine_max.map(Money::fen))
        };
    }
    let (total,): (i64,) = on_db!(conn, |c| query!(COUNT).fetch_one(c).await?);
    let rows: Vec<(Uuid,)> = on_db!(conn, |c| query!(PAGE)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await?);
    Ok((total, rows.into_iter().map(|(id,)| RecordId(id)).collect()))
}

/// The filter as it is bound.
struct Bound {
    words: [String; MOST_WORDS],
    kinds: String,
    units: String,
    violations: String,
    years: String,
}

impl Bound {
    fn of(filter: &Filter) -> Self {
        let pattern = |word: Option<&String>| match word {
            Some(word) => format!(
                "%{}%",
                word.to_lowercase()
                    .replace('!', "!!")
                    .replace('%', "!%")
                    .replace('_', "!_")
            ),
            None => "%".to_owned(),
        };
        let years: Vec<String> = filter.years.iter().map(i32::to_string).collect();
        Self {
            words: std::array::from_fn(|i| pattern(filter.words.get(i))),
            kinds: list(&filter.kinds),
            units: list(&filter.units),
            violations: list(&filter.violations),
            years: list(&years),
        }
    }
}

/// `|a||b|`, empty for none.
fn list(values: &[String]) -> String {
    values.iter().flat_map(|value| ["|", value, "|"]).collect()
}
