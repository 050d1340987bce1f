//! The real router on a real database, without a socket.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::role::Role;
use server::config::Config;
use server::state::AppState;
use service::accounts::{self, NewAccount};
use service::lifecycle::{OlderSchema, Opening};
use service::passwords::{Cost, NewPassword, Passwords};
use service::rng::Rng;
use service::services::Services;
use std::net::SocketAddr;
use std::sync::Arc;
use testkit::MockClock;
use tower::ServiceExt;

/// The password of every account that [`TestApp::account`] makes.
pub(crate) const PASSWORD: &str = "雨后石桥上有三只白鹅走过";
/// What a browser on one of our own pages sends.
pub(crate) const OWN_PAGE: (&str, &str) = ("sec-fetch-site", "same-origin");

/// Runs tests that take a [`TestApp`] on each database.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            use crate::support::TestApp;

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                super::$test(TestApp::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                super::$test(TestApp::postgres().await).await;
            }
        }
    )+};
}
pub(crate) use on_both;

/// A portal of its own for one test.
pub(crate) struct TestApp {
    pub(crate) router: Router,
    pub(crate) state: AppState,
    pub(crate) services: Services,
    pub(crate) clock: MockClock,
    pub(crate) folder: tempfile::TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    pub(crate) bytes: Bytes,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The page to which it leads, without what that page is asked to tell.
    pub(crate) fn led_to(&self) -> &str {
        self.header("location").split('?').next().unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// `name=value` of the cookie that the answer sets.
    pub(crate) fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap().to_owned()
    }
}

impl TestApp {
    pub(crate) async fn sqlite() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn postgres() -> Self {
        Self::start(testkit::postgres::fresh_database(), |_| {}).await
    }

    /// Without limits on clients, for tests that send much.
    pub(crate) async fn unlimited_postgres() -> Self {
        Self::postgres_with(|config| config.limits.disabled = true).await
    }

    /// On PostgreSQL, with settings of its own.
    pub(crate) async fn postgres_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::start(testkit::postgres::fresh_database(), change).await
    }

    /// On SQLite, with settings of its own.
    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::start(String::new(), change).await
    }

    async fn start(database: String, change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.data.dir = folder.path().to_owned();
        config.database.url = Some(database).filter(|url| !url.is_empty());
        // Tests change things behind the router's back, as other processes do.
        config.pages.look_ms = 0;
        change(&mut config);
        let clock = MockClock::default();
        let mut opening = Opening::new(
            config.data.dir.clone(),
            config.database_url(),
            OlderSchema::Migrate,
        );
        opening.clock = Arc::new(clock.clone());
        opening.rng = Rng::seeded(1);
        if config.limits.disabled {
            opening.limits = None;
        }
        opening.most_subscriptions = config.subscriptions.most;
        let mut services = opening.open().await.unwrap();
        services.passwords = Passwords::new(services.rng.clone(), Cost::LIGHT);
        let state = AppState::new(services.clone(), config).await.unwrap();
        Self {
            router: server::router::build(&state),
            state,
            services,
            clock,
            folder,
        }
    }

    /// Sends a request from 127.0.0.1.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let (mut parts, body) = request.into_parts();
        parts
            .extensions
            .insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000))));
        if !parts.headers.contains_key(header::HOST) {
            parts
                .headers
                .insert(header::HOST, "127.0.0.1:3000".parse().unwrap());
        }
        let response = self
            .router
            .clone()
            .oneshot(Request::from_parts(parts, body))
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
            bytes,
        }
    }

    pub(crate) async fn request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, *value));
        self.send(request.body(body.into()).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path, &[], Body::empty()).await
    }

    /// Reads a page with a session cookie.
    pub(crate) async fn get_as(&self, cookie: &str, path: &str) -> Answer {
        self.request(Method::GET, path, &[("cookie", cookie)], Body::empty())
            .await
    }

    /// Posts a form as a browser on one of our own pages does.
    pub(crate) async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_form_as("", path, fields).await
    }

    pub(crate) async fn post_form_as(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields
            .iter()
            .fold(app::link::Query::new("/"), |query, (name, value)| {
                query.with(name, value)
            })
            .href();
        let body = body.trim_start_matches("/?").trim_start_matches('/').to_owned();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            OWN_PAGE,
            ("cookie", cookie),
        ];
        self.request(Method::POST, path, &headers, body).await
    }

    /// Makes an account whose user name is its role, in the root unit.
    pub(crate) async fn account(&self, role: Role) {
        let new = NewAccount {
            username: role.as_str().to_owned(),
            display_name: role.label().to_owned(),
            role,
            unit: "county".into(),
            badge: None,
        };
        accounts::add(&self.services, &new, &NewPassword::parse(PASSWORD, &[]).unwrap())
            .await
            .unwrap();
    }

    /// Makes an account and signs in; the answer is the session cookie.
    pub(crate) async fn sign_in(&self, role: Role) -> String {
        self.account(role).await;
        let answer = self
            .post_form(
                "/staff/sign-in",
                &[("username", role.as_str()), ("password", PASSWORD)],
            )
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        answer.cookie()
    }
}
