//! Posts come from our own pages (contract, Web addresses; security.md 3.2).
//!
//! Staff posts fail closed: without proof of where they come from they are refused. Public posts are refused
//! only when they are known to come from another site, because programs send no `Origin`.

use crate::problem::Problem;
use crate::state::AppState;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};

/// Why a post is not taken, if it is not from our own pages; 403.
pub(super) fn refusal(app: &AppState, request: &Request) -> Option<Problem> {
    let public_url = app.config().http.public_url.as_deref();
    let (method, path) = (request.method(), request.uri().path());
    let problem = || {
        Problem::forbidden()
            .title("这次提交没有受理")
            .text(["它不是从本站的页面发出的，或者浏览器隐去了来源。请从本站打开页面后重新提交。"])
    };
    (!is_allowed(method, path, request.headers(), public_url)).then(problem)
}

fn is_allowed(method: &Method, path: &str, headers: &HeaderMap, public_url: Option<&str>) -> bool {
    if method.is_safe() {
        return true;
    }
    let is_staff = path == "/staff" || path.starts_with("/staff/");
    let site = text(headers, "sec-fetch-site");
    let origin = text(headers, header::ORIGIN.as_str());
    let is_ours = origin.is_some_and(|origin| is_ours(origin, headers, public_url));
    match site {
        Some("same-origin") => true,
        Some("none") => !is_staff || path == "/staff/sign-in" || is_ours,
        Some(_) => false,
        None if is_staff => is_ours,
        None => origin.is_none_or(|origin| is_ours || is_same_host(origin, headers)),
    }
}

/// Whether `origin` is the portal's own: the public address or, when none is set, this machine's.
fn is_ours(origin: &str, headers: &HeaderMap, public_url: Option<&str>) -> bool {
    match public_url {
        Some(url) => origin.eq_ignore_ascii_case(url),
        None => text(headers, header::HOST.as_str())
            .is_some_and(|host| is_loopback(host) && origin.eq_ignore_ascii_case(&format!("http://{host}"))),
    }
}

/// Whether the page was served under the very host that the request goes to.
fn is_same_host(origin: &str, headers: &HeaderMap) -> bool {
    let origin = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    origin
        .zip(text(headers, header::HOST.as_str()))
        .is_some_and(|(origin, host)| origin.eq_ignore_ascii_case(host))
}

/// Whether a `Host` names this machine: a name under an attacker's control never does.
fn is_loopback(host: &str) -> bool {
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    // Something unreadable is not absent: it is foreign.
    headers
        .get(name)
        .map(|value| value.to_str().unwrap_or("unreadable"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn post(path: &str, sent: &[(&'static str, &'static str)], public_url: Option<&str>) -> bool {
        let headers = sent
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_allowed(&Method::POST, path, &headers.collect(), public_url)
    }

    const HERE: (&str, &str) = ("host", "127.0.0.1:3000");
    const OURS: (&str, &str) = ("origin", "http://127.0.0.1:3000");
    const EVIL: (&str, &str) = ("origin", "https://evil.example");
    const PORTAL: Option<&str> = Some("https://portal.example");

    #[test]
    fn the_matrix_of_sites_and_origins_holds() {
        // (headers, public form, staff, sign-in)
        type Headers = &'static [(&'static str, &'static str)];
        let matrix: &[(Headers, bool, bool, bool)] = &[
            (&[("sec-fetch-site", "same-origin")], true, true, true),
            (&[("sec-fetch-site", "none")], true, false, true),
            (&[("sec-fetch-site", "same-site")], false, false, false),
            (&[("sec-fetch-site", "cross-site")], false, false, false),
            (
                &[("sec-fetch-site", "cross-site"), OURS, HERE],
                false,
                false,
                false,
            ),
            (&[("sec-fetch-site", "none"), OURS, HERE], true, true, true),
            (&[EVIL, HERE], false, false, false),
            (&[("origin", "null"), HERE], false, false, false),
            (&[OURS, HERE], true, true, true),
            (&[("origin", "http://127.0.0.1:9000"), HERE], false, false, false),
            (&[HERE], true, false, false),
            (&[], true, false, false),
        ];
        for (sent, public, staff, sign_in) in matrix {
            assert_eq!(post("/feedback/new", sent, None), *public, "public {sent:?}");
            assert_eq!(post("/staff/queue", sent, None), *staff, "staff {sent:?}");
            assert_eq!(post("/staff/sign-in", sent, None), *sign_in, "sign-in {sent:?}");
        }
    }

    #[test]
    fn with_a_public_address_only_that_is_ours() {
        assert!(post(
            "/staff/queue",
            &[("origin", "https://portal.example"), ("host", "10.0.0.1:3000")],
            PORTAL
        ));
        assert!(!post("/staff/queue", &[OURS, HERE], PORTAL));
        assert!(!post(
            "/staff/queue",
            &[("origin", "http://portal.example"), ("host", "portal.example")],
            PORTAL
        ));
    }

    #[test]
    fn a_rebound_name_is_not_this_machine() {
        assert!(!post(
            "/staff/queue",
            &[
                ("origin", "http://evil.example:3000"),
                ("host", "evil.example:3000")
            ],
            None
        ));
        assert!(post(
            "/staff/queue",
            &[("origin", "http://[::1]:3000"), ("host", "[::1]:3000")],
            None
        ));
        assert!(post(
            "/staff/queue",
            &[("origin", "http://localhost:3000"), ("host", "localhost:3000")],
            None
        ));
    }

    #[test]
    fn reading_needs_no_proof() {
        let headers =
            HeaderMap::from_iter([(header::ORIGIN, HeaderValue::from_static("https://evil.example"))]);
        assert!(is_allowed(&Method::GET, "/staff/queue", &headers, None));
    }
}
