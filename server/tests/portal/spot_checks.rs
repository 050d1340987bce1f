//! Spot checks of what is public: from the draw to what came of the findings, through the real router.

mod drawing;
mod judging;
mod settling;

use crate::records::desk::Desk;
use crate::records::fixtures::{import, rows};
use crate::support::{Answer, TestApp};
use axum::http::StatusCode;
use domain::event::SubjectKind;

const NEW: &str = "/staff/spot-checks/new";

/// The form of a draw over the whole time, with these fields changed.
async fn draw(app: &TestApp, cookie: &str, changed: &[(&str, &str)]) -> Answer {
    let usual = [("from", "2000-01-01"), ("to", "2099-12-31"), ("size", "200")];
    let kept = usual
        .iter()
        .filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    let fields: Vec<(&str, &str)> = kept.chain(changed).copied().collect();
    app.post_form_as(cookie, NEW, &fields).await
}

/// Draws everything there is; the answer leads to the check.
async fn drawn(app: &TestApp, cookie: &str, changed: &[(&str, &str)]) -> String {
    let answer = draw(app, cookie, changed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.led_to().to_owned()
}

async fn page(app: &TestApp, cookie: &str, path: &str) -> String {
    let answer = app.get_as(cookie, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.body
}

/// A drawn record with its original beside the public text.
async fn beside(app: &TestApp, cookie: &str, item: &str) -> String {
    let answer = app.post_form_as(cookie, &format!("{item}/original"), &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.body
}

/// The version of the public text that a page asks to judge.
fn version(page: &str) -> String {
    let rest = page.split("name=\"version\" value=\"").nth(1);
    let rest = rest.unwrap_or_else(|| panic!("no form: {page}"));
    rest.split('"').next().unwrap().to_owned()
}

async fn judge(app: &TestApp, cookie: &str, item: &str, fields: &[(&str, &str)]) -> Answer {
    let version = version(&beside(app, cookie, item).await);
    let mut all = vec![("version", version.as_str())];
    all.extend(fields);
    app.post_form_as(cookie, item, &all).await
}

const FOUND: [(&str, &str); 4] = [
    ("verdict", "found"),
    ("finding", "personal"),
    ("finding", "mismatch"),
    ("text", "违法事实里的金丝雀"),
];

/// The drawn records of a check whose titles hold `word`.
async fn item_of(app: &TestApp, cookie: &str, check: &str, word: &str) -> String {
    let body = page(app, cookie, check).await;
    let link = body
        .split(&format!("href=\"{check}/"))
        .skip(1)
        .find(|rest| rest.split("</a>").next().unwrap().contains(word));
    let link = link.unwrap_or_else(|| panic!("{word}: {body}"));
    format!("{check}/{}", link.split('"').next().unwrap())
}

async fn events(app: &TestApp, check: i32) -> Vec<serde_json::Value> {
    let mut conn = app.services.db.read().await.unwrap();
    let found = storage::spot_checks::find(&mut conn, check, app.services.clock.today()).await;
    let id = found.unwrap().unwrap().id;
    let events = storage::events::list(&mut conn, (SubjectKind::SpotCheck, id.0)).await;
    let events = events.unwrap().into_iter();
    events
        .map(|recorded| serde_json::to_value(&recorded.event).unwrap())
        .collect()
}

/// The first record of the fixtures becomes public with another fine.
async fn correct(app: &TestApp, desk: &Desk<'_>) {
    send_again(app, "李小龙", &[("fine_yuan", "1000")]).await;
    publish_as(app, desk, "2", "factual").await;
}

/// Sends what waits at the desk through legal review to the public.
async fn publish_as(app: &TestApp, desk: &Desk<'_>, revision: &str, correction: &str) {
    let reference = crate::records::desk::listed(app, &desk.publisher, "corrections")
        .await
        .remove(0);
    let sent = desk.correct(&reference, revision, correction).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(desk.approve(&reference, revision).await, StatusCode::SEE_OTHER);
    assert_eq!(
        desk.publisher(&reference, "publish", revision).await,
        StatusCode::SEE_OTHER
    );
}

/// The first record of the fixtures under another name and with these fields changed, as the case system sends it.
async fn send_again(app: &TestApp, name: &str, changed: &[(&str, &str)]) {
    let row = rows()[0].to_string().replace("李小龙", name);
    let mut row: serde_json::Value = serde_json::from_str(&row).unwrap();
    for (field, value) in changed {
        row[*field] = (*value).into();
    }
    import(app, &[row], false).await;
}
