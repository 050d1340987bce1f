//! Signing in and out through the real router, on both databases.

use crate::support::{OWN_PAGE, PASSWORD, TestApp};
use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use domain::role::Role;

async fn walk(app: TestApp) {
    app.account(Role::Handler).await;
    let form = app.get("/staff/sign-in?back=/staff/queue?page=2").await;
    assert_eq!(
        (form.status, form.header("cache-control")),
        (StatusCode::OK, "no-store")
    );
    let wrong = app
        .post_form("/staff/sign-in", &[("username", "handler"), ("password", "x")])
        .await;
    let unknown = app
        .post_form("/staff/sign-in", &[("username", "nobody"), ("password", "x")])
        .await;
    assert_eq!(
        (wrong.status, unknown.status),
        (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY)
    );
    assert_eq!(
        wrong.body.replace("handler", "nobody"),
        unknown.body,
        "the answer does not tell whether the account exists"
    );

    let sent = [
        ("username", "handler"),
        ("password", PASSWORD),
        ("back", "/staff/queue?page=2"),
    ];
    let answer = app.post_form_as("mingjing=0000", "/staff/sign-in", &sent).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/staff/queue?page=2")
    );
    let cookie = answer.cookie();
    assert!(cookie.starts_with("mingjing=") && cookie.len() == "mingjing=".len() + 64);
    assert!(answer.header("set-cookie").contains("HttpOnly; SameSite=Strict"));
    let home = app.get_as(&cookie, "/staff").await;
    assert_eq!(
        (home.status, home.header("location")),
        (StatusCode::SEE_OTHER, "/staff/queue")
    );

    let out = app.post_form_as(&cookie, "/staff/sign-out", &[]).await;
    assert_eq!(
        (out.status, out.header("location")),
        (StatusCode::SEE_OTHER, "/staff/sign-in")
    );
    assert!(
        out.header("set-cookie").starts_with("mingjing=; ") && out.header("set-cookie").contains("Max-Age=0")
    );
    assert!(
        app.get_as(&cookie, "/staff")
            .await
            .header("location")
            .starts_with("/staff/sign-in")
    );
}

#[tokio::test]
async fn staff_sign_in_and_out_on_sqlite() {
    walk(TestApp::sqlite().await).await;
}

#[tokio::test]
async fn staff_sign_in_and_out_on_postgres() {
    walk(TestApp::postgres().await).await;
}

#[tokio::test]
async fn on_https_the_cookie_is_bound_to_the_host() {
    let app = TestApp::with(|config| config.http.public_url = Some("https://portal.example".into())).await;
    app.account(Role::Handler).await;
    let answer = app
        .post_form(
            "/staff/sign-in",
            &[("username", "handler"), ("password", PASSWORD)],
        )
        .await;
    assert!(answer.cookie().starts_with("__Host-mingjing="));
    assert!(answer.header("set-cookie").contains("; Secure"));
}

#[tokio::test]
async fn an_idle_session_leads_to_the_form_and_back() {
    let app = TestApp::sqlite().await;
    let cookie = app.sign_in(Role::Handler).await;
    app.clock.advance(TimeDelta::minutes(16));
    let answer = app.get_as(&cookie, "/staff").await;
    assert_eq!(answer.header("location"), "/staff/sign-in?back=%2Fstaff");
}

#[tokio::test]
async fn nobody_is_led_to_a_foreign_site_after_signing_in() {
    let app = TestApp::sqlite().await;
    app.account(Role::Handler).await;
    for back in [
        "//evil.example",
        "https://evil.example/staff/",
        "/staff/sign-out",
        "/\\evil.example",
    ] {
        let sent = [("username", "handler"), ("password", PASSWORD), ("back", back)];
        assert_eq!(
            app.post_form("/staff/sign-in", &sent).await.header("location"),
            "/staff/queue",
            "{back}"
        );
    }
}

#[tokio::test]
async fn guessing_passwords_is_answered_429_with_the_time_to_come_back() {
    let app = TestApp::sqlite().await;
    let mut last = None;
    for _ in 0..12 {
        last = Some(
            app.post_form("/staff/sign-in", &[("username", "handler"), ("password", "x")])
                .await,
        );
    }
    let last = last.unwrap();
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.header("retry-after").parse::<u64>().unwrap() > 0);
}

