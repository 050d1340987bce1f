//! The only user of sqlx: one SQL text for SQLite and PostgreSQL.
