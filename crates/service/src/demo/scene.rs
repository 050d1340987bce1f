//! Use cases at a time of the demo's choosing.

use super::Demo;
use super::clock::MovedClock;
use crate::limits::Limits;
use crate::rng::Rng;
use crate::services::Services;
use chrono::{DateTime, Utc};
use domain::role::Staff;
use domain::scramble::scrambled;
use std::sync::Arc;

/// The same portal with a clock that moves, identifiers drawn from the seed, and no limits on clients.
pub(super) struct Scene {
    clock: Arc<MovedClock>,
    services: Services,
}

impl Scene {
    /// For one area; each area draws from a stream of its own.
    pub(super) fn new(demo: &Demo, services: &Services, area: u64) -> Self {
        let clock = Arc::new(MovedClock::new(demo.last_instant()));
        let rng = Rng::seeded(scrambled(demo.seed ^ scrambled(area)));
        let limits = Arc::new(Limits::disabled(&rng));
        let services = Services {
            clock: Arc::clone(&clock) as _,
            rng,
            limits,
            ..services.clone()
        };
        Self { clock, services }
    }

    /// The portal at a time.
    pub(super) fn at(&self, time: DateTime<Utc>) -> &Services {
        self.clock.set(time);
        &self.services
    }
}

/// The account that works the queue of a unit.
pub(super) fn worker_of(staff: &[Staff], unit: domain::ids::UnitId) -> Option<&Staff> {
    staff
        .iter()
        .find(|one| one.unit == unit && one.role.works_cases())
}
