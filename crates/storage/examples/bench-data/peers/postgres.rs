//! `PostgreSQL`'s full text, in a cluster of its own. The words and their places are given to it ready made: its parser
//! knows no Chinese.

use super::{Peer, Text, Wanted};
use crate::Outcome;
use service::search::Ask;
use sqlx::{Connection, PgConnection};

pub(crate) struct Postgres(PgConnection);

impl Postgres {
    pub(crate) async fn create() -> Outcome<Self> {
        let mut db = PgConnection::connect(&testkit::postgres::fresh_database()).await?;
        for sql in [
            "SET work_mem = '256MB'",
            "SET maintenance_work_mem = '512MB'",
            "CREATE TABLE facts (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind TEXT, unit TEXT, \
             violation TEXT, year INT, penalty TEXT, title TEXT, body TEXT, words TSVECTOR)",
        ] {
            sqlx::query(sql).execute(&mut db).await?;
        }
        Ok(Self(db))
    }
}

/// The count, the ten texts, the counts by column.
type Answer = (i64, Option<Vec<String>>, Option<Vec<i64>>);

impl Peer for Postgres {
    const NAME: &'static str = "PostgreSQL";

    async fn insert(&mut self, texts: &[Text]) -> Outcome<()> {
        const SQL: &str = "INSERT INTO facts (kind, unit, violation, year, penalty, title, body, words) \
                           VALUES ($1, $2, $3, $4, $5, $6, $7, $8::tsvector)";
        let mut tx = self.0.begin().await?;
        for text in texts {
            sqlx::query(SQL)
                .bind(text.kind)
                .bind(&text.unit)
                .bind(&text.violation)
                .bind(text.year)
                .bind(text.penalty)
                .bind(&text.title)
                .bind(&text.body)
                .bind(placed(&text.grams()))
                .execute(&mut *tx)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    async fn settle(&mut self) -> Outcome<()> {
        for sql in [
            "CREATE INDEX by_words ON facts USING gin (words)",
            "CREATE INDEX by_filter ON facts (kind, unit, year)",
            "VACUUM ANALYZE facts",
        ] {
            sqlx::query(sql).execute(&mut self.0).await?;
        }
        Ok(())
    }

    async fn answer(&mut self, ask: &Ask) -> Outcome<i64> {
        const FOUND: &str = "ts_rank(words, wanted) AS score FROM facts, CAST($1 AS tsquery) AS wanted \
                             WHERE words @@ wanted";
        const FILTERED: &str = "id AS score FROM facts WHERE kind = $1 AND unit = $2 AND year = $3";
        let (hits, is_filter) = if ask.q.is_empty() {
            (FILTERED, true)
        } else {
            (FOUND, false)
        };
        let sql = format!(
            "WITH hits AS MATERIALIZED (SELECT id, kind, unit, violation, year, penalty, {hits}), \
             ten AS (SELECT id FROM hits ORDER BY score DESC LIMIT 10) \
             SELECT (SELECT COUNT(*) FROM hits), \
             (SELECT ARRAY_AGG(title || body) FROM facts JOIN ten USING (id)), \
             (SELECT ARRAY_AGG(n) FROM (SELECT COUNT(*) AS n FROM hits GROUP BY GROUPING SETS \
              ((kind), (unit), (violation), (year), (penalty))) counted)"
        );
        let query = sqlx::query_as(sqlx::AssertSqlSafe(sql));
        let query = if is_filter {
            query
                .bind(ask.kinds[0].as_str())
                .bind(ask.units[0].clone())
                .bind(ask.years[0])
        } else {
            query.bind(expression(Wanted::of(&ask.q)))
        };
        let (total, ten, counted): Answer = query.fetch_one(&mut self.0).await?;
        std::hint::black_box((ten, counted));
        Ok(total)
    }

    async fn index_bytes(&mut self) -> Outcome<i64> {
        const SQL: &str = "SELECT pg_relation_size('by_words')";
        Ok(sqlx::query_scalar(SQL).fetch_one(&mut self.0).await?)
    }
}

/// Words with their places, as a `tsvector` is written.
fn placed(grams: &[String]) -> String {
    let words = grams
        .iter()
        .zip(1..)
        .map(|(gram, place)| format!("{}:{place}", quoted(gram)));
    words.collect::<Vec<_>>().join(" ")
}

fn quoted(gram: &str) -> String {
    format!("'{}'", gram.replace('\\', "\\\\").replace('\'', "''"))
}

fn expression(wanted: Wanted) -> String {
    let join = |grams: Vec<String>, between| {
        let quoted: Vec<String> = grams.iter().map(|gram| quoted(gram)).collect();
        quoted.join(between)
    };
    match wanted {
        Wanted::Phrase(grams) => join(grams, " <-> "),
        Wanted::All(grams) => join(grams.into_iter().collect(), " & "),
        Wanted::Any(grams) => join(grams.into_iter().collect(), " | "),
    }
}
