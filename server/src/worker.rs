//! The worker: jobs, index and daily work, in a process of its own beside `serve`.

mod index;
mod supervisor;

pub use index::follow as follow_index;
pub(crate) use supervisor::supervise;

use crate::cli::Failure;
use service::jobs;
use service::lifecycle::FolderLock;
use service::services::Services;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::sleep;

/// How long an idle worker waits before it looks again.
const PAUSE: Duration = Duration::from_millis(500);
/// How long it waits after the database failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// How often new records are looked for; letters about them gather for a minute anyway.
const LOOK: Duration = Duration::from_secs(2);
/// How often it is checked whether a new day has its jobs.
const DAILY_CHECK: Duration = Duration::from_mins(5);

/// Works until `stop` resolves. The lock makes a second worker of the same folder wait: it takes over the
/// moment the first one ends.
pub(crate) async fn run(services: Services, stop: impl Future<Output = ()>) -> Result<(), Failure> {
    let work = async {
        let _working = FolderLock::working(&services.data).await?;
        tracing::info!("worker started");
        tokio::join!(
            Box::pin(do_jobs(&services)),
            add_daily_jobs(&services),
            look_for_newcomers(&services),
            Box::pin(take_back_imports(&services)),
            follow_index(&services)
        );
        Ok(())
    };
    tokio::select! {
        ended = work => ended,
        () = stop => Ok(()),
    }
}

async fn do_jobs(services: &Services) {
    loop {
        match jobs::run_due(services).await {
            Ok(0) => sleep(PAUSE).await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(error = %error, "jobs cannot be run for the moment");
                sleep(AFTER_FAILURE).await;
            }
        }
    }
}

async fn add_daily_jobs(services: &Services) {
    loop {
        if let Err(error) = jobs::enqueue_daily(services).await {
            tracing::warn!(error = %error, "daily jobs cannot be added for the moment");
        }
        sleep(DAILY_CHECK).await;
    }
}

/// What was published is matched against the saved searches.
async fn look_for_newcomers(services: &Services) {
    loop {
        if let Err(error) = service::subscriptions::wake(services).await {
            tracing::warn!(error = %error, "new records cannot be looked for at the moment");
            sleep(AFTER_FAILURE).await;
        }
        sleep(LOOK).await;
    }
}

/// A portal that was killed together with an import has no other command for it.
async fn take_back_imports(services: &Services) {
    if let Err(error) = service::import::drop_interrupted(services).await {
        tracing::warn!(error = %error, "an interrupted import cannot be taken back for the moment");
    }
}

/// Resolves on SIGTERM or SIGINT, and when asked for it also when standard input closes.
pub(crate) async fn stop_signal(with_stdin: bool) {
    if with_stdin {
        tokio::select! {
            () = interrupted() => {},
            () = stdin_closed() => {},
        }
    } else {
        interrupted().await;
    }
}

/// Resolves on SIGTERM or SIGINT.
pub(crate) async fn interrupted() {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        // Without handlers the signals end the process by themselves.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {},
        _ = interrupt.recv() => {},
    }
}

async fn stdin_closed() {
    let mut stdin = tokio::io::stdin();
    let mut ignored = [0; 64];
    while matches!(stdin.read(&mut ignored).await, Ok(read) if read > 0) {}
}