#[tokio::test]
async fn a_form_of_another_site_signs_nobody_in_or_out() {
    let app = TestApp::sqlite().await;
    let cookie = app.sign_in(Role::Handler).await;
    let body = format!("username=handler&password={PASSWORD}");
    let form = ("content-type", "application/x-www-form-urlencoded");
    let foreign: [&[(&str, &str)]; 5] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[],
    ];
    for sent in foreign {
        for path in ["/staff/sign-in", "/staff/sign-out"] {
            let headers = [sent, &[form, ("cookie", cookie.as_str())]].concat();
            let answer = app.request(Method::POST, path, &headers, body.clone()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {sent:?}");
            assert!(answer.header("set-cookie").is_empty());
        }
    }
    assert_eq!(
        app.get_as(&cookie, "/staff").await.header("location"),
        "/staff/queue",
        "the session is still alive"
    );
    let own = [OWN_PAGE, form, ("cookie", cookie.as_str())];
    assert_eq!(
        app.request(Method::POST, "/staff/sign-out", &own, "")
            .await
            .status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn preferences_are_kept_and_lead_back_to_where_the_reader_was() {
    let app = TestApp::sqlite().await;
    let answer = app
        .post_form("/preferences", &[("theme", "dark"), ("back", "/records?q=1")])
        .await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/records?q=1")
    );
    assert_eq!(answer.cookie(), "theme=dark");
    let page = app.get_as("theme=dark; size=large", "/staff/sign-in").await;
    assert!(page.body.contains("data-theme=\"dark\"") && page.body.contains("data-size=\"large\""));
    let form = app.get("/feedback/new").await;
    assert!(form.body.contains("name=\"stay\" value=\"true\""));
    let stays = [("size", "large"), ("back", "/feedback/new"), ("stay", "true")];
    let kept = app.post_form("/preferences", &stays).await;
    assert_eq!(
        (kept.status, kept.header("location"), kept.cookie().as_str()),
        (StatusCode::NO_CONTENT, "", "size=large"),
        "the browser stays where something may be half written"
    );
    let foreign = app
        .post_form(
            "/preferences",
            &[("theme", "<script>"), ("back", "//evil.example")],
        )
        .await;
    assert_eq!(
        (foreign.header("location"), foreign.cookie().as_str()),
        ("/", "theme=auto")
    );
}

#[tokio::test]
async fn a_planted_session_never_becomes_a_real_one_and_each_sign_in_gets_its_own() {
    let app = TestApp::sqlite().await;
    app.account(Role::Handler).await;
    let planted = format!("mingjing={}", "ab".repeat(32));
    let typed = [("username", Role::Handler.as_str()), ("password", PASSWORD)];
    let first = app
        .post_form_as(&planted, "/staff/sign-in", &typed)
        .await
        .cookie();
    let second = app.post_form_as(&first, "/staff/sign-in", &typed).await.cookie();
    assert!(first != planted && second != first);
    assert_eq!(
        app.get_as(&planted, "/staff/queue").await.status,
        StatusCode::SEE_OTHER
    );
    let both = format!("{planted}; {second}");
    assert_eq!(
        app.get_as(&both, "/staff/queue").await.status,
        StatusCode::SEE_OTHER,
        "of two cookies of one name the first counts, and that is a stranger's"
    );
    assert_eq!(app.get_as(&second, "/staff/queue").await.status, StatusCode::OK);
    let empty = app.get("/").await;
    assert_eq!(empty.header("set-cookie"), "", "nobody gets a session by looking");
}

#[tokio::test]
async fn everybody_lands_on_a_page_of_their_own_with_menu_and_way_out() {
    for role in Role::ALL {
        let app = TestApp::sqlite().await;
        let cookie = app.sign_in(*role).await;
        let typed = [("username", role.as_str()), ("password", PASSWORD)];
        let signed_in = app.post_form("/staff/sign-in", &typed).await;
        let home = app.get_as(&cookie, "/staff").await;
        let landed = match home.status {
            StatusCode::SEE_OTHER => home.header("location").to_owned(),
            _ => "/staff".to_owned(),
        };
        assert_eq!(signed_in.header("location"), landed, "{role:?}");
        let page = app.get_as(&cookie, &landed).await;
        assert_eq!(page.status, StatusCode::OK, "{role:?} at {landed}");
        assert!(page.body.contains("action=\"/staff/sign-out\""), "{role:?}");
    }
}

#[tokio::test]
async fn an_error_below_the_workbench_keeps_its_frame_for_the_signed_in_only() {
    let app = TestApp::sqlite().await;
    let cookie = app.sign_in(Role::Publisher).await;
    for (path, status) in [
        ("/staff/dashboard", StatusCode::FORBIDDEN),
        ("/staff/records/R-00000000", StatusCode::NOT_FOUND),
        ("/staff/nowhere", StatusCode::NOT_FOUND),
    ] {
        let page = app.get_as(&cookie, path).await;
        assert_eq!(page.status, status, "{path}");
        assert!(page.body.contains("action=\"/staff/sign-out\""), "{path}");
        assert!(page.body.contains("href=\"/staff/records\""), "{path}: the menu");
    }
    for (cookie, path) in [(cookie.as_str(), "/nowhere"), ("", "/staff/nowhere")] {
        let page = app.get_as(cookie, path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(!page.body.contains("/staff/sign-out"), "{path}");
    }
}
