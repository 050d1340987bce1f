//! 待办 of those at whose desk records become public.

use super::desk::{Desk, listed};
use super::fixtures::{import, rows};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::role::Role;

on_both!(
    each_role_begins_with_what_waits_for_it,
    what_is_due_first_stands_on_top,
);

async fn queue(app: &TestApp, cookie: &str) -> String {
    let page = app.get_as(cookie, "/staff/queue").await;
    assert_eq!(page.status, StatusCode::OK);
    page.body
}

/// What the row of a list tells: how many, how many are due soon, how many are late.
fn row<'a>(page: &'a str, link: &str) -> Vec<&'a str> {
    let rest = page.split(&format!("href=\"{link}\"")).nth(1);
    let rest = rest.unwrap_or_else(|| panic!("{link}: {page}"));
    let row = rest.split("</tr>").next().unwrap();
    let cells = row.split("<td").skip(1);
    cells
        .map(|cell| cell.split_once('>').unwrap().1.split("</td>").next().unwrap())
        .collect()
}

async fn each_role_begins_with_what_waits_for_it(app: TestApp) {
    import(&app, &rows()[..2], false).await;
    let desk = Desk::open(&app).await;
    let drafts = listed(&app, &desk.publisher, "drafts").await;
    desk.publisher(&drafts[0], "submit", "1").await;
    let own = queue(&app, &desk.publisher).await;
    assert_eq!(row(&own, "/staff/records?list=drafts")[0], "1");
    assert!(own.contains("href=\"/staff/objections\"") && !own.contains("list=in-review"));
    assert!(!own.contains("<h2>群众反映"), "a publisher works no cases: {own}");
    let reviewer = queue(&app, &desk.reviewer).await;
    let waits = row(&reviewer, "/staff/records?list=in-review");
    assert_eq!(waits[0], "1", "{waits:?}");
    assert!(
        waits.last().unwrap().contains('1'),
        "decisions of last year are late: {waits:?}"
    );
    let leader = app.sign_in(Role::Leader).await;
    let leader = queue(&app, &leader).await;
    assert!(leader.contains("href=\"/staff/exceptions\"") && leader.contains("list=to-withdraw"));
    let center = app.sign_in(Role::Center).await;
    assert!(!queue(&app, &center).await.contains("公示工作"));
}

async fn what_is_due_first_stands_on_top(app: TestApp) {
    import(&app, &rows()[..2], false).await;
    let desk = Desk::open(&app).await;
    let drafts = listed(&app, &desk.publisher, "drafts").await;
    desk.publisher(&drafts[0], "submit", "1").await;
    desk.approve(&drafts[0], "1").await;
    let page = queue(&app, &desk.publisher).await;
    let place = |list: &str| page.find(&format!("list={list}\"")).unwrap();
    assert!(
        place("approved") < place("drafts"),
        "the first of the list was decided first: {page}"
    );
    assert!(
        place("drafts") < place("sent-back"),
        "nothing waits there: {page}"
    );
}
