//! What all handlers share.

use crate::config::Config;
use crate::shelf::Shelves;
use service::auth::Lifetime;
use service::services::Services;
use std::sync::{Arc, PoisonError, RwLock};

/// Shared by all handlers; cloning is cheap.
#[derive(Debug, Clone)]
pub struct AppState(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    services: Services,
    config: Config,
    /// Read at start and again with every heartbeat: `init` may name the bureau while the portal runs.
    bureau: RwLock<Arc<str>>,
    session: Lifetime,
    readiness: crate::readiness::Readiness,
    shelves: Shelves,
}

impl AppState {
    /// The state of one web process.
    pub async fn new(services: Services, config: Config) -> Result<Self, storage::Error> {
        let bureau = RwLock::new(service::lifecycle::bureau_name(&services.db).await?.into());
        let readiness = crate::readiness::Readiness::default();
        readiness.must_reach(service::jobs::newest_index_change(&services.db).await?);
        let session = Lifetime::new(config.session.idle_minutes, config.session.absolute_hours);
        let shelves = Shelves::new(&config.pages);
        Ok(Self(Arc::new(Inner {
            services,
            config,
            bureau,
            session,
            readiness,
            shelves,
        })))
    }

    /// The use cases' means.
    pub fn services(&self) -> &Services {
        &self.0.services
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The bureau's name.
    pub fn bureau(&self) -> Arc<str> {
        Arc::clone(&self.0.bureau.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads again what commands may have changed meanwhile.
    pub async fn refresh(&self) -> Result<(), storage::Error> {
        let name = service::lifecycle::bureau_name(&self.services().db).await?;
        *self.0.bureau.write().unwrap_or_else(PoisonError::into_inner) = name.into();
        Ok(())
    }

    /// How long a sign-in lasts.
    pub fn session_lifetime(&self) -> Lifetime {
        self.0.session
    }

    /// Finished public pages.
    pub fn shelves(&self) -> &Shelves {
        &self.0.shelves
    }

    /// Whether the portal is ready.
    pub fn readiness(&self) -> &crate::readiness::Readiness {
        &self.0.readiness
    }
}
