//! The publication policy in force, and what it would say of a decision.

use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::staff_records::{PolicyPage, Tried, policy as page};
use app::t;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::field_error::FieldError;
use domain::policy::{Policy, Rule, is_public_security};
use domain::record::{Content, PartyType, RecordKind};

/// The rules, and the trial where one was asked for.
pub async fn policy(
    State(app): State<AppState>,
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let services = app.services();
    let policy = service::policy::current(services).await?;
    let is_trial = !pairs.is_empty();
    let mut form = FormState::from_pairs(pairs);
    let thought_of = is_trial.then(|| thought_of(&mut form)).flatten();
    let tried = thought_of.map(|content| tried(&policy, &content, services.clock.today()));
    let model = PolicyPage { policy, form, tried };
    Ok(visit.private(StatusCode::OK, |ui| page(ui, model)))
}

fn tried(policy: &Policy, content: &Content, today: NaiveDate) -> Tried {
    let ruling = policy.rule_on(content);
    // The ruling borrows the ground of the rule that applied.
    let applied = |rule: &Rule| std::ptr::eq(rule.ground.as_str(), ruling.ground.as_ref());
    Tried {
        decision: ruling.decision,
        rule: policy.rules.iter().position(applied).map(|place| place + 1),
        is_public_security: is_public_security(content),
        ground: ruling.ground.into_owned(),
        until: policy.publish_until(content, today),
    }
}

/// The decision that the form describes; `None` where something of it is to be mended.
fn thought_of(form: &mut FormState) -> Option<Content> {
    let (kind, party_type) = (
        RecordKind::parse(form.value("kind")),
        PartyType::parse(form.value("party_type")),
    );
    if kind.is_none() {
        form.error("kind", FieldError::not_chosen("kind", &t("policy-kind")).message);
    }
    if party_type.is_none() {
        form.error(
            "party_type",
            FieldError::not_chosen("party_type", &t("policy-party")).message,
        );
    }
    let typed = form.value("decided_on").trim().to_owned();
    let decided_on = typed.parse().ok();
    if decided_on.is_none() && !typed.is_empty() {
        let told = FieldError::not_a_date("decided_on", &t("policy-decided"), &typed);
        form.error("decided_on", told.message);
    }
    if !form.is_valid() {
        return None;
    }
    let written = |name: &str| Some(form.value(name).trim().to_owned()).filter(|text| !text.is_empty());
    Some(Content {
        party_type,
        decided_on,
        violation: written("violation"),
        legal_basis: written("basis").into_iter().collect(),
        ..Content::of(kind?, String::new())
    })
}
