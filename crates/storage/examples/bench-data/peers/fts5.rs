//! SQLite FTS5, in a file of its own.

use super::{Peer, Text, Wanted};
use crate::Outcome;
use service::search::Ask;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use std::path::Path;

const COLUMNS: [&str; 5] = ["kind", "unit", "violation", "year", "penalty"];

pub(crate) struct Fts5(SqliteConnection);

impl Fts5 {
    pub(crate) async fn create(path: &Path) -> Outcome<Self> {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let mut db = options.pragma("synchronous", "OFF").connect().await?;
        for sql in [
            "CREATE TABLE facts (id INTEGER PRIMARY KEY, kind, unit, violation, year, penalty, title, body)",
            "CREATE INDEX by_filter ON facts (kind, unit, year)",
            "CREATE VIRTUAL TABLE grams USING fts5(text, content='', tokenize='unicode61')",
        ] {
            sqlx::query(sql).execute(&mut db).await?;
        }
        Ok(Self(db))
    }
}

impl Peer for Fts5 {
    const NAME: &'static str = "FTS5";

    async fn insert(&mut self, texts: &[Text]) -> Outcome<()> {
        const FACTS: &str = "INSERT INTO facts (kind, unit, violation, year, penalty, title, body) \
                             VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
        let mut tx = self.0.begin().await?;
        for text in texts {
            let id: i64 = sqlx::query_scalar(FACTS)
                .bind(text.kind)
                .bind(&text.unit)
                .bind(&text.violation)
                .bind(text.year)
                .bind(text.penalty)
                .bind(&text.title)
                .bind(&text.body)
                .fetch_one(&mut *tx)
                .await?;
            sqlx::query("INSERT INTO grams (rowid, text) VALUES ($1, $2)")
                .bind(id)
                .bind(text.grams().join(" "))
                .execute(&mut *tx)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    async fn settle(&mut self) -> Outcome<()> {
        sqlx::query("INSERT INTO grams(grams) VALUES ('optimize')")
            .execute(&mut self.0)
            .await?;
        Ok(())
    }

    async fn answer(&mut self, ask: &Ask) -> Outcome<i64> {
        const MATCHES: &str =
            "CREATE TEMP TABLE hits AS SELECT rowid AS id, rank AS score FROM grams WHERE grams MATCH $1";
        const FILTERED: &str = "CREATE TEMP TABLE hits AS SELECT id, -id AS score FROM facts \
                                WHERE kind = $1 AND unit = $2 AND year = $3";
        const TEN: &str = "SELECT f.title, f.body FROM (SELECT id, score FROM hits ORDER BY score LIMIT 10) h \
                           JOIN facts f ON f.id = h.id ORDER BY h.score";
        let db = &mut self.0;
        let hits = if ask.q.is_empty() {
            sqlx::query(FILTERED)
                .bind(ask.kinds[0].as_str())
                .bind(&ask.units[0])
                .bind(ask.years[0])
        } else {
            sqlx::query(MATCHES).bind(expression(Wanted::of(&ask.q)))
        };
        hits.execute(&mut *db).await?;
        let ten: Vec<(String, String)> = sqlx::query_as(TEN).fetch_all(&mut *db).await?;
        std::hint::black_box(ten);
        let total = sqlx::query_scalar("SELECT COUNT(*) FROM hits")
            .fetch_one(&mut *db)
            .await?;
        for column in COLUMNS {
            let sql = format!(
                "SELECT {column}, COUNT(*) FROM hits JOIN facts USING (id) GROUP BY 1 ORDER BY 2 DESC LIMIT 50"
            );
            let sql = sqlx::AssertSqlSafe(sql);
            std::hint::black_box(sqlx::query(sql).fetch_all(&mut *db).await?);
        }
        sqlx::query("DROP TABLE hits").execute(db).await?;
        Ok(total)
    }

    async fn index_bytes(&mut self) -> Outcome<i64> {
        const SQL: &str = "SELECT SUM(LENGTH(block)) FROM grams_data";
        Ok(sqlx::query_scalar(SQL).fetch_one(&mut self.0).await?)
    }
}

fn expression(wanted: Wanted) -> String {
    let join = |grams: std::collections::BTreeSet<String>, between| {
        let quoted: Vec<String> = grams.into_iter().map(|gram| format!("\"{gram}\"")).collect();
        quoted.join(between)
    };
    match wanted {
        Wanted::Phrase(grams) => format!("\"{}\"", grams.join(" ")),
        Wanted::All(grams) => join(grams, " AND "),
        Wanted::Any(grams) => join(grams, " OR "),
    }
}
