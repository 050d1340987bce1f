//! What a handler knows of a visit: how pages are to look, and how its answers are sent.

use crate::assets::{ASSETS, BUILD};
use crate::middleware::{Client, SignedIn};
use crate::render;
use crate::state::AppState;
use app::Ui;
use app::done::{self, Done};
use app::ui::{Lang, StaffUi, TextSize, Theme};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use std::convert::Infallible;
use std::net::IpAddr;

/// One request, as far as pages and limits need it. An extractor of every page handler.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Everything the shell of a page needs.
    pub ui: Ui,
    /// The client's address, for the limiter alone.
    pub client: IpAddr,
    headers: HeaderMap,
}

/// How a reader wants pages to look (`/preferences`).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Preferences {
    pub(crate) theme: Theme,
    pub(crate) size: TextSize,
    pub(crate) lang: Lang,
}

impl Preferences {
    /// What the cookies say.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let cookie = |name| cookie(headers, name).unwrap_or_default();
        Self {
            theme: Theme::parse(cookie("theme")),
            size: TextSize::parse(cookie("size")),
            lang: Lang::parse(cookie("lang")),
        }
    }
}

/// What the shell of a page takes from its request: little enough to be noted for a page that may never be made.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    uri: Uri,
    posted: bool,
    preferences: Preferences,
}

impl Frame {
    pub(crate) fn of(method: &Method, uri: &Uri, headers: &HeaderMap) -> Self {
        Self {
            uri: uri.clone(),
            posted: !method.is_safe(),
            preferences: Preferences::of(headers),
        }
    }

    /// The shell, of the workbench when `staff` is somebody.
    pub(crate) fn ui(self, app: &AppState, staff: Option<&domain::role::Staff>) -> Ui {
        let Preferences { theme, size, lang } = self.preferences;
        let path = self.uri.path_and_query();
        Ui {
            bureau: app.bureau().to_string(),
            public_url: app.config().http.public_url.clone().unwrap_or_default(),
            has_sitemap: app.config().http.link_base().is_some(),
            path: path.map_or_else(|| "/".to_owned(), ToString::to_string),
            today: app.services().clock.today(),
            theme,
            size,
            lang,
            posted: self.posted,
            done: staff.and_then(|_| step_told(&self.uri)),
            staff: staff.map(staff_ui),
            assets: ASSETS.clone(),
            build: BUILD.clone(),
        }
    }
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Infallible> {
        let staff = parts.extensions.get::<SignedIn>();
        let ui = Frame::of(&parts.method, &parts.uri, &parts.headers)
            .ui(app, staff.map(|signed_in| &signed_in.staff));
        let relevant = [header::ACCEPT_ENCODING, header::IF_NONE_MATCH];
        let headers = parts.headers.iter().filter(|(name, _)| relevant.contains(name));
        Ok(Self {
            ui,
            client: Client::of(&parts.extensions),
            headers: headers
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        })
    }
}

impl Visit {
    /// A public page: kept by browsers but asked for again each time. `version` names the content; the page is
    /// rendered only when the client does not hold it yet.
    pub fn public(&self, version: &str, page: impl FnOnce(&Ui) -> String) -> Response {
        self.public_as(StatusCode::OK, "text/html; charset=utf-8", version, page)
    }

    /// The same with another status (410) or format (JSON, feed, sitemap).
    pub fn public_as(
        &self,
        status: StatusCode,
        kind: &'static str,
        version: &str,
        document: impl FnOnce(&Ui) -> String,
    ) -> Response {
        let mut response = render::public(status, &self.headers, &self.ui, version, || document(&self.ui));
        if response.headers().contains_key(header::CONTENT_TYPE) {
            response
                .headers_mut()
                .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        response
    }

    /// A form before anybody wrote into it: kept nowhere. Its key is drawn anew each time, so that its packed length
    /// tells nothing that another request could ask again.
    pub fn blank(&self, page: impl FnOnce(&Ui) -> String) -> Response {
        render::blank(&self.headers, page(&self.ui))
    }

    /// A form with words, a receipt or a staff page: kept nowhere and never packed.
    pub fn private(&self, status: StatusCode, page: impl FnOnce(&Ui) -> String) -> Response {
        render::no_store(status, page(&self.ui))
    }
}

fn staff_ui(staff: &domain::role::Staff) -> StaffUi {
    StaffUi {
        name: staff.display_name.clone(),
        role: staff.role.label().to_owned(),
        menu: crate::router::staff_menu(staff.role),
    }
}

/// The step that the address names.
fn step_told(uri: &Uri) -> Option<Done> {
    let pairs = form_urlencoded::parse(uri.query()?.as_bytes());
    let mut named = pairs.filter(|(name, _)| name == done::PARAMETER);
    named.next().and_then(|(_, word)| Done::parse(&word))
}

/// The value of a cookie of the request.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let headers = HeaderMap::from_iter([(
            header::COOKIE,
            HeaderValue::from_static("xtheme=a; theme=dark;size=large"),
        )]);
        assert_eq!(
            (
                cookie(&headers, "theme"),
                cookie(&headers, "size"),
                cookie(&headers, "lang")
            ),
            (Some("dark"), Some("large"), None)
        );
    }
}
