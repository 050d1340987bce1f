//! The table of contents: every address of the portal. The router, the inventory for the authorisation matrix
//! (`docs/authz.csv`) and the tests over all routes are made from it.

use crate::api;
use crate::route::{ANY_ROLE, Access::Anyone, Access::Staff, Route};
use crate::routes::staff_cases::{HAS_QUEUE, SEES_CASES};
use crate::routes::{
    account, callback, dashboard, feedback, feeds, operations as health, preferences, rectifications, robots,
    staff_callbacks, staff_cases,
};
use crate::routes::{
    home, legal, objections, progress, records, sitemap, staff_objections, staff_records, staff_spot_checks,
    statistics, subscriptions, units,
};
use crate::state::AppState;
use crate::{assets, middleware, problem::Problem};
use app::ui::StaffItem;
use axum::Router;
use domain::role::Role;
use service::limits::Action;

/// 10,000 characters of four bytes, each written as `%XX` or `\\uXXXX\\uXXXX`, and the other fields.
const FEEDBACK_BODY: usize = 256 * 1024;

/// The longest decision that anybody types: some 300,000 characters, each written as `%XX%XX%XX`.
const RECORD_BODY: usize = 3 * 1024 * 1024;

/// Every route, by area.
pub fn routes() -> Vec<Route> {
    let mut all = operations();
    all.extend(public());
    all.extend(records());
    all.extend(desk());
    all.extend(objections());
    all.extend(by_mail());
    all.extend(spot_checks());
    all.extend(staff());
    all.extend(api());
    all.extend(callbacks());
    all
}

fn operations() -> Vec<Route> {
    vec![
        Route::get("/healthz", Anyone, health::healthz),
        Route::get("/readyz", Anyone, health::readyz),
        Route::get("/robots.txt", Anyone, robots::robots),
    ]
}

fn public() -> Vec<Route> {
    vec![
        Route::post("/preferences", Anyone, preferences::save).limited(Action::Preferences),
        Route::get("/feedback/new", Anyone, feedback::form),
        Route::post("/feedback/new", Anyone, feedback::submit).body_limit(FEEDBACK_BODY),
        Route::get("/feedback/status", Anyone, feedback::look_up_form),
        Route::post("/feedback/status", Anyone, feedback::look_up),
        Route::get("/progress", Anyone, progress::form),
        Route::post("/progress", Anyone, progress::look_up),
        Route::post("/feedback/status/messages", Anyone, feedback::act).body_limit(FEEDBACK_BODY),
    ]
}

fn records() -> Vec<Route> {
    vec![
        Route::get("/", Anyone, home::show).shelved(),
        Route::get("/records", Anyone, records::list).limited(Action::Search),
        Route::get("/records/{ref}", Anyone, records::show).shelved(),
        Route::get("/records/{ref}/json", Anyone, records::json).shelved(),
        Route::get("/records/{ref}/history", Anyone, records::history).shelved(),
        Route::get("/records/{ref}/history/{version}", Anyone, records::earlier).limited(Action::Search),
        Route::get("/withdrawals", Anyone, records::withdrawals).limited(Action::Search),
        Route::get("/feeds/records.atom", Anyone, feeds::records).limited(Action::Search),
        Route::get("/units", Anyone, units::list).shelved(),
        Route::get("/units/{code}", Anyone, units::show).limited(Action::Search),
        Route::get("/statistics", Anyone, statistics::show).limited(Action::Search),
        Route::get("/privacy", Anyone, legal::privacy),
        Route::get("/accessibility", Anyone, legal::accessibility),
        Route::get("/sitemap.xml", Anyone, sitemap::sitemap).limited(Action::Search),
        Route::get("/api/v1/records", Anyone, api::records::list).limited(Action::Search),
        Route::get("/api/v1/records/{ref}", Anyone, api::records::show).shelved(),
        Route::get("/api/v1/records/{ref}/similar", Anyone, api::records::similar).limited(Action::Search),
        Route::get("/api/v1/suggest", Anyone, api::units::suggest).limited(Action::Suggest),
        Route::get("/api/v1/units", Anyone, api::units::list),
        Route::get("/api/openapi.json", Anyone, api::openapi::document),
    ]
}

