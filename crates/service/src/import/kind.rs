//! What the rows of a batch are, and what becomes of them as a whole.

use crate::jobs::{Job, enqueue};
use crate::services::Services;
use chrono::{DateTime, Utc};
use domain::ids::BatchId;
use storage::{Db, Tx, imports, incidents};

/// What the rows of a batch are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Records,
    Incidents,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Incidents => "incidents",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        [Self::Records, Self::Incidents]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }

    /// Takes back everything that the batch stored.
    pub(super) async fn drop_batch(
        self,
        db: &Db,
        batch: BatchId,
        at: DateTime<Utc>,
    ) -> Result<(), storage::Error> {
        match self {
            Self::Records => imports::drop_records(db, batch, at).await,
            Self::Incidents => incidents::drop_batch(db, batch, at).await,
        }
    }

    /// What else becomes effective with the batch; the worker then sends the links of incidents.
    pub(super) async fn release(
        self,
        tx: &mut Tx,
        services: &Services,
        batch: BatchId,
        now: DateTime<Utc>,
    ) -> Result<(), storage::Error> {
        if self == Self::Incidents {
            incidents::apply_changes(tx, batch).await?;
            enqueue(tx, services, &Job::SendInvitations, now).await?;
        }
        Ok(())
    }
}
