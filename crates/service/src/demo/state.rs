//! Whether a database may take the demo.

use super::{Demo, accounts};
use crate::services::Services;
use storage::{census, meta, users};

/// What a database holds, as far as the demo asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing but what a fresh folder has: the demo may be loaded.
    Fresh,
    /// This very demo; there is nothing to do.
    Loaded,
    /// Another demo; its description.
    Other(String),
    /// A demo whose loading was interrupted, and nothing else.
    Unfinished,
    /// Something real.
    Real,
}

/// What the database holds. A day that was not asked for may differ: the demo of yesterday is still the same call.
pub async fn state(services: &Services, demo: &Demo, is_day_given: bool) -> Result<State, storage::Error> {
    let mut conn = services.db.read().await?;
    let Some(described) = meta::find(&mut conn, meta::DEMO).await? else {
        let users = users::all(&mut conn).await?;
        let is_taken = users
            .iter()
            .any(|account| accounts::is_demo(&account.staff.username));
        let holds_data = census::take(&mut conn).await?.holds_data();
        return Ok(if is_taken || holds_data {
            State::Real
        } else {
            State::Fresh
        });
    };
    if let Some(loading) = described.strip_prefix(LOADING) {
        let users = users::all(&mut conn).await?;
        let has_only_demo = users
            .iter()
            .all(|account| accounts::is_demo(&account.staff.username));
        return Ok(if has_only_demo {
            State::Unfinished
        } else {
            State::Other(loading.to_owned())
        });
    }
    let is_same = if is_day_given {
        described == loaded(demo)
    } else {
        described.starts_with(&without_day(demo))
    };
    Ok(if is_same {
        State::Loaded
    } else {
        State::Other(described)
    })
}

const LOADING: &str = "loading ";

/// Marks the database before anything is put into it.
pub(super) async fn begin(services: &Services, demo: &Demo) -> Result<(), storage::Error> {
    let mut tx = services.db.begin().await?;
    meta::set(&mut tx, meta::DEMO, &format!("{LOADING}{}", loaded(demo))).await?;
    tx.commit().await
}

/// How a loaded demo is described.
pub(super) fn loaded(demo: &Demo) -> String {
    format!("{}{}", without_day(demo), demo.today)
}

fn without_day(demo: &Demo) -> String {
    format!("seed={} records={} today=", demo.seed, demo.records)
}
