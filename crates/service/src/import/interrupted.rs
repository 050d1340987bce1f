//! Imports that were killed.

use super::kind::Kind;
use super::lock::ImportLock;
use super::run::RunError;
use crate::services::Services;
use storage::imports;

/// Takes back the batches of imports that were killed: at the next command, whatever it is (contract, Imports).
/// While an import lives, its batch is left alone.
pub async fn drop_interrupted(services: &Services) -> Result<(), RunError> {
    if imports::unfinished(&mut services.db.read().await?)
        .await?
        .is_empty()
    {
        return Ok(());
    }
    match ImportLock::take(services).await {
        Ok(lock) => drop_leftovers(services, &lock).await,
        Err(RunError::Busy) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Nobody holds the lock but us, so the processes of open batches are dead.
pub(super) async fn drop_leftovers(services: &Services, _lock: &ImportLock) -> Result<(), RunError> {
    for (batch, kind) in imports::unfinished(&mut services.db.read().await?).await? {
        // The demo mends its own.
        if let Some(kind) = Kind::parse(&kind) {
            tracing::warn!(kind = kind.as_str(), "an interrupted import is taken back");
            kind.drop_batch(&services.db, batch, services.clock.now()).await?;
        }
    }
    Ok(())
}
