//! Writing behind the reading of the next rows.

use super::write::Writing;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Chunks decided and not yet written. The disk makes a writer wait now and then; with one chunk ahead of it, whoever
/// decides would wait with it.
const AHEAD: usize = 4;

/// One write after the other, behind the reading of the next rows.
#[derive(Default)]
pub(super) struct Behind(Option<Writer>);

struct Writer {
    chunks: mpsc::Sender<Writing>,
    task: JoinHandle<Result<(), storage::Error>>,
}

impl Writer {
    fn start() -> Self {
        let (chunks, mut decided) = mpsc::channel::<Writing>(AHEAD);
        let write = async move {
            while let Some(writing) = decided.recv().await {
                let db = writing.services.db.clone();
                writing.carry_out().await?;
                db.let_others_write().await;
            }
            Ok(())
        };
        Self {
            chunks,
            task: tokio::spawn(write),
        }
    }
}

impl Behind {
    /// Has this written behind what came before. The error is that of an earlier one, after which nothing is written.
    pub(super) async fn write(&mut self, writing: Writing) -> Result<(), storage::Error> {
        let writer = self.0.get_or_insert_with(Writer::start);
        match writer.chunks.send(writing).await {
            Ok(()) => Ok(()),
            Err(_) => self.end().await,
        }
    }

    /// Waits until everything is written.
    pub(super) async fn end(&mut self) -> Result<(), storage::Error> {
        let Some(Writer { chunks, task }) = self.0.take() else {
            return Ok(());
        };
        drop(chunks);
        task.await
            .unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
    }
}
