//! New rows: records with their first original, later originals, public texts. Many at a time.

use super::{Decision, NewRecord, Publication};
use crate::index_changes::{self, Change};
use crate::{Result, Tx, many, newcomers, on_db};
use chrono::{DateTime, Utc};
use domain::ids::{BatchId, RecordId, UnitId};
use domain::record::Content;
use sqlx::types::Json;

/// Adds records with their first originals, and what was decided about them. A batch tells of its public texts with its
/// release; without one they are told of at once.
pub async fn insert(tx: &mut Tx, new: &[NewRecord], batch: Option<BatchId>, at: DateTime<Utc>) -> Result<()> {
    const COLUMNS: usize = 12;
    for new in new.chunks(many::rows_at_once(COLUMNS)) {
        let sql = many::insert(
            tx,
            "records (id, ref, unit_id, document_number, external_id, batch_id, created_at, revision, ruling, ground, \
             version, ruling_batch_id)",
            COLUMNS,
            new.len(),
        );
        on_db!(tx, |c| {
            let mut query = sqlx::query(sql);
            for record in new {
                let ruled = record.decision.as_ref().map(Decision::ruled);
                query = query
                    .bind(record.id.0)
                    .bind(&record.reference)
                    .bind(record.unit.0)
                    .bind(&record.original.document_number)
                    .bind(&record.original.external_id)
                    .bind(batch.map(|id| id.0))
                    .bind(at)
                    .bind(1)
                    .bind(ruled.map(|(ruling, _, _)| ruling))
                    .bind(ruled.map(|(_, ground, _)| ground))
                    .bind(ruled.map_or(0, |(_, _, versions)| versions))
                    .bind(ruled.and(batch).map(|id| id.0));
            }
            query.execute(c).await.map(drop)?;
        });
    }
    let originals: Vec<_> = new
        .iter()
        .map(|record| (record.id, 1, &record.original))
        .collect();
    insert_originals(tx, &originals, batch, at).await?;
    let texts: Vec<_> = new.iter().filter_map(PublicText::first).collect();
    insert_texts(tx, &texts, batch, at).await?;
    if batch.is_none() {
        for text in &texts {
            tell_of(tx, text.id, at).await?;
        }
    }
    Ok(())
}

/// Tells the index and the saved searches of a text that is public from now on.
pub(super) async fn tell_of(tx: &mut Tx, id: RecordId, at: DateTime<Utc>) -> Result<()> {
    index_changes::append(tx, Change::Record(id)).await?;
    newcomers::add_record(tx, id, at).await
}

/// Adds originals: of which record, its number among them, and what it says.
pub(super) async fn insert_originals(
    tx: &mut Tx,
    originals: &[(RecordId, i32, &Content)],
    batch: Option<BatchId>,
    at: DateTime<Utc>,
) -> Result<()> {
    const COLUMNS: usize = 5;
    for originals in originals.chunks(many::rows_at_once(COLUMNS)) {
        let sql = many::insert(
            tx,
            "record_originals (record_id, revision, batch_id, created_at, content)",
            COLUMNS,
            originals.len(),
        );
        on_db!(tx, |c| {
            let mut query = sqlx::query(sql);
            for (id, revision, content) in originals {
                query = query
                    .bind(id.0)
                    .bind(revision)
                    .bind(batch.map(|id| id.0))
                    .bind(at)
                    .bind(Json(content));
            }
            query.execute(c).await.map(drop)?;
        });
    }
    Ok(())
}

/// A text that becomes public, and whose it is.
pub(super) struct PublicText<'a> {
    pub(super) id: RecordId,
    pub(super) reference: &'a str,
    pub(super) unit: UnitId,
    pub(super) revision: i32,
    pub(super) version: i32,
    pub(super) publication: &'a Publication,
}

impl<'a> PublicText<'a> {
    /// The first text of a new record, if it has one.
    fn first(record: &'a NewRecord) -> Option<Self> {
        match &record.decision {
            Some(Decision::Publish(publication)) => Some(Self {
                id: record.id,
                reference: &record.reference,
                unit: record.unit,
                revision: 1,
                version: 1,
                publication,
            }),
            Some(Decision::Hold { .. }) | None => None,
        }
    }
}

/// Adds public texts.
pub(super) async fn insert_texts(
    tx: &mut Tx,
    texts: &[PublicText<'_>],
    batch: Option<BatchId>,
    at: DateTime<Utc>,
) -> Result<()> {
    const COLUMNS: usize = 27;
    for texts in texts.chunks(many::rows_at_once(COLUMNS)) {
        let sql = many::insert(
            tx,
            "record_public (record_id, ref, unit_id, revision, version, batch_id, published_at, personal, kind, title, \
             document_number, decided_on, party_name, party_type, violation, facts, legal_basis, penalty_kinds, \
             penalty_text, fine_fen, confiscated_fen, detention_days, body, acted_on, published_on, publish_until, \
             source_url)",
            COLUMNS,
            texts.len(),
        );
        on_db!(tx, |c| {
            let mut query = sqlx::query(sql);
            for text in texts {
                let masked = &text.publication.masked;
                let days = masked
                    .detention_days
                    .map(|days| i32::try_from(days).unwrap_or(i32::MAX));
                query = query
                    .bind(text.id.0)
                    .bind(text.reference)
                    .bind(text.unit.0)
                    .bind(text.revision)
                    .bind(text.version)
                    .bind(batch.map(|id| id.0))
                    .bind(at)
                    .bind(text.publication.personal)
                    .bind(masked.kind.as_str())
                    .bind(&masked.title)
                    .bind(&masked.document_number)
                    .bind(masked.decided_on)
                    .bind(&masked.party_name)
                    .bind(masked.effective_party_type().as_str())
                    .bind(&masked.violation)
                    .bind(&masked.facts)
                    .bind(Json(&masked.legal_basis))
                    .bind(Json(&masked.penalty_kinds))
                    .bind(&masked.penalty_text)
                    .bind(masked.fine.map(domain::money::Money::fen))
                    .bind(masked.confiscated.map(domain::money::Money::fen))
                    .bind(days)
                    .bind(&masked.body)
                    .bind(masked.acted_on)
                    .bind(text.publication.published_on)
                    .bind(text.publication.publish_until)
                    .bind(&masked.source_url);
            }
            query.execute(c).await.map(drop)?;
        });
    }
    Ok(())
}
