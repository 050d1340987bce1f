//! The index's form of a public record. Only what `storage::public` gives out ever gets here.

use domain::unit::Units;
use search::{Change, Document};
use storage::public::PublicRecord;

/// What the index is told of a public record.
pub(super) fn document(record: PublicRecord, units: &Units) -> Document {
    let path = units
        .by_id(record.unit)
        .map(|unit| units.path(unit))
        .unwrap_or_default();
    let class = super::like::class_of(&record).map(|class| class.key());
    let basis = record.legal_basis.join("\n");
    let statutes = search::statute::keys(if basis.is_empty() {
        record.body.as_deref().unwrap_or_default()
    } else {
        &basis
    });
    let texts = [record.facts, record.penalty_text, Some(basis), record.body];
    Document {
        id: record.id.0,
        reference: record.reference,
        version: i64::from(record.version),
        kind: record.kind.as_str().to_owned(),
        unit_path: path.into_iter().map(|unit| unit.code.to_string()).collect(),
        violation: record.violation,
        penalties: record
            .penalty_kinds
            .iter()
            .map(|kind| kind.as_str().to_owned())
            .collect(),
        statutes,
        title: record.title,
        party_name: record.party_name.unwrap_or_default(),
        document_number: record.document_number,
        body: texts
            .into_iter()
            .flatten()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
        decided_on: record.decided_on,
        published_at: record.published_at,
        fine_fen: record.fine.map(domain::money::Money::fen),
        detention_days: record.detention_days,
        class,
    }
}

/// The change that brings the index to what the record is now.
pub(super) fn put(record: PublicRecord, units: &Units) -> Change {
    Change::from(document(record, units))
}
