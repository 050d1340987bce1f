//! Taking a record down.

use chrono::NaiveDate;
use domain::clock::legal_day;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::RecordId;
use domain::receipt::RecordRef;
use domain::record::WithdrawalCode;
use std::collections::HashMap;
use storage::events::When;
use storage::records::{self, Found, Key};
use storage::{Conn, events, units, users};

use crate::services::Services;

/// Why a record was not taken down.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    /// No such record.
    #[error("没有找到“{0}”：请写记录编号（R-…）或“单位代码:文号”")]
    Unknown(String),
    /// It is not public.
    #[error("“{0}”现在并未公开，不需要撤回")]
    NotPublic(String),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// A record named on the command line.
#[derive(Debug, Clone)]
pub struct Target {
    /// Row id.
    pub id: RecordId,
    /// `R-…`.
    pub reference: String,
}

/// Finds the record of `R-…` or `UNIT:document_number`.
pub async fn find_target(services: &Services, named: &str) -> Result<Target, WithdrawError> {
    let mut conn = services.db.read().await?;
    let found = find(&mut conn, services, named)
        .await?
        .ok_or_else(|| WithdrawError::Unknown(named.to_owned()))?;
    if found.is_public {
        Ok(Target {
            id: found.id,
            reference: found.reference,
        })
    } else {
        Err(WithdrawError::NotPublic(named.to_owned()))
    }
}

async fn find(conn: &mut Conn, services: &Services, named: &str) -> Result<Option<Found>, storage::Error> {
    let today = services.clock.today();
    if let Ok(reference) = RecordRef::parse(named) {
        return records::find_by_reference(conn, &reference.to_string(), today).await;
    }
    let Some((unit, number)) = named.split_once(':') else {
        return Ok(None);
    };
    match units::all(conn).await?.by_code(unit) {
        Some(unit) => records::find(conn, unit.id, &Key::DocumentNumber(number.to_owned()), today).await,
        None => Ok(None),
    }
}

/// A withdrawal, as the desk tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// On which day.
    pub on: NaiveDate,
    /// Why.
    pub code: WithdrawalCode,
    /// Whose it was, by display name; nobody's where a command took the record down.
    pub by: Option<String>,
}

/// Those of the records that were taken down.
pub async fn withdrawals(
    services: &Services,
    ids: &[RecordId],
) -> Result<HashMap<RecordId, Withdrawal>, storage::Error> {
    let mut conn = services.db.read().await?;
    let mut all = HashMap::new();
    for (id, taken) in records::taken_down(&mut conn, ids).await? {
        let by = match taken.by {
            Some(Actor::Staff(by)) => users::find_by_id(&mut conn, by).await?,
            Some(Actor::Citizen | Actor::System(_)) | None => None,
        };
        let withdrawal = Withdrawal {
            on: legal_day(taken.at),
            code: taken.code,
            by: by.map(|account| account.staff.display_name),
        };
        all.insert(id, withdrawal);
    }
    Ok(all)
}

/// Takes the record down in one transaction with its event; the page answers 410 from the commit on. Returns
/// the index sequence that search has to reach.
pub async fn withdraw(
    services: &Services,
    target: &Target,
    code: WithdrawalCode,
    actor: &Actor,
) -> Result<i64, WithdrawError> {
    let now = services.clock.now();
    let mut tx = services.db.begin().await?;
    match records::withdraw(&mut tx, target.id, code, now).await {
        Err(storage::Error::Stale) => return Err(WithdrawError::NotPublic(target.reference.clone())),
        other => other?,
    }
    let event = Event::RecordWithdrawn {
        code: code.as_str().to_owned(),
    };
    events::append(
        &mut tx,
        (SubjectKind::Record, target.id.0),
        When::At(now),
        actor,
        &event,
    )
    .await?;
    let sequence = storage::index_changes::newest(&mut tx).await?;
    tx.commit().await?;
    Ok(sequence)
}
