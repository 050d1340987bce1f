//! The callback link: GET shows, POST records once.

use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::callback::{CallbackModel, ClosedLink, DoneModel, callback, closed, done};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::callback::Round;
use service::callbacks::{self, Answered, Invite, Link};

/// The form, or that the link can no longer be answered.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    match callbacks::look(app.services(), &token).await? {
        Link::Open(invite) => {
            let key = app.services().rng.symbols::<26>().to_string();
            let form = FormState::new().with("idempotency_key", key);
            Ok(visit.private(StatusCode::OK, |ui| callback(ui, model(invite, form))))
        }
        other => not_open(&visit, &other),
    }
}

/// Records the answer once.
pub async fn answer(
    State(app): State<AppState>,
    visit: Visit,
    Path(token): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    match callbacks::answer(app.services(), &token, &pairs).await? {
        Answered::Recorded(thanks) => {
            let (opted_out, followed_up) = (thanks.opted_out, thanks.followed_up);
            let said = DoneModel {
                opted_out,
                followed_up,
                wants_contact: thanks.wants_contact,
            };
            Ok(visit.private(StatusCode::CREATED, |ui| done(ui, said)))
        }
        Answered::Invalid(invite, errors) => {
            let mut form = FormState::from_pairs(pairs);
            for error in errors {
                form.error(error.field, error.message);
            }
            Ok(visit.private(StatusCode::UNPROCESSABLE_ENTITY, |ui| {
                callback(ui, model(invite, form))
            }))
        }
        Answered::Not(link) => not_open(&visit, &link),
    }
}

fn model(invite: Invite, form: FormState) -> CallbackModel {
    CallbackModel {
        kind: invite.kind,
        closed_on: invite.closed_on,
        unit: invite.unit,
        second: invite.round == Round::Second,
        expires_on: invite.expires_on,
        form,
    }
}

fn not_open(visit: &Visit, link: &Link) -> Result<Response, Problem> {
    let why = match link {
        Link::Used => ClosedLink::Used,
        Link::Expired => ClosedLink::Expired,
        Link::Unknown | Link::Open(_) => return Err(Problem::not_found()),
    };
    Ok(visit.private(StatusCode::GONE, |ui| closed(ui, why)))
}
