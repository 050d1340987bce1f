//! A web process follows the index that the worker writes: it looks for a new commit every 150 ms.

use crate::state::AppState;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The contract asks for a look at least every 200 ms.
const EVERY: Duration = Duration::from_millis(150);

/// Follows until stopped.
pub(crate) async fn run(state: AppState, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        look(&state).await;
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {},
            _ = stopped.changed() => {},
        }
    }
}

async fn look(state: &AppState) {
    let services = state.services();
    let search = Arc::clone(&services.search);
    // Opening a generation reads files; a panic in there must not end the following.
    if let Err(error) = tokio::task::spawn_blocking(move || search.refresh()).await {
        tracing::error!(error = %error, "the index could not be looked at");
    }
    if let Err(error) = service::search::refresh_words(services).await {
        tracing::warn!(error = %error, "the words of the search box cannot be collected for the moment");
    }
}
