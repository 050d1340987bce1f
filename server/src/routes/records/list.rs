//! `/records`: the search.

use super::covered::covered;
use super::model;
use super::withdrawals::withdrawal;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::link::Query as Link;
use app::pages::records::{Results, results};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::field_error::FieldError;
use domain::listing::Matched;
use domain::unit::Units;
use service::overview::overview;
use service::policy;
use service::records;
use service::search::{self, Ask, FindError, Page, Surface};
use service::services::Services;
use storage::removed::Tombstone;

/// The parameters that the page knows: others fall away from its links.
const KNOWN: [&str; 14] = [
    "q",
    "kind",
    "unit",
    "violation",
    "penalty",
    "statute",
    "year",
    "from",
    "to",
    "fine_min",
    "fine_max",
    "sort",
    "page",
    "synonyms",
];

/// Finds and lists public records.
pub async fn list(
    State(app): State<AppState>,
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let services = app.services();
    let units = service::units::shown(services).await?;
    let (ask, mut errors) = search::read(&pairs, Surface::Page, &units);
    let page = find(services, &ask, &units, &mut errors).await?;
    let withdrawn = records::withdrawn_under(services, &ask.q).await?;
    let mut version = version(&page, &withdrawn, &units);
    let mut all = None;
    if page.items.is_empty() {
        let overview = overview(services).await?;
        let policy = policy::current(services).await;
        if let Err(error) = &policy {
            tracing::warn!(%error, "the publication policy cannot be read");
        }
        let covered = covered(&ask, &overview, policy.as_ref().ok(), &units);
        version = format!("{version}-{}-{:?}", overview.version, covered.sealed);
        all = Some(covered);
    }
    let did_you_mean = (page.total == 0 || page.matched == Matched::Loosely)
        .then(|| search::did_you_mean(services, &ask.q))
        .flatten();
    let query = shown(&pairs, &ask, &errors);
    let by_mail = (services.most_subscriptions > 0).then(|| query.clone().clear("sort").clear("page"));
    let model = Results {
        query,
        typed: ask.q.clone(),
        sort: ask.sort,
        total: page.total,
        exact: page.exact,
        page: ask.page,
        per_page: ask.per_page,
        applied: model::applied(&ask, &units),
        items: page
            .items
            .into_iter()
            .map(|item| model::result_item(item, &units))
            .collect(),
        facets: model::facets(page.facets),
        synonyms: page.synonyms,
        withdrawn: withdrawn
            .into_iter()
            .map(|stone| withdrawal(stone, &units))
            .collect(),
        dropped: page.dropped,
        matched: page.matched,
        did_you_mean,
        errors: errors
            .into_iter()
            .map(|error| (error.field.into_owned(), error.message))
            .collect(),
        degraded: page.degraded,
        covered: all,
        by_mail,
    };
    Ok(visit.public(&version, |ui| results(ui, model)))
}

/// The address of the page: a name or a citation is shown as the filter that it stands for.
fn shown(pairs: &[(String, String)], ask: &Ask, errors: &[FieldError]) -> Link {
    let mut query = known("/records", pairs);
    if errors.iter().any(|error| error.field == "q") {
        // What cannot be searched stays in the box, to be mended, and nowhere else: it may be 16 KB long.
        query = query.clear("q");
    }
    let filters = [("unit", &ask.units), ("statute", &ask.statutes)];
    let chosen = filters.into_iter().filter(|(_, chosen)| !chosen.is_empty());
    chosen.fold(query, |query, (name, chosen)| {
        let cleared = query.clear(name);
        chosen.iter().fold(cleared, |query, one| query.with(name, one))
    })
}

/// Names what the page is made from.
fn version(page: &Page, withdrawn: &[Tombstone], units: &Units) -> String {
    let withdrawn: String = withdrawn.iter().map(|stone| stone.reference.as_str()).collect();
    format!("{}-{}-{withdrawn}", page.version, service::units::version(units))
}

/// Searches unless the words themselves cannot be searched with; then the page keeps them and says why.
async fn find(
    services: &Services,
    ask: &Ask,
    units: &Units,
    errors: &mut Vec<FieldError>,
) -> Result<Page, Problem> {
    if errors
        .iter()
        .any(|error| error.field == "q" || error.code == "too-deep")
    {
        return Ok(Page {
            version: "refused".into(),
            exact: true,
            ..Page::default()
        });
    }
    match search::find(services, ask, units).await {
        Ok(page) => Ok(page),
        Err(FindError::Refused(error)) => {
            errors.push(error);
            Ok(Page {
                version: "refused".into(),
                exact: true,
                ..Page::default()
            })
        }
        Err(error) => Err(error.into()),
    }
}

/// The address of a search with the parameters that it knows.
pub(crate) fn known(path: &str, pairs: &[(String, String)]) -> Link {
    let known = pairs.iter().filter(|(name, _)| KNOWN.contains(&name.as_str()));
    known.fold(Link::new(path), |link, (name, value)| {
        let value = value.trim();
        if link.has(name, value) {
            link
        } else {
            link.with(name, value)
        }
    })
}
