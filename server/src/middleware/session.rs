//! Staff routes are guarded here, by what the table of routes says: a handler cannot forget it.

use super::typed::Typed;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::cookie;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::role::{Role, Staff};
use service::auth::{self, Token};

/// A signed-in member of staff: the extractor of every staff handler.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who it is.
    pub staff: Staff,
    /// The session's secret, to end it.
    pub(crate) token: Token,
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        // Only a staff route has one: on any other this is a mistake of ours, and the answer gives nothing away.
        parts
            .extensions
            .get()
            .cloned()
            .ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED).into_response())
    }
}

/// Lets a request to a staff route pass when its session is alive and its role is among those of the route.
pub(crate) async fn guard(
    app: AppState,
    allows: fn(Role) -> bool,
    mut request: Request,
    next: Next,
) -> Response {
    let signed_in = match current(&app, request.headers()).await {
        Ok(Some(signed_in)) => signed_in,
        Ok(None) => return ask_to_sign_in(&request),
        Err(error) => return Problem::from(error).into_response(),
    };
    if !allows(signed_in.staff.role) {
        return Problem::forbidden().into_response();
    }
    request.extensions_mut().insert(signed_in);
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Who is signed in, for the frame of a page that no guard admitted; nobody when that cannot be told.
pub(super) async fn staff(app: &AppState, headers: &HeaderMap) -> Option<Staff> {
    let signed_in = current(app, headers).await.ok().flatten();
    signed_in.map(|signed_in| signed_in.staff)
}

async fn current(app: &AppState, headers: &HeaderMap) -> Result<Option<SignedIn>, storage::Error> {
    let Some(token) = cookie(headers, cookie_name(app.config().http.is_https())).and_then(Token::parse)
    else {
        return Ok(None);
    };
    let lifetime = app.session_lifetime();
    let staff = auth::current(app.services(), lifetime, &token).await?;
    Ok(staff.map(|staff| SignedIn { staff, token }))
}

/// Pages lead to the sign-in form, and back after a page was only to be read; programs get 401. So does whoever wrote
/// for longer than the session lasted, with what they wrote.
fn ask_to_sign_in(request: &Request) -> Response {
    if request.uri().path().starts_with("/api/") {
        let challenge = HeaderValue::from_static("Session");
        return Problem::new(StatusCode::UNAUTHORIZED)
            .header(header::WWW_AUTHENTICATE, challenge)
            .into_response();
    }
    if Typed::holds_words(request.extensions()) {
        return Problem::new(StatusCode::UNAUTHORIZED)
            .title("登录已经结束")
            .text(["请在新窗口登录，再回到这一页提交。"])
            .header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Session"))
            .into_response();
    }
    let back = request
        .uri()
        .path_and_query()
        .filter(|_| request.method().is_safe());
    let form = app::link::Query::new("/staff/sign-in").with("back", back.map_or("", |path| path.as_str()));
    let mut response = Redirect::to(&form.href()).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The name of the session cookie. `__Host-` binds it to this very host, which browsers allow on https only.
pub(crate) const fn cookie_name(is_https: bool) -> &'static str {
    if is_https { "__Host-mingjing" } else { "mingjing" }
}

/// The cookie of a session; ends with the browser, and on our side by its own limits.
pub(crate) fn session_cookie(is_https: bool, token: &Token) -> HeaderValue {
    set_cookie(is_https, &token.reveal(), "")
}

/// Removes the cookie.
pub(crate) fn removed_cookie(is_https: bool) -> HeaderValue {
    set_cookie(is_https, "", "; Max-Age=0")
}

fn set_cookie(is_https: bool, value: &str, more: &str) -> HeaderValue {
    let secure = if is_https { "; Secure" } else { "" };
    let name = cookie_name(is_https);
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{more}"
    ))
    .expect("tokens are hexadecimal digits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_https_the_cookie_is_bound_to_the_host_and_otherwise_has_a_plain_name() {
        let token = Token::parse(&"ab".repeat(32)).unwrap();
        let value = "ab".repeat(32);
        assert_eq!(
            session_cookie(true, &token),
            format!("__Host-mingjing={value}; Path=/; HttpOnly; SameSite=Strict; Secure")
        );
        assert_eq!(
            session_cookie(false, &token),
            format!("mingjing={value}; Path=/; HttpOnly; SameSite=Strict")
        );
        assert_eq!(
            removed_cookie(false),
            "mingjing=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"
        );
    }
}
