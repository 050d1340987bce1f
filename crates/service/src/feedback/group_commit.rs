//! Submissions that come in while another is being made durable share the next transaction, and with it the one
//! sync of the disk that a receipt costs.

use super::intake::Intake;
use super::submit::Receipt;
use crate::services::Services;
use std::sync::{Arc, Mutex, PoisonError};
use storage::{Error, Tx};
use tokio::sync::oneshot;

/// The most submissions of one transaction: the write lock is held for some milliseconds.
const MOST: usize = 50;

/// The submissions of this process that are checked and wait for their transaction.
#[derive(Debug, Default)]
pub struct Intakes {
    waiting: Mutex<Vec<Waiting>>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Waiting {
    intake: Arc<Intake>,
    answer: oneshot::Sender<Result<Receipt, Error>>,
}

impl Intakes {
    fn join(&self, waiting: Waiting) {
        self.lock().push(waiting);
    }

    fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// Those who still wait for an answer, in one order on every node: two nodes that write the same keys then never
    /// wait for each other. Whoever hung up was told that nothing is stored, so nothing is.
    fn take(&self) -> Vec<Waiting> {
        let mut waiting = self.lock();
        waiting.retain(|one| !one.answer.is_closed());
        let count = waiting.len().min(MOST);
        let mut taken: Vec<_> = waiting.drain(..count).collect();
        taken.sort_by_key(|one| one.intake.key_hash);
        taken
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes a submission durable, together with those that wait at the same time.
pub(super) async fn keep(services: &Services, intake: Arc<Intake>) -> Result<Receipt, Error> {
    let (answer, kept) = oneshot::channel();
    services.intakes.join(Waiting { intake, answer });
    let services = services.clone();
    // A task of its own: whoever hangs up meanwhile does not take the others' answers along.
    tokio::spawn(async move {
        let _turn = services.intakes.turn.lock().await;
        if !services.intakes.is_empty() {
            keep_waiting(&services).await;
        }
    });
    kept.await.unwrap_or(Err(Error::Interrupted))
}

/// Answers everybody only after the commit. What fails as a whole fails for everybody: the database is gone or busy,
/// and asking it once more for each would only take longer. Who is taken along is decided once it can be written.
async fn keep_waiting(services: &Services) {
    let begun = services.db.begin().await;
    let waiting = services.intakes.take();
    let written = match begun {
        Ok(tx) => write_all(services, tx, &waiting).await,
        Err(error) => Err(error),
    };
    let kept = written.unwrap_or_else(|error| {
        let shared = Arc::new(error);
        waiting
            .iter()
            .map(|_| Err(Error::Shared(shared.clone())))
            .collect()
    });
    for (one, kept) in waiting.into_iter().zip(kept) {
        // Whoever hung up finds the case by the key.
        let _ = one.answer.send(kept);
    }
}

async fn write_all(
    services: &Services,
    mut tx: Tx,
    waiting: &[Waiting],
) -> Result<Vec<Result<Receipt, Error>>, Error> {
    let mut kept = Vec::with_capacity(waiting.len());
    for one in waiting {
        kept.push(write_apart(services, &mut tx, &one.intake).await?);
    }
    tx.commit().await?;
    Ok(kept)
}

/// What spoils one submission undoes that one. Where not even that can be undone, its cause is everybody's.
async fn write_apart(
    services: &Services,
    tx: &mut Tx,
    intake: &Intake,
) -> Result<Result<Receipt, Error>, Error> {
    tx.savepoint().await?;
    match intake.write(services, tx).await {
        Ok(receipt) => {
            tx.release_savepoint().await?;
            Ok(Ok(receipt))
        }
        Err(cause) => match tx.undo_to_savepoint().await {
            Ok(()) => Ok(Err(cause)),
            Err(_) => Err(cause),
        },
    }
}
