//! One search, by the best means there are now.

use super::ask::bad_cursor;
use super::document;
use super::fallback;
use super::page::{FacetLine, Highlight, Item, Page, Piece};
use crate::cores::aside;
use crate::services::Services;
use domain::field_error::FieldError;
use domain::ids::RecordId;
use domain::record::{PenaltyKind, RecordKind};
use domain::unit::Units;
use search::{Ask, FacetCount, Facets, Highlighter, Hit, SearchError, SearchResults, Searcher};
use storage::public::{self, PublicRecord};

/// Why a search was not made.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// The words or the cursor cannot be searched with.
    #[error("{}", .0.message)]
    Refused(FieldError),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Finds public records: by the index, or by the database alone while there is none or it fails.
pub async fn find(services: &Services, ask: &Ask, units: &Units) -> Result<Page, FindError> {
    let Some(searcher) = services.search.searcher() else {
        return Ok(plainly(services, ask, units).await?);
    };
    let (wanted, on) = (ask.clone(), searcher.clone());
    match beside(services, move || on.search(&wanted)).await {
        Ok(results) => Ok(page(services, &searcher, results, units).await?),
        Err(error) => {
            if let Some(refused) = refused(&error) {
                return Err(FindError::Refused(refused));
            }
            services.search.give_up(&error);
            Ok(plainly(services, ask, units).await?)
        }
    }
}

/// The records most like this one, best first.
pub async fn similar(
    services: &Services,
    record: PublicRecord,
    limit: usize,
    units: &Units,
) -> Result<Vec<Item>, storage::Error> {
    let Some(searcher) = services.search.searcher() else {
        return Ok(Vec::new());
    };
    let document = document::document(record, units);
    match beside(services, move || searcher.similar(&document, limit)).await {
        Ok(hits) => items(services, hits, Highlighter::default()).await,
        Err(error) => {
            services.search.give_up(&error);
            Ok(Vec::new())
        }
    }
}

/// By the database alone; a pass over every text, so that only a few run at a time, as with searches.
async fn plainly(services: &Services, ask: &Ask, units: &Units) -> Result<Page, storage::Error> {
    let _permit = services.search.permits.acquire().await.ok();
    fallback::find(services, ask, units).await
}

/// Searching and marking take a core for some milliseconds: they run beside the requests, a few at a time.
pub(crate) async fn beside<T: Send + 'static>(
    services: &Services,
    work: impl FnOnce() -> T + Send + 'static,
) -> T {
    let _permit = services.search.permits.acquire().await.ok();
    aside(work).await
}

/// The searcher's mistake rather than the index's.
fn refused(error: &SearchError) -> Option<FieldError> {
    match error {
        SearchError::Query(why) => Some(FieldError::new("q", "too-complex", why.to_string())),
        SearchError::TooDeep => Some(FieldError::new("page", "too-deep", error.to_string())),
        SearchError::BadCursor => Some(bad_cursor(error)),
        SearchError::WriterBusy(_) | SearchError::Io { .. } | SearchError::Engine(_) => None,
    }
}

async fn page(
    services: &Services,
    searcher: &Searcher,
    results: SearchResults,
    units: &Units,
) -> Result<Page, storage::Error> {
    let mut synonyms: Vec<String> = Vec::new();
    for word in results
        .applied_synonyms
        .into_iter()
        .flat_map(|applied| applied.also)
    {
        if !synonyms.contains(&word) {
            synonyms.push(word);
        }
    }
    Ok(Page {
        total: results.total,
        exact: results.total_is_exact,
        items: items(services, results.hits, results.highlighter).await?,
        facets: facets(results.facets, units),
        synonyms,
        dropped: results.dropped,
        matched: results.matched,
        next: results.next.map(|cursor| cursor.to_string()),
        degraded: false,
        version: searcher.version(),
    })
}

/// The bodies come from the database: what was withdrawn or ended a moment ago is left out at once, whatever the
/// index still holds.
async fn items(
    services: &Services,
    hits: Vec<Hit>,
    highlighter: Highlighter,
) -> Result<Vec<Item>, storage::Error> {
    let ids: Vec<RecordId> = hits.iter().map(|hit| RecordId(hit.id)).collect();
    let today = services.clock.today();
    let records = public::by_ids(&mut services.db.read().await?, &ids).await?;
    let mark_all = move || {
        let shown = records
            .into_iter()
            .filter(|record| record.publish_until.is_none_or(|until| until >= today));
        let score = |record: &PublicRecord| {
            hits.iter()
                .find(|hit| hit.id == record.id.0)
                .map_or(0.0, |hit| hit.score)
        };
        shown
            .map(|record| Item {
                score: score(&record),
                ..item(record, &highlighter)
            })
            .collect()
    };
    Ok(beside(services, mark_all).await)
}

fn item(record: PublicRecord, highlighter: &Highlighter) -> Item {
    let title = Piece::read(&highlighter.mark(&record.title));
    let basis = record.legal_basis.join("；");
    let optional = [
        ("party_name", &record.party_name),
        ("violation", &record.violation),
        ("facts", &record.facts),
        ("penalty_text", &record.penalty_text),
        ("body", &record.body),
        ("document_number", &record.document_number),
    ];
    let mut fields: Vec<(&str, &str)> = vec![("title", &record.title)];
    fields.extend(
        optional
            .into_iter()
            .filter_map(|(name, text)| Some((name, text.as_deref()?))),
    );
    fields.push(("legal_basis", &basis));
    let fragments = highlighter.fragments(&fields);
    let highlights = fragments.into_iter().map(|found| Highlight {
        pieces: Piece::read(&found.html),
        field: found.field,
    });
    let highlights = highlights.collect();
    Item {
        record,
        title,
        highlights,
        score: 0.0,
    }
}

/// In the order of the page, with the words for each value.
fn facets(found: Facets, units: &Units) -> Vec<(&'static str, Vec<FacetLine>)> {
    let lines = |counts: Vec<FacetCount>, label: &dyn Fn(&str) -> String| -> Vec<FacetLine> {
        let line = |FacetCount { value, count }| FacetLine {
            label: label(&value),
            value,
            count,
        };
        counts.into_iter().map(line).collect()
    };
    let kind = |value: &str| {
        RecordKind::parse(value).map_or_else(|| value.to_owned(), |kind| kind.label().to_owned())
    };
    let penalty = |value: &str| {
        PenaltyKind::parse(value).map_or_else(|| value.to_owned(), |kind| kind.label().to_owned())
    };
    let unit = |value: &str| units.by_code(value).map_or(value, |unit| &unit.name).to_owned();
    let mut years = lines(found.year, &|value| format!("{value}年"));
    years.sort_by(|a, b| b.value.cmp(&a.value));
    vec![
        ("kind", lines(found.kind, &kind)),
        ("unit", lines(found.unit, &unit)),
        ("year", years),
        ("penalty", lines(found.penalty, &penalty)),
        ("violation", lines(found.violation, &str::to_owned)),
        ("statute", lines(found.statute, &search::statute::label_of)),
    ]
}
