//! Lay words as a bureau has them: the built-in list, or its own (`mingjing rules set synonyms FILE`).

use crate::rules;
use crate::services::Services;
use search::{SynonymGroup, Synonyms};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError};

/// Lay words with the official terms that they stand for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct SynonymRules(Vec<SynonymGroup>);

impl Default for SynonymRules {
    fn default() -> Self {
        Self(Synonyms::built_in().groups().to_vec())
    }
}

/// Takes up the list in force when it has changed: every search from now on uses it, and nothing is indexed anew.
pub(super) async fn refresh(services: &Services) -> Result<(), storage::Error> {
    let SynonymRules(groups) = rules::in_force(&mut services.db.read().await?).await?;
    let known = &services.search.synonyms;
    let is_known = known.read().unwrap_or_else(PoisonError::into_inner).groups() == groups;
    if !is_known {
        *known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Synonyms::of(groups));
        services.search.turn();
    }
    Ok(())
}
