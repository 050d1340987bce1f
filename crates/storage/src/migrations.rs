//! The schema: which version a database has, and how it is brought up to date.

use crate::db::{Db, on_db};
use crate::error::Result;
use crate::write_lock;
use sqlx::migrate::Migrator;
use std::collections::BTreeSet;

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// How the database's schema compares with this program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaState {
    /// No schema yet.
    Empty,
    /// Made by an older program: `migrate` brings it up to date.
    Older,
    /// Exactly this program's.
    Current,
    /// Made by a newer program: this one must not touch it.
    Newer,
}

/// Compares without changing anything.
pub async fn schema_state(db: &Db) -> Result<SchemaState> {
    const EXISTS_SQLITE: &str =
        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'";
    const EXISTS_POSTGRES: &str = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = '_sqlx_migrations'";
    const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success";

    let exists = if db.is_sqlite() {
        EXISTS_SQLITE
    } else {
        EXISTS_POSTGRES
    };
    let mut conn = db.read().await?;
    let (tables,): (i64,) = on_db!(conn, |c| sqlx::query_as(exists).fetch_one(c).await?);
    if tables == 0 {
        return Ok(SchemaState::Empty);
    }
    let applied: Vec<(i64,)> = on_db!(conn, |c| sqlx::query_as(APPLIED).fetch_all(c).await?);
    let applied: BTreeSet<i64> = applied.into_iter().map(|(version,)| version).collect();
    let ours: BTreeSet<i64> = migrator(db).iter().map(|migration| migration.version).collect();
    Ok(if applied.is_empty() {
        SchemaState::Empty
    } else if !applied.is_subset(&ours) {
        SchemaState::Newer
    } else if applied == ours {
        SchemaState::Current
    } else {
        SchemaState::Older
    })
}

fn migrator(db: &Db) -> &'static Migrator {
    if db.is_sqlite() { &SQLITE } else { &POSTGRES }
}