/// Where records become public.
fn desk() -> Vec<Route> {
    let (sees, publishes, reviews, consents) = (
        Staff(Role::sees_drafts),
        Staff(Role::publishes),
        Staff(Role::reviews_records),
        Staff(Role::consents),
    );
    vec![
        Route::get("/staff/records", sees, staff_records::list),
        Route::post("/staff/records/approve", reviews, staff_records::approve),
        Route::get(
            "/staff/records/outliers",
            Staff(Role::watches_discretion),
            staff_records::outliers,
        ),
        Route::get("/staff/exceptions", sees, staff_records::register),
        Route::get("/staff/policy", sees, staff_records::policy),
        Route::get("/staff/records/new", publishes, staff_records::blank),
        Route::post("/staff/records/new", publishes, staff_records::enter).body_limit(RECORD_BODY),
        Route::get("/staff/records/gaps", sees, staff_records::gaps::show),
        Route::post("/staff/records/gaps", publishes, staff_records::gaps::explain),
        Route::get("/staff/records/{ref}", sees, staff_records::show),
        Route::get("/staff/records/{ref}/edit", publishes, staff_records::edit),
        Route::post("/staff/records/{ref}/edit", publishes, staff_records::mend).body_limit(RECORD_BODY),
        Route::post("/staff/records/{ref}/masking", publishes, staff_records::choose),
        Route::post(
            "/staff/records/{ref}/exception/propose",
            reviews,
            staff_records::propose,
        ),
        Route::post(
            "/staff/records/{ref}/exception/answer",
            consents,
            staff_records::answer,
        ),
        Route::post("/staff/records/{ref}/submit", publishes, staff_records::submit),
        Route::post("/staff/records/{ref}/review", reviews, staff_records::judge),
        Route::post("/staff/records/{ref}/publish", publishes, staff_records::publish),
        Route::post(
            "/staff/records/{ref}/forget-earlier",
            publishes,
            staff_records::forget_earlier,
        ),
        Route::post(
            "/staff/records/{ref}/schedule",
            publishes,
            staff_records::schedule,
        ),
        Route::post("/staff/records/{ref}/owed", sees, staff_records::owe),
        Route::post("/staff/records/{ref}/withdraw", sees, staff_records::withdraw),
    ]
}

fn objections() -> Vec<Route> {
    let sees = Staff(Role::sees_objections);
    vec![
        Route::get("/records/{ref}/objection", Anyone, objections::form),
        Route::post("/records/{ref}/objection", Anyone, objections::submit),
        Route::get("/staff/objections", sees, staff_objections::list),
        Route::get("/staff/objections/{reference}", sees, staff_objections::show),
        Route::post(
            "/staff/objections/{reference}",
            Staff(Role::publishes),
            staff_objections::answer,
        ),
    ]
}

/// Searches by mail. The token in an address is the only key.
fn by_mail() -> Vec<Route> {
    let link = Action::SubscriptionLink;
    vec![
        Route::get("/subscriptions/new", Anyone, subscriptions::form).limited(Action::Search),
        Route::post("/subscriptions/new", Anyone, subscriptions::ask).limited(Action::Search),
        Route::get("/subscriptions/{token}", Anyone, subscriptions::look).limited(link),
        Route::post("/subscriptions/{token}", Anyone, subscriptions::act).limited(link),
        Route::get("/subscriptions/{token}/stop", Anyone, subscriptions::stop_page).limited(link),
        Route::post("/subscriptions/{token}/stop", Anyone, subscriptions::stop).limited(link),
    ]
}

fn spot_checks() -> Vec<Route> {
    let (sees, checks) = (Staff(Role::sees_spot_checks), Staff(Role::spot_checks));
    vec![
        Route::get("/staff/spot-checks", sees, staff_spot_checks::list),
        Route::get("/staff/spot-checks/new", checks, staff_spot_checks::blank),
        Route::post("/staff/spot-checks/new", checks, staff_spot_checks::draw),
        Route::get("/staff/spot-checks/findings", sees, staff_spot_checks::findings),
        Route::get("/staff/spot-checks/{number}", sees, staff_spot_checks::show),
        Route::get(
            "/staff/spot-checks/{number}/{place}",
            sees,
            staff_spot_checks::show_item,
        ),
        Route::post(
            "/staff/spot-checks/{number}/{place}",
            checks,
            staff_spot_checks::judge,
        ),
        Route::post(
            "/staff/spot-checks/{number}/{place}/original",
            sees,
            staff_spot_checks::original,
        ),
        Route::post(
            "/staff/spot-checks/{number}/{place}/{finding}",
            Staff(Role::settles_findings),
            staff_spot_checks::settle,
        ),
    ]
}

