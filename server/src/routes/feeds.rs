//! `/feeds/records.atom`: any search, last published first, for readers that come back by themselves.

use super::records::{applied, known};
use crate::feed::{ATOM, Entry, Feed, Removed, feed_id, record_id};
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::day_text;
use app::link::Query as Link;
use app::{t, t_with};
use axum::extract::{Query, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use chrono::NaiveDate;
use domain::clock::start_of;
use domain::listing::{DEEPEST, Sort};
use domain::record::WithdrawalCode;
use domain::unit::Units;
use service::records;
use service::search::{self, Ask, Item, Page, Surface};
use storage::removed::Removal;

const PATH: &str = "/feeds/records.atom";
/// Entries of one page: a day's publications of a busy bureau.
const PER_PAGE: u64 = 100;
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// The search as a feed. A reader cannot be shown a message beside a filter: what is impossible is 422.
pub async fn records(
    State(app): State<AppState>,
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let services = app.services();
    let units = service::units::shown(services).await?;
    let kept = kept(&pairs);
    let (ask, errors) = search::read(&kept, Surface::Api, &units);
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    let ask = Ask {
        sort: Sort::Published,
        per_page: PER_PAGE,
        facets: false,
        ..ask
    };
    let page = search::find(services, &ask, &units).await?;
    let removals = records::removals(services, &ask.units, &units).await?;
    // Readers keep a feed far from where they found it, and many resolve no relative link. What a request says of the
    // portal's address is not believed: where nobody told it, links are paths.
    let base = app.config().http.link_base().unwrap_or_default();
    let version = format!(
        "{} {} {} {base}",
        page.version,
        service::units::version(&units),
        removals
            .first()
            .map_or_else(String::new, |last| format!("{} {}", last.on, last.reference))
    );
    let today = services.clock.today();
    let mut response = visit.public_as(StatusCode::OK, ATOM, &version, |ui| {
        let asked = Asked {
            link: known(PATH, &kept).clear("page"),
            title: title(&ask, &units),
            page: ask.page,
            base: &base,
        };
        asked.feed(&ui.bureau, page, removals, &units, today).to_xml()
    });
    // Records of natural persons are for readers, not for search engines.
    response
        .headers_mut()
        .insert(ROBOTS, HeaderValue::from_static("noindex"));
    Ok(response)
}

/// The filters and the page; order and length are the feed's own.
fn kept(pairs: &[(String, String)]) -> Vec<(String, String)> {
    let own = ["sort", "per_page", "cursor"];
    pairs
        .iter()
        .filter(|(name, _)| !own.contains(&name.as_str()))
        .cloned()
        .collect()
}

fn title(ask: &Ask, units: &Units) -> String {
    match words(ask, units) {
        None => t("feed-title"),
        Some(words) => t_with("feed-title-for", &[("what", words.into())]),
    }
}

/// What is searched, in words; nothing when that is everything.
pub(super) fn words(ask: &Ask, units: &Units) -> Option<String> {
    let filters = applied(ask, units).into_iter().map(|filter| filter.label);
    let typed = Some(ask.q.clone()).filter(|q| !q.is_empty());
    let all: Vec<String> = typed.into_iter().chain(filters).collect();
    (!all.is_empty()).then(|| all.join("、"))
}

struct Asked<'a> {
    link: Link,
    title: String,
    page: u64,
    base: &'a str,
}

impl Asked<'_> {
    fn feed(
        &self,
        bureau: &str,
        page: Page,
        removals: Vec<Removal>,
        units: &Units,
        today: NaiveDate,
    ) -> Feed {
        let links = self.links(page.total);
        let entries: Vec<Entry> = page
            .items
            .into_iter()
            .map(|item| self.entry(item, units))
            .collect();
        // What was taken down is told on the first page, which every reader looks at.
        let removed = removals.into_iter().filter(|_| self.page == 1).map(removed);
        let removed: Vec<Removed> = removed.collect();
        let changes = entries.iter().map(|entry| entry.updated);
        let changes = changes.chain(removed.iter().map(|removed| start_of(removed.on)));
        Feed {
            id: feed_id(&self.link.href()),
            title: self.title.clone(),
            author: bureau.to_owned(),
            links,
            updated: changes.max().unwrap_or_else(|| start_of(today)),
            entries,
            removed,
        }
    }

    /// RFC 5005, 3: a paged feed names its neighbours.
    fn links(&self, total: u64) -> Vec<(&'static str, &'static str, String)> {
        let feed = "application/atom+xml";
        let last = total.min(DEEPEST).div_ceil(PER_PAGE).max(1);
        let to = |page: u64| {
            let link = self.link.clone();
            let link = if page == 1 { link } else { link.with("page", page) };
            format!("{}{}", self.base, link.href())
        };
        let search = self
            .link
            .pairs()
            .iter()
            .fold(Link::new("/records"), |link, (name, value)| {
                link.with(name, value)
            });
        let mut links = vec![
            ("self", feed, to(self.page)),
            (
                "alternate",
                "text/html",
                format!("{}{}", self.base, search.href()),
            ),
            ("first", feed, to(1)),
            ("last", feed, to(last)),
        ];
        if self.page > 1 {
            links.push(("previous", feed, to(self.page - 1)));
        }
        if self.page < last {
            links.push(("next", feed, to(self.page + 1)));
        }
        links
    }

    fn entry(&self, item: Item, units: &Units) -> Entry {
        let (published, updated) = (item.record.published_on, item.record.published_at);
        let title = item.record.title.clone();
        let kind = item.record.kind;
        let shown = super::records::result_item(item, units);
        let parts = [
            Some(shown.unit),
            shown.decided_on.map(day_text),
            shown.outcome,
            shown.document_number,
        ];
        Entry {
            id: record_id(&shown.reference),
            href: format!("{}/records/{}", self.base, shown.reference),
            title,
            published,
            updated,
            kind: (kind.as_str(), kind.label()),
            summary: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        }
    }
}

fn removed(removal: Removal) -> Removed {
    Removed {
        id: record_id(&removal.reference),
        on: removal.on,
        reason: removal.reason.map(WithdrawalCode::label),
    }
}
