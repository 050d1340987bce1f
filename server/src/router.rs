//! The table of contents: every address of the portal. The router, the inventory for the authorisation matrix
//! (`docs/authz.csv`) and the tests over all routes are made from it.

use crate::route::{ANY_ROLE, Access::Anyone, Access::Staff, Route};
use crate::routes::{account, operations as health, preferences, robots};
use crate::state::AppState;
use crate::{assets, middleware, problem::Problem};
use app::ui::StaffItem;
use axum::Router;
use domain::role::Role;

/// Every route, by area.
pub fn routes() -> Vec<Route> {
    let mut all = operations();
    all.extend(public());
    all.extend(staff());
    all.extend(api());
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
    vec![Route::post("/preferences", Anyone, preferences::save)]
}

fn staff() -> Vec<Route> {
    vec![
        Route::get("/staff", Staff(ANY_ROLE), account::home),
        Route::get("/staff/sign-in", Anyone, account::form),
        Route::post("/staff/sign-in", Anyone, account::sign_in),
        Route::post("/staff/sign-out", Staff(ANY_ROLE), account::sign_out),
    ]
}

fn api() -> Vec<Route> {
    vec![]
}

/// The whole application: routes, error pages and everything a request passes.
pub fn build(state: &AppState) -> Router {
    let empty = assets::router().fallback(async || Problem::not_found());
    let router = routes()
        .into_iter()
        .fold(empty, |router, route| route.mount(router, state));
    middleware::stack(router, state)
}

/// The entries of the staff menu whose pages exist and admit `role`.
pub fn staff_menu(role: Role) -> Vec<StaffItem> {
    use StaffItem::{Callbacks, Dashboard, Queue, Records, Rectifications};
    let routes = staff();
    [Queue, Records, Callbacks, Rectifications, Dashboard]
        .into_iter()
        .filter(|item| {
            routes
                .iter()
                .any(|route| route.path == item.path() && route.access.admits(Some(role)))
        })
        .collect()
}
