//! A portal of its own with the demo in it.

use crate::Outcome;
use axum::Router;
use chrono::NaiveDate;
use server::config::Config;
use server::http::{Guards, PeerSlots, serve};
use server::state::AppState;
use service::demo::{Demo, load};
use service::lifecycle::{OlderSchema, Opening};
use service::passwords::NewPassword;
use service::search::Follower;
use service::services::Services;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;

/// Open, indexed, without limits on clients.
pub(crate) struct Portal {
    pub(crate) services: Services,
    pub(crate) state: AppState,
    pub(crate) router: Router,
    _folder: TempDir,
}

impl Portal {
    pub(crate) async fn open() -> Outcome<Self> {
        let _ = any_spawner::Executor::init_tokio();
        let folder = tempfile::tempdir()?;
        let mut config = Config::default();
        config.data.dir = folder.path().to_owned();
        let mut opening = Opening::new(
            config.data.dir.clone(),
            config.database_url(),
            OlderSchema::Refuse,
        );
        opening.limits = None;
        let services = opening.open().await?;
        fill(&services).await?;
        let state = AppState::new(services.clone(), config).await?;
        server::assets::identify();
        Ok(Self {
            router: server::router::build(&state),
            state,
            services,
            _folder: folder,
        })
    }
}

/// The demo of the default size, in the index.
async fn fill(services: &Services) -> Outcome<()> {
    let demo = Demo {
        seed: 1,
        records: 2_000,
        today: NaiveDate::from_ymd_opt(2025, 12, 31).ok_or("a real day")?,
    };
    load(
        services,
        &demo,
        &NewPassword::long_enough("雨后石桥上有三只白鹅走过")?,
        &mut |_| {},
    )
    .await?;
    let mut follower = Follower::new(services);
    while follower.step().await? {}
    services.search.refresh();
    Ok(())
}

/// Serves the portal on a free port until the program ends.
pub(crate) async fn listen(router: Router) -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let addr = listener.local_addr()?.to_string();
    let guards = Guards {
        connections: 64,
        per_client: PeerSlots::new(64, &[]),
        header: Duration::from_secs(10),
        stalled: Duration::from_secs(10),
        drain: Duration::from_secs(1),
    };
    tokio::spawn(serve(listener, router, guards, std::future::pending()));
    Ok(addr)
}
