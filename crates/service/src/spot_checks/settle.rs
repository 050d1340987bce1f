//! Settling a finding at the desk.

use super::Place;
use super::read::found;
use crate::records::corrected_since;
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::spot_check::{FindingKind, FindingStage, NotSettled, Settlement, Settler};
use storage::events::{self, When};
use storage::{records, spot_checks};

/// Why a finding was not settled.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// No such finding.
    #[error("没有这一项问题")]
    Unknown,
    /// Somebody else settled it.
    #[error("这一项问题已经办结，不能再办一次")]
    SettledBefore,
    /// Its record left the public.
    #[error("这条记录已不再公开，问题随之办结")]
    Left,
    /// What was said does not fit the record or who says it.
    #[error(transparent)]
    NotSettled(#[from] NotSettled),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Says what came of a finding while its record is public; a withdrawal needs no word, since it settles by itself.
pub async fn settle(
    services: &Services,
    by: Settler,
    (place, kind): (Place, FindingKind),
    settlement: Settlement,
) -> Result<(), SettleError> {
    let now = services.clock.now();
    let mut tx = services.db.begin().await?;
    let (check, item) = found(&mut tx, services, place)
        .await?
        .ok_or(SettleError::Unknown)?;
    let finding = item.findings().iter().find(|finding| finding.kind == kind);
    let open = match finding.ok_or(SettleError::Unknown)?.stage.clone() {
        FindingStage::Open(open) => open,
        FindingStage::Left => return Err(SettleError::Left),
        FindingStage::Settled(_) => return Err(SettleError::SettledBefore),
    };
    let makers = records::makers(&mut tx, item.record, item.revision).await?;
    let since = corrected_since(&mut tx, item.record, item.version).await?;
    let settled = open.settle(by, settlement, (kind, since), &makers)?;
    match spot_checks::settle(&mut tx, (check.id, item.place), kind, &settled, now).await {
        Err(storage::Error::Stale) => return Err(SettleError::SettledBefore),
        other => other?,
    }
    let event = Event::SpotCheckFindingSettled {
        record: item.reference,
        finding: kind.as_str().to_owned(),
        outcome: settled.settlement().outcome().as_str().to_owned(),
    };
    let (subject, actor) = ((SubjectKind::SpotCheck, check.id.0), Actor::Staff(by.id()));
    events::append(&mut tx, subject, When::At(now), &actor, &event).await?;
    Ok(tx.commit().await?)
}
