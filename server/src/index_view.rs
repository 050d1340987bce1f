//! A web process follows the index that the worker writes: it looks for a new commit every 150 ms.

use crate::state::AppState;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// The contract asks for a look at least every 200 ms.
const EVERY: Duration = Duration::from_millis(150);
/// Collecting the words of the search box counts every record: at most so small a part of the time goes into it.
const WORDS_SHARE: u32 = 20;

/// Follows until stopped. The words of the search box follow at their own pace, for collecting them may take longer
/// than an answer may be old.
pub async fn run(state: AppState, stopped: watch::Receiver<bool>) {
    tokio::join!(
        follow_commits(&state, stopped.clone()),
        follow_words(&state, stopped)
    );
}

async fn follow_commits(state: &AppState, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        look(state).await;
        pause(EVERY, &mut stopped).await;
    }
}

async fn follow_words(state: &AppState, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let began = Instant::now();
        collect_words(state).await;
        pause(EVERY.max(began.elapsed() * WORDS_SHARE), &mut stopped).await;
    }
}

async fn pause(length: Duration, stopped: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = tokio::time::sleep(length) => {},
        _ = stopped.changed() => {},
    }
}

async fn look(state: &AppState) {
    let services = state.services();
    let search = Arc::clone(&services.search);
    // Opening a generation reads files; a panic in there must not end the following.
    if let Err(error) = tokio::task::spawn_blocking(move || search.refresh()).await {
        tracing::error!(error = %error, "the index could not be looked at");
    }
}

async fn collect_words(state: &AppState) {
    if let Err(error) = service::search::refresh_words(state.services()).await {
        tracing::warn!(error = %error, "the words of the search box cannot be collected for the moment");
    }
}
