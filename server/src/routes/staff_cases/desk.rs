//! A member of staff at the workbench.

use crate::middleware::SignedIn;
use crate::state::AppState;
use crate::visit::Visit;
use app::Done;
use app::link::Query;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::role::Staff;
use service::services::Services;

/// Who asks, with what is needed to answer.
pub struct Desk {
    app: AppState,
    pub(crate) visit: Visit,
    pub(crate) staff: Staff,
}

impl FromRequestParts<AppState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Response> {
        let Ok(visit) = Visit::from_request_parts(parts, app).await;
        let SignedIn { staff, .. } = SignedIn::from_request_parts(parts, app).await?;
        let app = app.clone();
        Ok(Self { app, visit, staff })
    }
}

impl Desk {
    pub(crate) fn services(&self) -> &Services {
        self.app.services()
    }
}

/// 303 to a page of the workbench that tells which step was taken.
pub(crate) fn told(done: Done, path: &str) -> Response {
    see(&done.told_at(&Query::new(path)))
}

/// 303 to a page of the workbench; a reference typed oddly leads nowhere else.
pub(crate) fn see(path: &str) -> Response {
    let mut response = Redirect::to(path).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
