//! Units as the public sees them.

use crate::services::Services;
use domain::unit::Units;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Every unit that may be shown: those of an import under way are not there yet.
pub async fn shown(services: &Services) -> Result<Units, storage::Error> {
    storage::units::shown(&mut services.db.read().await?).await
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
