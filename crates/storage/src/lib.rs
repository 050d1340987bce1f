//! The only user of sqlx: one SQL text for SQLite and PostgreSQL.
//!
//! A function that only reads takes `&mut Conn` (from [`Db::read`], or a [`Tx`], which derefs to it); one that
//! writes takes `&mut Tx`, so that every change happens in a transaction that the use case commits.

mod backup;
mod db;
mod error;
mod exclusive;
mod load;
mod many;
mod migrations;
mod record_now;
mod tls;
mod write_lock;

pub mod audit;
pub mod calendar;
pub mod cases;
pub mod census;
pub mod clocks;
pub mod dashboard;
pub mod demands;
pub mod earlier;
pub mod events;
pub mod feedback;
pub mod followups;
pub mod idempotency;
pub mod imports;
pub mod incidents;
pub mod index_changes;
pub mod invitations;
pub mod jobs;
pub mod messages;
pub mod meta;
pub mod newcomers;
pub mod nodes;
pub mod objections;
pub mod officers;
pub mod plain_search;
pub mod public;
pub mod ratings;
pub mod records;
pub mod removed;
pub mod sealed;
pub mod sealed_decisions;
pub mod search_hits;
pub mod sessions;
pub mod spot_checks;
pub mod subscriptions;
pub mod units;
pub mod users;
pub mod visibility;

pub use db::{Conn, Db, Tx};
pub(crate) use db::{Driver, on_db};
pub(crate) use error::one;
pub use error::{Error, Result};
pub use exclusive::{Exclusive, Work};
pub use load::Load;
pub use migrations::{SchemaState, schema_state};
pub use tls::must_verify_server;
