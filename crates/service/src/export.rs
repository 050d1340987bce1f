//! Public records as a file: for the bureau's own use, and as open data without records of natural persons.

mod table_file;

pub use table_file::{TableError, TableFile};

use crate::services::Services;
use domain::money::Money;
use domain::unit::Units;
use serde_json::{Value, json};
use std::path::Path;
use storage::public::{self, Part, PublicRecord};

/// Rows read at once.
const ROWS: i64 = 1_000;

/// Which records are exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every public record.
    Records,
    /// Those that bulk data may hold: natural persons and sole traders are left out.
    OpenData,
}

const COLUMNS: [&str; 21] = [
    "ref",
    "kind",
    "title",
    "unit",
    "unit_name",
    "document_number",
    "decided_on",
    "party_name",
    "party_type",
    "violation",
    "facts",
    "legal_basis",
    "penalty_kinds",
    "penalty_text",
    "fine_yuan",
    "confiscated_yuan",
    "detention_days",
    "body",
    "acted_on",
    "published_on",
    "publish_until",
];

/// Writes the public texts to `path` in the format of its ending; the file appears whole or not at all.
pub async fn export_records(
    services: &Services,
    scope: Scope,
    path: &Path,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, TableError> {
    let mut table = TableFile::create(path, &COLUMNS)?;
    let units = crate::units::shown(services).await?;
    let today = services.clock.today();
    let (mut after, mut done) = (None, 0);
    loop {
        let rows = public::scan(&mut services.db.read().await?, after, Part::All, ROWS).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.id);
        for record in rows.iter().filter(|record| is_exported(record, scope, today)) {
            table.row(&row(record, &units))?;
            done += 1;
        }
        progress(done);
    }
    table.finish()?;
    Ok(done)
}

fn is_exported(record: &PublicRecord, scope: Scope, today: chrono::NaiveDate) -> bool {
    let is_shown = record.publish_until.is_none_or(|until| until >= today);
    is_shown && (scope == Scope::Records || !record.personal)
}

fn row(record: &PublicRecord, units: &Units) -> [Value; 21] {
    let unit = units.by_id(record.unit);
    let kinds: Vec<&str> = record.penalty_kinds.iter().map(|kind| kind.as_str()).collect();
    let money = |sum: Option<Money>| json!(sum.map(|sum| sum.to_string()));
    [
        json!(record.reference),
        json!(record.kind.as_str()),
        json!(record.title),
        json!(unit.map(|unit| unit.code.as_str())),
        json!(unit.map(|unit| &unit.name)),
        json!(record.document_number),
        json!(record.decided_on),
        json!(record.party_name),
        json!(record.party_type.as_str()),
        json!(record.violation),
        json!(record.facts),
        json!(record.legal_basis),
        json!(kinds),
        json!(record.penalty_text),
        money(record.fine),
        money(record.confiscated),
        json!(record.detention_days),
        json!(record.body),
        json!(record.acted_on),
        json!(record.published_on),
        json!(record.publish_until),
    ]
}