fn staff() -> Vec<Route> {
    vec![
        Route::get("/staff", Staff(ANY_ROLE), account::home),
        Route::get("/staff/sign-in", Anyone, account::form),
        Route::post("/staff/sign-in", Anyone, account::sign_in),
        Route::post("/staff/sign-out", Staff(ANY_ROLE), account::sign_out),
        Route::get("/staff/queue", Staff(HAS_QUEUE), staff_cases::queue),
        Route::get(
            "/staff/feedback/{reference}",
            Staff(SEES_CASES),
            staff_cases::show,
        ),
        Route::post(
            "/staff/feedback/{reference}",
            Staff(Role::works_cases),
            staff_cases::act,
        )
        .body_limit(FEEDBACK_BODY),
        Route::post(
            "/staff/feedback/{reference}/original",
            Staff(Role::works_cases),
            staff_cases::original,
        ),
        Route::get(
            "/staff/feedback/{reference}/demand",
            Staff(Role::works_cases),
            staff_cases::demand_form,
        ),
        Route::post(
            "/staff/feedback/{reference}/demand",
            Staff(Role::works_cases),
            staff_cases::send_demand,
        )
        .body_limit(FEEDBACK_BODY),
        Route::get(
            "/staff/demands/{id}",
            Staff(Role::works_cases),
            staff_cases::show_demand,
        ),
        Route::post(
            "/staff/demands/{id}",
            Staff(Role::works_cases),
            staff_cases::act_on_demand,
        )
        .body_limit(FEEDBACK_BODY),
    ]
}

fn callbacks() -> Vec<Route> {
    let (watches, works) = (Staff(Role::watches), Staff(Role::works_cases));
    vec![
        Route::get("/callback/{token}", Anyone, callback::show).limited(Action::Callback),
        Route::post("/callback/{token}", Anyone, callback::answer).limited(Action::Callback),
        Route::get("/staff/callbacks", watches, staff_callbacks::list),
        Route::get("/staff/callbacks/cases", watches, staff_callbacks::cases),
        Route::get("/staff/callbacks/{id}", watches, staff_callbacks::show),
        Route::post("/staff/callbacks/{id}", watches, staff_callbacks::act),
        Route::get("/staff/rectifications", works, rectifications::list),
        Route::post("/staff/rectifications", works, rectifications::send),
        Route::get("/staff/rectifications/{id}", works, rectifications::show),
        Route::post("/staff/rectifications/{id}", works, rectifications::act),
        Route::get("/staff/dashboard", watches, dashboard::show),
        Route::get(
            "/api/v1/statistics/satisfaction",
            Anyone,
            api::statistics::satisfaction,
        ),
    ]
}

fn api() -> Vec<Route> {
    vec![
        Route::post("/api/v1/feedback", Anyone, api::feedback::submit).body_limit(FEEDBACK_BODY),
        Route::get("/api/v1/feedback/{reference}", Anyone, api::feedback::show),
        Route::post(
            "/api/v1/feedback/{reference}/messages",
            Anyone,
            api::feedback::write,
        )
        .body_limit(FEEDBACK_BODY),
    ]
}

/// The whole application: routes, error pages and everything a request passes.
pub fn build(state: &AppState) -> Router {
    let empty = assets::router().fallback(async || Problem::not_found());
    let all = routes();
    let shelved = all.iter().filter(|route| route.is_shelved());
    let shelved = shelved.map(|route| route.path).collect();
    let router = all
        .into_iter()
        .fold(empty, |router, route| route.mount(router, state));
    middleware::stack(router, state, shelved)
}

/// The entries of the staff menu whose pages exist and admit `role`.
pub fn staff_menu(role: Role) -> Vec<StaffItem> {
    use StaffItem::{Callbacks, Dashboard, Objections, Queue, Records, Rectifications, SpotChecks};
    let mut routes = staff();
    routes.extend(callbacks());
    routes.extend(records());
    routes.extend(desk());
    routes.extend(objections());
    routes.extend(spot_checks());
    [
        Queue,
        Records,
        Objections,
        SpotChecks,
        Callbacks,
        Rectifications,
        Dashboard,
    ]
    .into_iter()
    .filter(|item| {
        routes
            .iter()
            .any(|route| route.path == item.path() && route.access.admits(Some(role)))
    })
    .collect()
}
