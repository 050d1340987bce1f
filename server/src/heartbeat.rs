//! Every second a web process writes how far its search index has come (contract, Imports).

use crate::state::AppState;
use chrono::TimeDelta;
use service::services::Services;
use std::time::Duration;
use storage::nodes;
use tokio::sync::watch;
use uuid::Uuid;

const EVERY: Duration = Duration::from_secs(1);
/// A node not seen for this long is dead.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::minutes(5);

/// Beats until stopped, then takes its leave.
pub(crate) async fn run(state: AppState, mut stopped: watch::Receiver<bool>) {
    let services = state.services();
    let node = services.rng.uuid_v4();
    let started = services.clock.now();
    while !*stopped.borrow() {
        if let Err(error) = beat(&state, node, started).await {
            tracing::warn!(error = %error, "the heartbeat cannot be written for the moment");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {},
            _ = stopped.changed() => {},
        }
    }
    if let Err(error) = leave(services, node).await {
        tracing::debug!(error = %error, "the node could not take its leave");
    }
}

async fn beat(
    state: &AppState,
    node: Uuid,
    started: chrono::DateTime<chrono::Utc>,
) -> Result<(), storage::Error> {
    let services = state.services();
    let mut tx = services.db.begin().await?;
    nodes::beat(
        &mut tx,
        node,
        started,
        services.clock.now(),
        services.search.sequence(),
    )
    .await?;
    tx.commit().await?;
    state.refresh().await
}

async fn leave(services: &Services, node: Uuid) -> Result<(), storage::Error> {
    let mut tx = services.db.begin().await?;
    nodes::forget(&mut tx, Some(node), services.clock.now() - FORGOTTEN_AFTER).await?;
    tx.commit().await
}
