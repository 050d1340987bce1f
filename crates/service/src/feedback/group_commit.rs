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

    fn take(&self) -> Vec<Waiting> {
        let mut waiting = self.lock();
        let count = waiting.len().min(MOST);
        waiting.drain(..count).collect()
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
        keep_all(&services, services.intakes.take()).await;
    });
    kept.await.unwrap_or(Err(Error::Stale))
}

/// Answers everybody only after the commit. What fails as a whole fails for everybody: the database is gone or busy,
/// and asking it once more for each would only take longer.
async fn keep_all(services: &Services, waiting: Vec<Waiting>) {
    let intakes: Vec<_> = waiting.iter().map(|one| one.intake.clone()).collect();
    let kept = match write_all(services, &intakes).await {
        Ok(kept) => kept,
        Err(error) => {
            let shared = Arc::new(error);
            waiting
                .iter()
                .map(|_| Err(Error::Shared(shared.clone())))
                .collect()
        }
    };
    for (one, kept) in waiting.into_iter().zip(kept) {
        // Whoever hung up finds the case by the key.
        let _ = one.answer.send(kept);
    }
}

async fn write_all(
    services: &Services,
    intakes: &[Arc<Intake>],
) -> Result<Vec<Result<Receipt, Error>>, Error> {
    let mut kept = Vec::with_capacity(intakes.len());
    if intakes.is_empty() {
        return Ok(kept);
    }
    let mut tx = services.db.begin().await?;
    for intake in intakes {
        kept.push(write_apart(services, &mut tx, intake).await?);
    }
    tx.commit().await?;
    Ok(kept)
}

/// What spoils one submission undoes that one.
async fn write_apart(
    services: &Services,
    tx: &mut Tx,
    intake: &Intake,
) -> Result<Result<Receipt, Error>, Error> {
    tx.savepoint().await?;
    let kept = intake.write(services, tx).await;
    match &kept {
        Ok(_) => tx.release_savepoint().await?,
        Err(_) => tx.undo_to_savepoint().await?,
    }
    Ok(kept)
}
