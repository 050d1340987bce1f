//! `serve` keeps one worker running as its child. The child holds the other end of a pipe as its standard input:
//! when `serve` ends, however it ends, the pipe closes and the child ends too.

use crate::cli::Context;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};
use tokio::sync::watch;

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A worker that lived this long was sound: the next pause is short again.
const SOUND: Duration = Duration::from_mins(1);

/// Starts the worker again whenever it ends, until stopped.
pub(crate) async fn supervise(context: Context, mut stopped: watch::Receiver<bool>) {
    let mut pause = FIRST_PAUSE;
    while !*stopped.borrow() {
        let started = Instant::now();
        match start(&context) {
            Ok(child) => attend(child, &mut stopped).await,
            Err(error) => tracing::error!(error = %error, "the worker cannot be started"),
        }
        if *stopped.borrow() {
            return;
        }
        pause = if started.elapsed() > SOUND {
            FIRST_PAUSE
        } else {
            (pause * 2).min(LONGEST_PAUSE)
        };
        tracing::warn!(
            seconds = pause.as_secs_f32(),
            "the worker ended and is started again"
        );
        tokio::select! {
            () = tokio::time::sleep(pause) => {},
            _ = stopped.changed() => {},
        }
    }
}

fn start(context: &Context) -> std::io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("worker").arg("--until-stdin-closes");
    if let Some(file) = &context.options.config {
        command.arg("--config").arg(file);
    }
    // As resolved here, so that both processes surely work on the same folder and database.
    command.env("MINGJING_DATA", &context.config.data.dir);
    command.env("MINGJING_DATABASE", context.config.database_url());
    // The address really bound: on this machine alone the links in mails lead there.
    command.env("MINGJING_ADDR", context.config.http.addr.to_string());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
}

/// Waits until the child ends; when stopped, closes its standard input and gives it time to finish its job.
async fn attend(mut child: Child, stopped: &mut watch::Receiver<bool>) {
    let held_open = child.stdin.take();
    tokio::select! {
        ended = child.wait() => tracing::warn!(?ended, "the worker ended"),
        () = until(stopped) => {
            drop(held_open);
            let _ = tokio::time::timeout(Duration::from_secs(10), child.wait()).await;
        }
    }
}

async fn until(stopped: &mut watch::Receiver<bool>) {
    // A sender that is gone means that `serve` ends as well.
    let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
}
