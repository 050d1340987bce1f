//! `/sitemap.xml`: what search engines may keep. Records of natural persons are not in it.

use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::clock::legal_day;
use domain::unit::Units;
use std::fmt::Write;

const PAGES: [&str; 7] = [
    "/",
    "/records",
    "/units",
    "/withdrawals",
    "/feedback/new",
    "/privacy",
    "/accessibility",
];

/// Pages, units and the records of organisations. There is none where the portal does not know its own address: a
/// sitemap's addresses are absolute.
pub async fn sitemap(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let base = app.config().http.link_base().ok_or_else(Problem::not_found)?;
    let services = app.services();
    let units = service::units::shown(services).await?;
    let besides = PAGES.len() + units.iter().count();
    let indexable = service::overview::indexable(services, besides).await?;
    let version = format!("{}-{}", indexable.version, service::units::version(&units));
    Ok(
        visit.public_as(StatusCode::OK, "application/xml; charset=utf-8", &version, |_| {
            xml(&base, &units, &indexable.records)
        }),
    )
}

/// References and codes are letters, digits, `_` and `-`: nothing in the addresses needs escaping but the host.
fn xml(base: &str, units: &Units, records: &[(String, chrono::DateTime<chrono::Utc>)]) -> String {
    let base = base.replace('&', "&amp;").replace('<', "&lt;");
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n".to_owned();
    let mut add = |path: &str, on: Option<chrono::NaiveDate>| {
        let on = on
            .map(|day| format!("<lastmod>{day}</lastmod>"))
            .unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "<url><loc>{base}{path}</loc>{on}</url>");
    };
    for path in PAGES {
        add(path, None);
    }
    for unit in units.iter() {
        add(&format!("/units/{}", unit.code), None);
    }
    for (reference, at) in records {
        add(&format!("/records/{reference}"), Some(legal_day(*at)));
    }
    text.push_str("</urlset>\n");
    text
}
