//! The worker keeps the index of its data folder in step with the database.

use service::search::Follower;
use service::services::Services;
use std::time::Duration;
use tokio::time::sleep;

/// How long it waits before it looks for new changes: a withdrawal must be gone within a second.
const PAUSE: Duration = Duration::from_millis(100);
/// How long it waits while another process writes.
const BUSY: Duration = Duration::from_millis(50);
/// How long it waits after the database or the disk failed.
const AFTER_FAILURE: Duration = Duration::from_secs(2);

/// Follows for as long as the worker lives.
pub async fn follow(services: &Services) {
    let mut follower = Follower::new(services);
    loop {
        match follower.step().await {
            Ok(true) => {}
            Ok(false) => sleep(PAUSE).await,
            Err(error) if error.is_busy() => sleep(BUSY).await,
            Err(error) => {
                tracing::warn!(error = %error, "the index cannot be brought up to date for the moment");
                sleep(AFTER_FAILURE).await;
            }
        }
    }
}
