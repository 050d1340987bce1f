//! A member of staff at the workbench, and a page shown again when what was posted there cannot be done.

use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::routes::feedback::with_errors;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::t;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::role::Staff;
use service::feedback::HandleError;
use service::services::Services;

/// Who asks, with what is needed to answer.
pub struct Desk {
    app: AppState,
    pub(super) visit: Visit,
    pub(super) staff: Staff,
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
    pub(super) fn services(&self) -> &Services {
        self.app.services()
    }
}

/// How a page is shown: fresh, or once more with what was typed and why it was not done.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) status: StatusCode,
    pub(super) form: FormState,
    pub(super) refused: Option<String>,
}

impl Shown {
    /// After `error`: beside its field, or above the form when somebody was faster. Anything else is a problem of
    /// its own.
    pub(super) fn after(error: HandleError, form: FormState) -> Result<Self, Problem> {
        let conflict = |form, refused| Self {
            status: StatusCode::CONFLICT,
            form,
            refused: Some(refused),
        };
        match error {
            HandleError::Invalid(errors) => Ok(Self {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                form: with_errors(form, errors),
                refused: None,
            }),
            HandleError::Storage(storage::Error::Stale) => Ok(conflict(form, t("case-stale"))),
            HandleError::Refused(refused) => Ok(conflict(form, refused.to_string())),
            HandleError::DemandRefused(refused) => Ok(conflict(form, refused.to_string())),
            other => Err(other.into()),
        }
    }
}

/// 303 to a page of the workbench; a reference typed oddly leads nowhere else.
pub(super) fn see(path: &str) -> Response {
    let mut response = Redirect::to(path).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
