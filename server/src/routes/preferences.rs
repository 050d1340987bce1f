//! Theme, size and language, kept in cookies: works without JavaScript and without an account.

use crate::problem::Problem;
use crate::state::AppState;
use app::ui::{Lang, TextSize, Theme};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};

/// A choice of how pages look; what is absent stays as it is.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Choice {
    theme: Option<String>,
    size: Option<String>,
    lang: Option<String>,
    back: String,
    /// The page is not to be left: something may be half written on it.
    stay: bool,
}

/// Keeps the choice and goes back to where the reader was, or (204) leaves the page as it is.
pub async fn save(State(app): State<AppState>, Form(choice): Form<Choice>) -> Result<Response, Problem> {
    let chosen = [
        choice.theme.map(|value| ("theme", Theme::parse(&value).as_str())),
        choice
            .size
            .map(|value| ("size", TextSize::parse(&value).as_str())),
        choice.lang.map(|value| ("lang", Lang::parse(&value).as_str())),
    ];
    let mut response = if choice.stay {
        StatusCode::NO_CONTENT.into_response()
    } else {
        Redirect::to(local_path(&choice.back)).into_response()
    };
    let secure = if app.config().http.is_https() {
        "; Secure"
    } else {
        ""
    };
    for (name, value) in chosen.into_iter().flatten() {
        let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}");
        let cookie = HeaderValue::from_str(&cookie).expect("the values are fixed words");
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// A path of this site to go on to; anything else leads home. `//host` and `/\host` would leave it.
pub(crate) fn local_path(path: &str) -> &str {
    let is_local = path.starts_with('/')
        && !path[1..].starts_with(['/', '\\'])
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_local { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert_eq!(local_path("/records?q=1&page=2"), "/records?q=1&page=2");
        for foreign in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x",
            "/\t/evil.example",
        ] {
            assert_eq!(local_path(foreign), "/", "{foreign}");
        }
    }
}
