//! What imports and publishers do to records: each tells the index, at once or with its batch.

use super::Decision;
use super::insert::{PublicText, insert_originals, insert_texts, tell_of};
use crate::index_changes::{self, Change as IndexChange};
use crate::{Error, Result, Tx, clocks, earlier, on_db};
use chrono::{DateTime, Utc};
use domain::clock::legal_day;
use domain::deadline::ClockKind;
use domain::event::SubjectKind;
use domain::ids::{BatchId, RecordId, UnitId};
use domain::masking::choice::Choices;
use domain::publication::{Correction, Owed, Scheduled};
use domain::record::{Content, WithdrawalCode};
use sqlx::types::Json;
use uuid::Uuid;

/// Adds a newer original: of a draft it takes the place, of a published record it waits as a correction.
pub async fn revise(
    tx: &mut Tx,
    id: RecordId,
    original: &Content,
    batch: Option<BatchId>,
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "UPDATE records SET revision = revision + 1 WHERE id = $1 RETURNING revision";
    let (revision,): (i32,) = on_db!(tx, |c| sqlx::query_as(SQL).bind(id.0).fetch_one(c).await?);
    insert_originals(tx, &[(id, revision, original)], batch, at).await
}

/// Adds a newer original by hand. It may name the record anew, and what policy ruled on the last one of a record that
/// never was public counts no longer. [`Error::Conflict`] when another record of the unit has one of the keys.
pub async fn mend(tx: &mut Tx, id: RecordId, original: &Content, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "UPDATE records SET document_number = $2, external_id = $3, \
                       ruling = CASE WHEN version = 0 THEN NULL ELSE ruling END, \
                       ground = CASE WHEN version = 0 THEN NULL ELSE ground END WHERE id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(&original.document_number)
        .bind(&original.external_id)
        .execute(c)
        .await
        .map(drop)?);
    revise(tx, id, original, None, at).await
}

/// Replaces what people chose about single passages. The original is made anew with it, so that whoever approved the
/// last one did not approve this.
pub async fn choose(
    tx: &mut Tx,
    id: RecordId,
    (choices, original): (&Choices, &Content),
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "UPDATE records SET maskings = $2 WHERE id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(Json(choices))
        .execute(c)
        .await
        .map(drop)?);
    mend(tx, id, original, at).await
}

/// Carries out what policy decided about the newest original of a record that is not public. Outside a batch the
/// index is told at once; within one, its release tells it.
pub async fn decide(
    tx: &mut Tx,
    id: RecordId,
    decision: &Decision,
    batch: Option<BatchId>,
    at: DateTime<Utc>,
) -> Result<()> {
    const RULE: &str = "UPDATE records SET ruling = $2, ground = $3, version = version + $4, ruling_batch_id = $5, \
                        publish_at = NULL WHERE id = $1 RETURNING ref, unit_id, revision, version";
    let (ruling, ground, versions) = decision.ruled();
    let (reference, unit, revision, version): (String, Uuid, i32, i32) = on_db!(tx, |c| sqlx::query_as(RULE)
        .bind(id.0)
        .bind(ruling)
        .bind(ground)
        .bind(versions)
        .bind(batch.map(|id| id.0))
        .fetch_one(c)
        .await?);
    if let Decision::Publish(publication) = decision {
        let text = PublicText {
            id,
            reference: &reference,
            unit: UnitId(unit),
            revision,
            version,
            publication,
        };
        insert_texts(tx, &[text], batch, at).await?;
        // Of a batch the index and the saved searches are told with its release.
        if batch.is_none() {
            tell_of(tx, id, at).await?;
        }
    }
    for clock in [ClockKind::Publish, ClockKind::PublishOther] {
        clocks::meet(tx, (SubjectKind::Record, id.0), clock, legal_day(at)).await?;
    }
    Ok(())
}

/// Puts the newest original in the place of the text that the public sees, if there is one: a factual correction keeps
/// that text readable, a privacy correction leaves nothing of it or of those before it.
pub async fn correct(
    tx: &mut Tx,
    id: RecordId,
    decision: &Decision,
    correction: Correction,
    at: DateTime<Utc>,
) -> Result<()> {
    match correction {
        Correction::Factual => earlier::keep(tx, id, at).await?,
        Correction::Privacy => earlier::forget(tx, id).await.map(drop)?,
    }
    take_down(tx, id).await?;
    decide(tx, id, decision, None, at).await
}

/// Deletes every earlier text of a record; says how many there were.
pub async fn forget_earlier(tx: &mut Tx, id: RecordId) -> Result<u64> {
    let forgotten = earlier::forget(tx, id).await?;
    if forgotten > 0 {
        index_changes::append(tx, IndexChange::Pages).await?;
    }
    Ok(forgotten)
}

/// Deletes the public text; says whether there was one.
async fn take_down(tx: &mut Tx, id: RecordId) -> Result<bool> {
    const SQL: &str = "DELETE FROM record_public WHERE record_id = $1";
    let removed = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .execute(c)
        .await?
        .rows_affected());
    Ok(removed == 1)
}

/// Sets the hour at which the newest original becomes public, or gives it up.
pub async fn schedule(tx: &mut Tx, id: RecordId, scheduled: Option<Scheduled>) -> Result<()> {
    const SQL: &str =
        "UPDATE records SET publish_at = $2, publish_by = $3, publish_revision = revision WHERE id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(scheduled.map(|scheduled| scheduled.at))
        .bind(scheduled.map(|scheduled| scheduled.by.0))
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Notes why a public record must go, or that it need not.
pub async fn owe(tx: &mut Tx, id: RecordId, owed: Option<Owed>) -> Result<()> {
    const SQL: &str = "UPDATE records SET owed_code = $2, owed_since = $3 WHERE id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(owed.map(|owed| owed.ground.as_str()))
        .bind(owed.map(|owed| owed.known_on))
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Takes a record down: its public text is deleted with every earlier one and the index told. Its tombstone, where it
/// leaves one, keeps the kind and the number that the public read. [`Error::Stale`] when it is not public.
pub async fn withdraw(tx: &mut Tx, id: RecordId, code: WithdrawalCode, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "UPDATE records SET withdrawn_at = $2, withdrawn_code = $3, version = version + 1, publish_at = NULL, \
                       (told_kind, told_number) = (SELECT p.kind, p.document_number FROM record_public p \
                       WHERE p.record_id = records.id AND $4) WHERE id = $1 AND withdrawn_at IS NULL";
    let marked = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(at)
        .bind(code.as_str())
        .bind(code.leaves_tombstone())
        .execute(c)
        .await?
        .rows_affected());
    if marked == 0 || !take_down(tx, id).await? {
        return Err(Error::Stale);
    }
    earlier::forget(tx, id).await?;
    clocks::meet_all(tx, (SubjectKind::Record, id.0), legal_day(at)).await?;
    index_changes::append(tx, IndexChange::Record(id)).await
}
