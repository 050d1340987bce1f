//! Which saved searches find which new records: by the same units, lay words and index as the search itself.

use super::canonical::search_of;
use super::document::document;
use super::find::beside;
use super::synonyms;
use crate::services::Services;
use domain::ids::{RecordId, SearchId};
use domain::unit::Units;
use search::{Newcomers, SearchError, Searcher};
use std::sync::Arc;
use storage::public::PublicRecord;

/// Why nothing was matched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InverseError {
    /// The index does not hold the records yet.
    #[error("检索库还没有跟上新公开的记录，跟上后再比对订阅")]
    NotIndexed,
    /// The index.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// What each search finds among `records`, which are public.
pub(crate) async fn matches(
    services: &Services,
    searches: Vec<(SearchId, String)>,
    records: Vec<PublicRecord>,
) -> Result<Vec<(SearchId, Vec<RecordId>)>, InverseError> {
    let index = current(services).await?;
    let units = crate::units::shown(services).await?;
    let work = move || {
        let documents: Vec<_> = records
            .into_iter()
            .map(|record| document(record, &units))
            .collect();
        let newcomers = Newcomers::of(&documents)?;
        let each = searches.into_iter();
        let matched = each.map(|(id, query)| (id, found(&index, &query, &newcomers, &units)));
        Ok::<_, SearchError>(matched.collect())
    };
    Ok(beside(services, work).await?)
}

/// A snapshot that holds everything committed by now, with the lay words in force.
async fn current(services: &Services) -> Result<Searcher, InverseError> {
    let newest = storage::index_changes::newest(&mut services.db.read().await?).await?;
    synonyms::refresh(services).await?;
    let portal = Arc::clone(&services.search);
    beside(services, move || portal.refresh()).await;
    let searcher = services.search.searcher();
    searcher
        .filter(|searcher| searcher.applied_sequence() >= newest)
        .ok_or(InverseError::NotIndexed)
}

fn found(searcher: &Searcher, query: &str, newcomers: &Newcomers, units: &Units) -> Vec<RecordId> {
    let Some(ask) = search_of(query, units) else {
        tracing::warn!("a saved search means nothing any more and finds nothing");
        return Vec::new();
    };
    match searcher.finds(&ask, newcomers) {
        Ok(ids) => ids.into_iter().map(RecordId).collect(),
        // Limits may have become narrower since it was saved; and one search that the engine stumbles over must not
        // silence all the others.
        Err(error) => {
            tracing::warn!(error = %error, "a saved search could not be matched");
            Vec::new()
        }
    }
}
