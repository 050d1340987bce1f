//! The words that the search box offers: violations, units, articles and document numbers of public records. Names
//! of people are never among them.

use super::find::beside;
use super::synonyms;
use crate::services::Services;
use domain::ids::RecordId;
use domain::unit::Units;
use search::{Ask, Facets, SearchError, Searcher, Suggestion, Vocabulary, VocabularyEntry};
use std::sync::{Arc, PoisonError};
use storage::public;

/// Articles offered at most.
const STATUTES: usize = 300;

/// Violations kept for the home page.
const FREQUENT: usize = 10;

/// The words collected, and from which version of the index.
#[derive(Debug, Default)]
pub(super) struct Words {
    version: String,
    vocabulary: Arc<Vocabulary>,
    frequent: Vec<String>,
}

/// Words offered for what is typed so far.
#[derive(Debug, Clone)]
pub struct Offered {
    /// The words, most fitting first, then document numbers that begin so.
    pub items: Vec<Suggestion>,
    /// Names what they come from, for caches.
    pub version: String,
}

/// Words for what is typed so far, most frequent first; what room is left goes to document numbers.
pub async fn suggest(services: &Services, typed: &str, limit: usize) -> Result<Offered, storage::Error> {
    let (vocabulary, version) = words(services);
    let mut items = vocabulary.suggest(typed, limit);
    let searcher = services.search.searcher();
    let index = searcher.as_ref().map(Searcher::version).unwrap_or_default();
    if let Some(searcher) = searcher {
        items.extend(numbers(services, searcher, typed, limit - items.len()).await?);
    }
    let version = format!("{version} {index}");
    Ok(Offered { items, version })
}

/// Document numbers as printed: what was withdrawn a moment ago or has ended is not among them.
async fn numbers(
    services: &Services,
    searcher: Searcher,
    typed: &str,
    limit: usize,
) -> Result<Vec<Suggestion>, storage::Error> {
    let typed = typed.to_owned();
    let ids = match beside(services, move || searcher.numbers_beginning(&typed, limit)).await {
        Ok(ids) => ids.into_iter().map(RecordId).collect::<Vec<_>>(),
        Err(error) => {
            services.search.give_up(&error);
            Vec::new()
        }
    };
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let today = services.clock.today();
    let records = public::by_ids(&mut services.db.read().await?, &ids).await?;
    let shown = records
        .into_iter()
        .filter(|record| record.publish_until.is_none_or(|until| until >= today));
    Ok(shown
        .filter_map(|record| record.document_number)
        .map(|text| entry(text, "document_number", 1))
        .collect())
}

/// A word that sounds or is written nearly like what was typed.
pub fn did_you_mean(services: &Services, typed: &str) -> Option<String> {
    words(services).0.did_you_mean(typed)
}

/// The violations that occur most.
pub fn frequent(services: &Services, limit: usize) -> Vec<String> {
    services
        .search
        .words
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .frequent
        .iter()
        .take(limit)
        .cloned()
        .collect()
}

fn words(services: &Services) -> (Arc<Vocabulary>, String) {
    let words = services
        .search
        .words
        .read()
        .unwrap_or_else(PoisonError::into_inner);
    (Arc::clone(&words.vocabulary), words.version.clone())
}

/// Takes up the lay words in force, and collects the words of the search box anew when these or the index have changed
/// since they were collected.
pub async fn refresh_words(services: &Services) -> Result<(), storage::Error> {
    synonyms::refresh(services).await?;
    let Some(searcher) = services.search.searcher() else {
        return Ok(());
    };
    let version = searcher.version();
    if services
        .search
        .words
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .version
        == version
    {
        return Ok(());
    }
    let units = crate::units::shown(services).await?;
    let violations = public::violations(&mut services.db.read().await?).await?;
    let frequent = violations.iter().take(FREQUENT);
    let frequent = frequent.map(|(text, _)| text.clone()).collect();
    let Some(vocabulary) = vocabulary(searcher, violations, units).await else {
        return Ok(());
    };
    let collected = Words {
        version,
        frequent,
        vocabulary: Arc::new(vocabulary),
    };
    *services
        .search
        .words
        .write()
        .unwrap_or_else(PoisonError::into_inner) = collected;
    services.search.turn();
    Ok(())
}

/// Violations, units and statutes with their counts; `None` where the index fails, which the next search will notice.
async fn vocabulary(searcher: Searcher, violations: Vec<(String, i64)>, units: Units) -> Option<Vocabulary> {
    let work = tokio::task::spawn_blocking(move || {
        let ask = Ask {
            per_page: 0,
            facet_limit: STATUTES,
            ..Ask::default()
        };
        let facets = searcher.search(&ask)?.facets;
        let entries = entries(violations, facets, &units);
        Ok::<_, SearchError>(Vocabulary::new(entries, searcher.synonyms()))
    });
    match work.await {
        Ok(Ok(vocabulary)) => Some(vocabulary),
        Ok(Err(error)) => {
            tracing::warn!(error = %error, "the words of the search box cannot be collected");
            None
        }
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}

fn entry(text: String, kind: &str, count: u64) -> VocabularyEntry {
    VocabularyEntry {
        text,
        kind: kind.to_owned(),
        count,
    }
}

fn entries(violations: Vec<(String, i64)>, facets: Facets, units: &Units) -> Vec<VocabularyEntry> {
    let violations = violations
        .into_iter()
        .map(|(text, count)| entry(text, "violation", count.unsigned_abs()));
    let named = facets
        .unit
        .into_iter()
        .filter_map(|found| Some((units.by_code(&found.value)?.name.clone(), found.count)))
        .map(|(name, count)| entry(name, "unit", count));
    let statutes = facets
        .statute
        .into_iter()
        .map(|found| entry(search::statute::label_of(&found.value), "statute", found.count));
    violations.chain(named).chain(statutes).collect()
}
