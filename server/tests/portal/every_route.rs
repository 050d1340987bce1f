//! What holds for every address of the portal.

use crate::support::{OWN_PAGE, TestApp};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use server::router::routes;

/// A path with something in its places.
fn filled(path: &str) -> String {
    path.split('/')
        .map(|part| if part.starts_with('{') { "x" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

fn assert_secure(answer: &crate::support::Answer, what: &str) {
    let csp = answer.header("content-security-policy");
    for directive in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ] {
        assert!(csp.contains(directive), "{what}: {directive}");
    }
    assert!(!csp.contains("unsafe-inline"), "{what}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{what}");
    }
    assert!(
        !answer.header("permissions-policy").is_empty()
            && !answer.header("cross-origin-resource-policy").is_empty()
    );
}

#[tokio::test]
async fn security_headers_stand_on_every_answer() {
    let app = TestApp::with(|config| config.limits.disabled = true).await;
    for route in routes() {
        let path = filled(route.path);
        let answer = app
            .request(route.method.clone(), &path, &[OWN_PAGE], Body::empty())
            .await;
        assert_secure(&answer, &format!("{route:?} {}", answer.status));
        assert!(
            answer.status != StatusCode::INTERNAL_SERVER_ERROR,
            "{route:?}: {}",
            answer.body
        );
    }
    let errors = [
        (Method::GET, "/no-such-page", 404),
        (Method::GET, "/api/v1/nothing", 404),
        (Method::DELETE, "/healthz", 405),
        (Method::POST, "/staff/sign-out", 403),
    ];
    for (method, path, status) in errors {
        let answer = app.request(method, path, &[], Body::empty()).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_secure(&answer, path);
    }
}

#[tokio::test]
async fn https_is_promised_only_where_it_is_used() {
    let secure = TestApp::with(|config| config.http.public_url = Some("https://portal.example".into())).await;
    assert!(
        secure
            .get("/healthz")
            .await
            .header("strict-transport-security")
            .starts_with("max-age=63072000")
    );
    let plain = TestApp::sqlite().await;
    assert!(
        plain
            .get("/healthz")
            .await
            .header("strict-transport-security")
            .is_empty()
    );
}

#[tokio::test]
async fn errors_are_pages_for_people_and_problems_for_programs() {
    let app = TestApp::sqlite().await;
    let page = app.get("/no-such-page").await;
    assert!(
        page.header("content-type").starts_with("text/html") && page.body.contains("<h1>没有这一页</h1>")
    );
    assert_eq!(page.header("cache-control"), "no-store");
    let problem = app.get("/api/v1/no-such-thing").await;
    assert_eq!(problem.header("content-type"), "application/problem+json");
    assert_eq!(
        (&problem.json()["status"], &problem.json()["type"]),
        (&404.into(), &"about:blank".into())
    );
    let method = app.request(Method::DELETE, "/healthz", &[], Body::empty()).await;
    assert_eq!(method.header("allow"), "GET,HEAD");
    assert!(method.body.contains("不支持这种访问方式"));
}

#[tokio::test]
async fn a_staff_page_needs_a_session_and_an_admitted_role() {
    let app = TestApp::sqlite().await;
    for route in routes().into_iter().filter(|route| !route.access.admits(None)) {
        let answer = app
            .request(
                route.method.clone(),
                &filled(route.path),
                &[OWN_PAGE],
                Body::empty(),
            )
            .await;
        if route.path.starts_with("/api/") {
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{route:?}");
        } else {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{route:?}");
            assert!(
                answer.header("location").starts_with("/staff/sign-in"),
                "{route:?}"
            );
        }
        assert_eq!(answer.header("cache-control"), "no-store", "{route:?}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_413_with_a_clear_sentence() {
    let app = TestApp::sqlite().await;
    let form = [OWN_PAGE, ("content-type", "application/x-www-form-urlencoded")];
    let large = format!("back={}", "a".repeat(20 * 1024 * 1024));
    let answer = app.request(Method::POST, "/preferences", &form, large).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("超过 64 KiB 的上限"));
    assert_secure(&answer, "413");
    let fits = format!("back={}", "a".repeat(60 * 1024));
    assert_eq!(
        app.request(Method::POST, "/preferences", &form, fits)
            .await
            .status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn what_the_client_claims_of_host_and_scheme_is_reflected_nowhere() {
    let app = TestApp::sqlite().await;
    for path in ["/robots.txt", "/staff/sign-in", "/no-such-page"] {
        let forged = [
            ("host", "evil.example"),
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-proto", "https"),
            ("x-original-url", "/staff"),
        ];
        let answer = app.request(Method::GET, path, &forged, Body::empty()).await;
        assert!(
            !answer.body.contains("evil.example")
                && !format!("{:?}", answer.headers).contains("evil.example"),
            "{path}"
        );
    }
}
