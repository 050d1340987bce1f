//! Noting that a public record must go, and striking the note out.

use super::desk::{DeskError, settled};
use crate::lengths;
use crate::services::Services;
use chrono::{DateTime, Utc};
use domain::deadline::ClockKind;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::UserId;
use domain::publication::{Owed, Stage, StrikeReason};
use storage::Tx;
use storage::clocks::{self, Bearer};
use storage::events::{self, When};
use storage::records::{self, Found};

/// Notes why a public record must go: three working days run from the day on which that was known.
pub async fn note_owed(
    services: &Services,
    by: UserId,
    reference: &str,
    owed: Owed,
) -> Result<(), DeskError> {
    let noting = Noting::begin(services, reference).await?;
    if !noting.found.is_public {
        return Err(DeskError::NotNow(noting.found.stage.label(), "登记撤回"));
    }
    if noting.found.owed.is_some() {
        return Err(DeskError::NotNow("待撤回", "再次登记"));
    }
    let event = Event::RecordWithdrawalOwed {
        ground: owed.ground.as_str().to_owned(),
        known_on: owed.known_on,
    };
    noting.end(by, Some(owed), &event).await
}

/// Strikes the note out: it was a mistake.
pub async fn strike_owed(
    services: &Services,
    by: UserId,
    reference: &str,
    reason: &StrikeReason,
) -> Result<(), DeskError> {
    let noting = Noting::begin(services, reference).await?;
    if noting.found.owed.is_none() || matches!(noting.found.stage, Stage::Withdrawn(_)) {
        return Err(DeskError::NotNow(noting.found.stage.label(), "删去撤回登记"));
    }
    let reason = reason.as_str().to_owned();
    noting
        .end(by, None, &Event::RecordWithdrawalNotOwed { reason })
        .await
}

/// A record held fast.
struct Noting {
    tx: Tx,
    now: DateTime<Utc>,
    found: Found,
}

impl Noting {
    async fn begin(services: &Services, reference: &str) -> Result<Self, DeskError> {
        let mut tx = services.db.begin().await?;
        let found = settled(&mut tx, services, reference).await?;
        records::lock(&mut tx, found.id).await?;
        let found = settled(&mut tx, services, reference).await?;
        let now = services.clock.now();
        Ok(Self { tx, now, found })
    }

    async fn end(mut self, by: UserId, owed: Option<Owed>, event: &Event) -> Result<(), DeskError> {
        let id = self.found.id;
        let subject = (SubjectKind::Record, id.0);
        records::owe(&mut self.tx, id, owed).await?;
        match owed {
            Some(owed) => {
                let bearer = (Bearer::Record, id.0);
                lengths::start(&mut self.tx, bearer, ClockKind::Withdraw, owed.known_on).await?;
            }
            None => clocks::forget(&mut self.tx, subject, ClockKind::Withdraw).await?,
        }
        let when = When::At(self.now);
        events::append(&mut self.tx, subject, when, &Actor::Staff(by), event).await?;
        Ok(self.tx.commit().await?)
    }
}
