//! Units as the public sees them.

use crate::services::Services;
use domain::unit::Units;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use storage::public::{self, Coverage};
use uuid::Uuid;

/// Every unit that may be shown: those of an import under way are not there yet.
pub async fn shown(services: &Services) -> Result<Units, storage::Error> {
    storage::units::shown(&mut services.db.read().await?).await
}

/// What each unit shows, by row id.
pub async fn coverage(services: &Services) -> Result<HashMap<Uuid, Coverage>, storage::Error> {
    let lines = public::coverage(&mut services.db.read().await?, services.clock.today()).await?;
    Ok(lines.into_iter().map(|line| (line.unit_id, line)).collect())
}

/// Changes whenever a name, a place in the tree or a particular of a unit changes: part of what caches key on.
pub fn version(units: &Units) -> u64 {
    // The default hasher is keyed alike in every process of one build, and the build is part of every tag.
    let mut hasher = DefaultHasher::new();
    for unit in units.iter() {
        (
            unit.code.as_str(),
            &unit.name,
            unit.parent,
            unit.incomplete,
            &unit.address,
            &unit.phone,
        )
            .hash(&mut hasher);
    }
    hasher.finish()
}