impl Db {
    /// Brings the schema up to date. The caller holds the data folder's lock: sqlx's own lock does nothing on
    /// SQLite.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { write, .. } => {
                write_lock::patiently(write, SQLITE.run(write)).await??;
            }
            Self::Postgres(pool) => POSTGRES.run(pool).await?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{self, Case};
    use crate::units;
    use chrono::{DateTime, NaiveDate};
    use domain::ids::{CaseId, UnitId};
    use domain::progress::{CaseContact, Course};
    use domain::unit::{Unit, UnitCode};
    use uuid::Uuid;

    /// Every table or view with its columns, and whether a table's column must have a value.
    async fn columns(db: &Db, sql: &'static str) -> BTreeSet<(String, String, bool)> {
        let mut conn = db.read().await.unwrap();
        let rows: Vec<_> = on_db!(conn, |c| sqlx::query_as(sql).fetch_all(c).await.unwrap());
        rows.into_iter().collect()
    }

    #[tokio::test]
    async fn both_databases_have_the_same_steps_tables_and_columns() {
        const IN_SQLITE: &str = "SELECT m.name, i.name, m.type = 'table' AND (i.\"notnull\" OR i.pk > 0) \
            FROM sqlite_master m, pragma_table_info(m.name) i \
            WHERE m.type IN ('table', 'view') AND m.name <> '_sqlx_migrations' AND m.name <> 'sqlite_sequence'";
        const IN_POSTGRES: &str = "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT), \
            t.table_type = 'BASE TABLE' AND c.is_nullable = 'NO' FROM information_schema.columns c \
            JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name \
            WHERE c.table_schema = 'public' AND c.table_name <> '_sqlx_migrations'";
        let steps = |migrator: &Migrator| -> Vec<_> {
            let named = migrator
                .iter()
                .map(|step| (step.version, step.description.to_string()));
            named.collect()
        };
        assert_eq!(steps(&SQLITE), steps(&POSTGRES));
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
        let sqlite = Db::open(&url).await.unwrap();
        let postgres = Db::open(&testkit::postgres::fresh_database()).await.unwrap();
        for db in [&sqlite, &postgres] {
            db.migrate().await.unwrap();
        }
        let (ours, theirs) = (
            columns(&sqlite, IN_SQLITE).await,
            columns(&postgres, IN_POSTGRES).await,
        );
        let differences: Vec<_> = ours.symmetric_difference(&theirs).collect();
        assert!(ours.len() > 100 && differences.is_empty(), "{differences:#?}");
    }

    async fn run(db: &Db, sql: &'static str) {
        let mut tx = db.begin().await.unwrap();
        on_db!(tx, |c| sqlx::query(sql).execute(c).await.map(drop).unwrap());
        tx.commit().await.unwrap();
    }

    async fn keep_case(db: &Db, unit: UnitId, (id, number_key): (u128, &str)) {
        let accepted_on = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let case = Case {
            id: CaseId(Uuid::from_u128(id)),
            number_key: number_key.to_owned(),
            code_hash: vec![0; 32],
            unit,
            contact: CaseContact::default(),
            course: Course::Administrative {
                accepted_on,
                conclusion: None,
            },
        };
        let mut tx = db.begin().await.unwrap();
        cases::put(&mut tx, &case, accepted_on).await.unwrap();
        tx.commit().await.unwrap();
    }

    #[tokio::test]
    async fn numbers_of_cases_lose_their_filler_and_one_of_two_writings_stays() {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = format!("sqlite:{}", folder.path().join("mingjing.db").display());
        for url in [sqlite, testkit::postgres::fresh_database()] {
            let db = Db::open(&url).await.unwrap();
            db.migrate().await.unwrap();
            run(&db, "DELETE FROM _sqlx_migrations WHERE version = 104").await;
            let unit = Unit {
                id: UnitId(Uuid::from_u128(1)),
                code: UnitCode::parse("county").unwrap(),
                name: "某县公安局".into(),
                parent: None,
                incomplete: false,
                address: None,
                phone: None,
            };
            let mut tx = db.begin().await.unwrap();
            units::insert(&mut tx, &unit, None, DateTime::UNIX_EPOCH)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            let kept = ["公受字2026第1號", "公受字20262号", "公受字2026第2号", "A33010000"];
            for case in (1..).zip(kept) {
                keep_case(&db, unit.id, case).await;
            }
            db.migrate().await.unwrap();
            let mut conn = db.read().await.unwrap();
            let keys: Vec<(String,)> = on_db!(conn, |c| sqlx::query_as("SELECT number_key FROM cases")
                .fetch_all(c)
                .await
                .unwrap());
            let keys: BTreeSet<_> = keys.into_iter().map(|(key,)| key).collect();
            let expected = ["公受字20261", "公受字20262", "A33010000"];
            assert_eq!(keys, expected.map(str::to_owned).into());
        }
    }

    #[tokio::test]
    async fn a_schema_is_known_by_every_step_that_made_it() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
        let db = Db::open(&url).await.unwrap();
        assert_eq!(schema_state(&db).await.unwrap(), SchemaState::Empty);
        db.migrate().await.unwrap();
        assert_eq!(schema_state(&db).await.unwrap(), SchemaState::Current);
        run(
            &db,
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             VALUES (99999, 'of a newer program', TRUE, x'00', 0)",
        )
        .await;
        assert_eq!(schema_state(&db).await.unwrap(), SchemaState::Newer);
        run(&db, "DELETE FROM _sqlx_migrations WHERE version IN (99999, 10)").await;
        assert_eq!(
            schema_state(&db).await.unwrap(),
            SchemaState::Older,
            "a step in the middle may be missing"
        );
        run(&db, "DROP INDEX records_by_ruling_batch").await;
        run(&db, "ALTER TABLE records DROP COLUMN ruling_batch_id").await;
        db.migrate().await.unwrap();
        assert_eq!(schema_state(&db).await.unwrap(), SchemaState::Current);
    }
}
