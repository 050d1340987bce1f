//! The words that the search box offers: violations, units and articles that occur in public records. Names of
//! people are never among them.

use crate::services::Services;
use domain::unit::Units;
use search::{Ask, Facets, Searcher, Suggestion, Vocabulary, VocabularyEntry};
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

/// Words for what is typed so far, most frequent first.
pub fn suggest(services: &Services, typed: &str, limit: usize) -> Vec<Suggestion> {
    words(services).suggest(typed, limit)
}

/// A word that sounds or is written nearly like what was typed.
pub fn did_you_mean(services: &Services, typed: &str) -> Option<String> {
    words(services).did_you_mean(typed)
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

fn words(services: &Services) -> Arc<Vocabulary> {
    Arc::clone(
        &services
            .search
            .words
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .vocabulary,
    )
}

/// Collects the words anew when the index has changed since they were collected.
pub async fn refresh_words(services: &Services) -> Result<(), storage::Error> {
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
    let Some(facets) = counted(searcher).await else {
        return Ok(());
    };
    let frequent = violations.iter().take(FREQUENT);
    let collected = Words {
        version,
        frequent: frequent.map(|(text, _)| text.clone()).collect(),
        vocabulary: Arc::new(vocabulary(violations, facets, &units)),
    };
    *services
        .search
        .words
        .write()
        .unwrap_or_else(PoisonError::into_inner) = collected;
    Ok(())
}

/// Units and statutes with their counts; `None` where the index fails, which the next search will notice.
async fn counted(searcher: Searcher) -> Option<Facets> {
    let work = tokio::task::spawn_blocking(move || {
        searcher.search(&Ask {
            per_page: 0,
            facet_limit: STATUTES,
            ..Ask::default()
        })
    });
    match work.await {
        Ok(Ok(results)) => Some(results.facets),
        Ok(Err(error)) => {
            tracing::warn!(error = %error, "the words of the search box cannot be collected");
            None
        }
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}

fn vocabulary(violations: Vec<(String, i64)>, facets: Facets, units: &Units) -> Vocabulary {
    let entry = |text: String, kind: &str, count| VocabularyEntry {
        text,
        kind: kind.to_owned(),
        count,
    };
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
    Vocabulary::new(violations.chain(named).chain(statutes))
}
