//! Objections to public records: from the form to the answer, through the real router.

mod answering;
mod asking;

use crate::records::fixtures::reference_of;
use crate::support::{Answer, TestApp};
use axum::http::StatusCode;

/// Reference and code as the receipt page shows them.
fn receipt(page: &Answer) -> (String, String) {
    assert_eq!(page.status, StatusCode::CREATED, "{page:?}");
    let mut shown = page.body.split("receipt-code\">").skip(1);
    let mut next = || shown.next().unwrap().split('<').next().unwrap().to_owned();
    (next(), next())
}

/// A good objection of a kind; every key makes another one.
fn fields<'a>(kind: &'a str, key: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("kind", kind),
        ("asker", "party"),
        ("passage", "罚款数额"),
        ("request", "请按决定书改正异议金丝雀"),
        ("idempotency_key", key),
    ]
}

async fn object(app: &TestApp, record: &str, kind: &str, key: &str) -> (String, String) {
    let path = format!("/records/{record}/objection");
    receipt(&app.post_form(&path, &fields(kind, key)).await)
}

async fn look(app: &TestApp, (reference, code): &(String, String)) -> Answer {
    let typed = [("reference", reference.as_str()), ("code", code.as_str())];
    app.post_form("/feedback/status", &typed).await
}

async fn answer(app: &TestApp, cookie: &str, reference: &str, outcome: &str) -> Answer {
    let path = format!("/staff/objections/{reference}");
    let typed = [("outcome", outcome), ("text", "经核实，答复如下。")];
    app.post_form_as(cookie, &path, &typed).await
}

/// The references linked from the queue, in its order.
async fn queue(app: &TestApp, cookie: &str, list: &str) -> Vec<String> {
    let page = app.get_as(cookie, &format!("/staff/objections{list}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let links = page.body.split("href=\"/staff/objections/").skip(1);
    links
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

async fn fined(app: &TestApp) -> String {
    reference_of(app, "q=%E9%A5%AE%E9%85%92").await
}

async fn withdraw(app: &TestApp, cookie: &str, record: &str, reason: &str) {
    let path = format!("/staff/records/{record}/withdraw");
    let typed = [("reason", reason), ("confirmed", "yes")];
    let done = app.post_form_as(cookie, &path, &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}
