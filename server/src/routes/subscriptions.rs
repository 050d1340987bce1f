//! `/subscriptions`: a search by mail. The token in an address is the only key: no other site is told the address
//! (`Referrer-Policy: same-origin`), and opening it changes nothing.

use super::feeds::words;
use super::shown::Shown;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::link::Query as Link;
use app::pages::subscriptions::{self as page, AskedModel, Done, FormModel, SubscriptionModel};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::clock::legal_day;
use domain::receipt::SubscriptionToken;
use domain::subscription::{Pace, Stage};
use domain::unit::Units;
use service::search::{self, Ask, FindError, Surface, query_of};
use service::subscriptions::{self, AskError, ConfirmError, Wanted};
use storage::subscriptions::Subscription;

type Pairs = Vec<(String, String)>;

/// A search as somebody wants to subscribe to it.
struct Wish {
    query: String,
    words: String,
    /// How many it finds now; absent for one that cannot be searched with.
    found: Option<u64>,
}

impl Wish {
    async fn read(app: &AppState, pairs: &[(String, String)]) -> Result<Self, Problem> {
        let services = app.services();
        let units = service::units::shown(services).await?;
        let (ask, errors) = search::read(pairs, Surface::Page, &units);
        let found = if errors.is_empty() {
            found(app, &ask, &units).await?
        } else {
            None
        };
        Ok(Self {
            query: query_of(&ask),
            words: words(&ask, &units).unwrap_or_else(|| app::t("subscription-all")),
            found,
        })
    }

    fn search(&self) -> Link {
        search_link(&self.query)
    }
}

async fn found(app: &AppState, ask: &Ask, units: &Units) -> Result<Option<u64>, Problem> {
    let first = Ask {
        sort: domain::listing::Sort::Published,
        page: 1,
        per_page: 1,
        facets: false,
        ..ask.clone()
    };
    match search::find(app.services(), &first, units).await {
        Ok(page) => Ok(Some(page.total)),
        Err(FindError::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn search_link(query: &str) -> Link {
    pairs_of(query)
        .iter()
        .fold(Link::new("/records"), |link, (name, value)| {
            link.with(name, value)
        })
}

fn pairs_of(query: &str) -> Pairs {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// A bureau that wants none running has no such form.
fn offered(app: &AppState) -> Result<(), Problem> {
    match app.services().most_subscriptions {
        0 => Err(Problem::not_found()),
        _ => Ok(()),
    }
}

/// The form for the search of the address.
pub async fn form(
    State(app): State<AppState>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Problem> {
    offered(&app)?;
    let wish = Wish::read(&app, &pairs).await?;
    let form = FormState::new().with("pace", Pace::Daily.as_str());
    Ok(show(&visit, &wish, Shown::filled(form)))
}

fn show(visit: &Visit, wish: &Wish, shown: Shown) -> Response {
    shown.answer_anybody(visit, |ui, form, refused| {
        let model = FormModel {
            form,
            refused,
            search: wish.search(),
            words: wish.words.clone(),
            found: wish.found,
        };
        page::form(ui, model)
    })
}

/// Has a letter sent; the page says the same whether the address is known or not.
pub async fn ask(
    State(app): State<AppState>,
    visit: Visit,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Problem> {
    offered(&app)?;
    let form = FormState::from_pairs(pairs);
    let wish = Wish::read(&app, &pairs_of(form.value("search"))).await?;
    if wish.found.is_none() {
        let shown = Shown::again(StatusCode::UNPROCESSABLE_ENTITY, form);
        return Ok(show(&visit, &wish, shown));
    }
    let wanted = Wanted {
        query: &wish.query,
        words: &wish.words,
        email: form.value("contact_email"),
        pace: form.value("pace"),
        client: visit.client,
    };
    match subscriptions::ask(app.services(), wanted).await {
        Ok(()) => {
            let model = AskedModel {
                email: form.value("contact_email").trim().to_owned(),
                search: wish.search(),
                words: wish.words,
                is_mail_on: app.config().mail.smtp_url.is_some() && app.config().http.link_base().is_some(),
            };
            Ok(visit.private(StatusCode::ACCEPTED, |ui| page::asked(ui, model)))
        }
        Err(error) => Ok(show(&visit, &wish, Shown::after(error, form)?)),
    }
}

/// The page of a subscription.
pub async fn look(
    State(app): State<AppState>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let found = subscriptions::look(app.services(), &token).await?;
    Ok(own(&visit, &token, found, None))
}

/// Confirms, or changes the pace.
pub async fn act(
    State(app): State<AppState>,
    visit: Visit,
    Path(token): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Problem> {
    let form = FormState::from_pairs(pairs);
    let services = app.services();
    let (found, done) = match (form.value("act"), Pace::parse(form.value("pace"))) {
        ("confirm", _) => match subscriptions::confirm(services, &token).await {
            Ok(found) => (found, Some(Done::Ok("subscription-running"))),
            Err(ConfirmError::NotConfirmed(why)) => {
                let found = subscriptions::look(services, &token).await?;
                (found, Some(Done::Refused(format!("{why}。"))))
            }
            Err(ConfirmError::Storage(error)) => return Err(error.into()),
        },
        (_, Some(pace)) => (
            subscriptions::change(services, &token, pace).await?,
            Some(Done::Ok("subscription-changed")),
        ),
        _ => (subscriptions::look(services, &token).await?, None),
    };
    Ok(own(&visit, &token, found, done))
}

fn own(visit: &Visit, token: &str, found: Option<Subscription>, done: Option<Done>) -> Response {
    let status = match done {
        Some(Done::Refused(_)) => StatusCode::CONFLICT,
        Some(Done::Ok(_)) | None => StatusCode::OK,
    };
    match found.zip(path(token)) {
        None => visit.private(StatusCode::NOT_FOUND, page::gone),
        Some((found, path)) => {
            let model = SubscriptionModel {
                path,
                search: search_link(&found.query).with("sort", "published"),
                words: found.words,
                pace: found.pace,
                since: match found.stage {
                    Stage::Asked(_) => None,
                    Stage::Running(running) => Some(legal_day(running.since)),
                },
                done,
            };
            visit.private(status, |ui| page::subscription(ui, model))
        }
    }
}

/// The address in the letters' header, opened by a person: the page has the button.
pub async fn stop_page(visit: Visit, Path(token): Path<String>) -> Response {
    match path(&token) {
        Some(path) => Redirect::to(&path).into_response(),
        None => visit.private(StatusCode::NOT_FOUND, page::gone),
    }
}

/// The address of a subscription's page, however its token was typed.
fn path(typed: &str) -> Option<String> {
    let token = SubscriptionToken::parse(typed).ok()?;
    Some(format!("/subscriptions/{}", token.reveal()))
}

/// Ends it, whatever the body: a person's form, or a mail program's `List-Unsubscribe=One-Click` in either encoding
/// (RFC 8058, 3.2). No cookie, no second question, and no redirect; an unknown link has ended already.
pub async fn stop(
    State(app): State<AppState>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    subscriptions::stop(app.services(), &token).await?;
    Ok(visit.private(StatusCode::OK, page::stopped))
}

impl From<AskError> for Problem {
    fn from(error: AskError) -> Self {
        match error {
            AskError::TooMany(refused) => refused.into(),
            AskError::Storage(error) => error.into(),
            AskError::Invalid(errors) => Self::invalid(errors),
            AskError::Full(full) => Self::new(StatusCode::CONFLICT).text([format!("{full}。")]),
        }
    }
}
