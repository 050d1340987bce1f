//! The peer: SQLite FTS5 with character bigrams over the same public texts, in a file of its own.

use crate::Outcome;
use service::search::Ask;
use service::services::Services;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use std::path::Path;
use storage::public::{self, Part, PublicRecord};

/// Up to so many different bigrams all must occur; of more any may, as in the portal.
const ALL_OF: usize = 6;
const COLUMNS: [&str; 5] = ["kind", "unit", "violation", "year", "penalty"];

pub(crate) struct Fts5 {
    db: SqliteConnection,
    /// Bytes of texts put in.
    pub(crate) raw: u64,
    pub(crate) records: u64,
}

impl Fts5 {
    /// Reads the public records and puts them in.
    pub(crate) async fn fill(path: &Path, services: &Services) -> Outcome<Self> {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let mut db = options.pragma("synchronous", "OFF").connect().await?;
        for sql in [
            "CREATE TABLE facts (id INTEGER PRIMARY KEY, kind, unit, violation, year, penalty, title, body)",
            "CREATE INDEX by_filter ON facts (kind, unit, year)",
            "CREATE VIRTUAL TABLE grams USING fts5(text, content='', tokenize='unicode61')",
        ] {
            sqlx::query(sql).execute(&mut db).await?;
        }
        let mut peer = Self {
            db,
            raw: 0,
            records: 0,
        };
        let units = service::units::shown(services).await?;
        let mut after = None;
        loop {
            let rows = public::scan(&mut services.db.read().await?, after, Part::All, 1_000).await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.id);
            let mut tx = peer.db.begin().await?;
            for row in &rows {
                let unit = units.by_id(row.unit).map_or("", |unit| unit.code.as_str());
                peer.raw += add(&mut tx, row, unit).await?;
                peer.records += 1;
            }
            tx.commit().await?;
        }
        sqlx::query("INSERT INTO grams(grams) VALUES ('optimize')")
            .execute(&mut peer.db)
            .await?;
        Ok(peer)
    }

    /// Bytes of the full-text index alone.
    pub(crate) async fn index_bytes(&mut self) -> Outcome<i64> {
        const SQL: &str = "SELECT SUM(LENGTH(block)) FROM grams_data";
        Ok(sqlx::query_scalar(SQL).fetch_one(&mut self.db).await?)
    }

    /// Ten hits with their texts, the count, and five columns counted.
    pub(crate) async fn answer(&mut self, ask: &Ask) -> Outcome<i64> {
        const MATCHES: &str =
            "CREATE TEMP TABLE hits AS SELECT rowid AS id, rank AS score FROM grams WHERE grams MATCH $1";
        const FILTERED: &str = "CREATE TEMP TABLE hits AS SELECT id, -id AS score FROM facts \
                                WHERE kind = $1 AND unit = $2 AND year = $3";
        const TEN: &str = "SELECT f.title, f.body FROM (SELECT id, score FROM hits ORDER BY score LIMIT 10) h \
                           JOIN facts f ON f.id = h.id ORDER BY h.score";
        if ask.q.is_empty() {
            sqlx::query(FILTERED)
                .bind(ask.kinds[0].as_str())
                .bind(&ask.units[0])
                .bind(ask.years[0])
                .execute(&mut self.db)
                .await?;
        } else {
            sqlx::query(MATCHES)
                .bind(expression(&ask.q))
                .execute(&mut self.db)
                .await?;
        }
        let ten: Vec<(String, String)> = sqlx::query_as(TEN).fetch_all(&mut self.db).await?;
        std::hint::black_box(ten);
        let total = sqlx::query_scalar("SELECT COUNT(*) FROM hits")
            .fetch_one(&mut self.db)
            .await?;
        for column in COLUMNS {
            let sql = format!(
                "SELECT {column}, COUNT(*) FROM hits JOIN facts USING (id) GROUP BY 1 ORDER BY 2 DESC LIMIT 50"
            );
            let sql = sqlx::AssertSqlSafe(sql);
            std::hint::black_box(sqlx::query(sql).fetch_all(&mut self.db).await?);
        }
        sqlx::query("DROP TABLE hits").execute(&mut self.db).await?;
        Ok(total)
    }
}

async fn add(db: &mut SqliteConnection, row: &PublicRecord, unit: &str) -> Outcome<u64> {
    const FACTS: &str = "INSERT INTO facts (kind, unit, violation, year, penalty, title, body) \
                         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
    let basis = row.legal_basis.join("\n");
    let optional = [
        &row.violation,
        &row.party_name,
        &row.document_number,
        &row.facts,
        &row.penalty_text,
        &row.body,
    ];
    let body: Vec<&str> = optional
        .into_iter()
        .flatten()
        .map(String::as_str)
        .chain([&*basis])
        .collect();
    let body = body.join("\n");
    let id: i64 = sqlx::query_scalar(FACTS)
        .bind(row.kind.as_str())
        .bind(unit)
        .bind(&row.violation)
        .bind(row.decided_on.map(|day| chrono::Datelike::year(&day)))
        .bind(row.penalty_kinds.first().map(|kind| kind.as_str()))
        .bind(&row.title)
        .bind(&body)
        .fetch_one(&mut *db)
        .await?;
    sqlx::query("INSERT INTO grams (rowid, text) VALUES ($1, $2)")
        .bind(id)
        .bind(format!(
            "{} {}",
            grams(&row.title).join(" "),
            grams(&body).join(" ")
        ))
        .execute(db)
        .await?;
    Ok((row.title.len() + body.len()) as u64)
}

/// The portal's own bigrams, so that both know the same words.
fn grams(text: &str) -> Vec<String> {
    ::search::text::bigrams(text).map(|gram| gram.text).collect()
}

fn expression(q: &str) -> String {
    let found = grams(q);
    if q.starts_with('"') {
        return format!("\"{}\"", found.join(" "));
    }
    let distinct: std::collections::BTreeSet<String> =
        found.into_iter().map(|gram| format!("\"{gram}\"")).collect();
    let between = if distinct.len() <= ALL_OF { " AND " } else { " OR " };
    distinct.into_iter().collect::<Vec<_>>().join(between)
}
