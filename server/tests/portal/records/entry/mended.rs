//! Records mended by hand: what was sent back, what is public, what policy held back.

use super::{act, but, enter, events, filled, found, led_to, through};
use crate::records::fixtures::{import, rows};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::event::SubjectKind;
use domain::role::Role;

on_both!(
    what_was_sent_back_leads_to_a_form_that_says_what_it_says,
    what_was_sent_back_is_mended_and_comes_again,
    what_is_public_stays_as_it_is_until_the_mended_text_is_published,
    whoever_saves_behind_somebody_else_is_told_and_keeps_the_text,
    what_policy_held_back_is_ruled_on_anew_once_it_says_something_else,
);

/// A record that a reviewer sent back: publisher, reviewer, reference.
async fn sent_back(app: &TestApp) -> (String, String, String) {
    let publisher = app.sign_in(Role::Publisher).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    let reference = led_to(&enter(app, &publisher, &filled()).await);
    act(app, &publisher, &reference, "submit", &[("revision", "1")]).await;
    let said = [
        ("revision", "1"),
        ("verdict", "send-back"),
        ("comment", "罚款数额与文书不一致"),
    ];
    act(app, &reviewer, &reference, "review", &said).await;
    (publisher, reviewer, reference)
}

async fn what_was_sent_back_leads_to_a_form_that_says_what_it_says(app: TestApp) {
    let (publisher, _, reference) = sent_back(&app).await;
    let page = app
        .get_as(&publisher, &format!("/staff/records/{reference}"))
        .await;
    assert!(
        page.body
            .contains(&format!("href=\"/staff/records/{reference}/edit\""))
    );
    let form = app
        .get_as(&publisher, &format!("/staff/records/{reference}/edit"))
        .await
        .body;
    for shown in [
        "罚款数额与文书不一致",
        "value=\"1500\"",
        "value=\"2025-03-04\"",
        "第一百一十条</textarea>",
    ] {
        assert!(form.contains(shown), "{shown}: {form}");
    }
}

async fn what_was_sent_back_is_mended_and_comes_again(app: TestApp) {
    let (publisher, reviewer, reference) = sent_back(&app).await;
    let same = act(&app, &publisher, &reference, "edit", &but(&[("revision", "1")])).await;
    assert_eq!(same.status, StatusCode::SEE_OTHER);
    assert_eq!(
        found(&app, &reference).await.revision,
        1,
        "nothing new makes no original"
    );
    let mended = but(&[
        ("revision", "1"),
        ("fine_yuan", "1000"),
        ("decided_on", "2025-03-11"),
    ]);
    assert_eq!(
        act(&app, &publisher, &reference, "edit", &mended).await.status,
        StatusCode::SEE_OTHER
    );
    let draft = found(&app, &reference).await;
    assert_eq!((draft.revision, draft.stage.label()), (2, "待送审"));
    let mut conn = app.services.db.read().await.unwrap();
    let clocks = storage::clocks::of(&mut conn, (SubjectKind::Record, draft.id.0))
        .await
        .unwrap();
    assert_eq!(
        clocks[0].on.to_string(),
        "2025-03-20",
        "seven working days from the decision"
    );
    drop(conn);
    through(&app, &publisher, &reviewer, &reference, "2").await;
    assert!(
        app.get(&format!("/records/{reference}"))
            .await
            .body
            .contains("罚款 1,000 元")
    );
    assert!(
        events(&app, &reference)
            .await
            .contains(&"record-mended".to_owned())
    );
}

async fn what_is_public_stays_as_it_is_until_the_mended_text_is_published(app: TestApp) {
    let publisher = app.sign_in(Role::Publisher).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    let reference = led_to(&enter(&app, &publisher, &filled()).await);
    through(&app, &publisher, &reviewer, &reference, "1").await;
    let mended = but(&[("revision", "1"), ("fine_yuan", "1200")]);
    assert_eq!(
        act(&app, &publisher, &reference, "edit", &mended).await.status,
        StatusCode::SEE_OTHER
    );
    let public = async || app.get(&format!("/records/{reference}")).await.body;
    assert!(public().await.contains("罚款 1,500 元"));
    let corrections = app
        .get_as(&publisher, "/staff/records?list=corrections")
        .await
        .body;
    assert!(corrections.contains(&reference));
    through(&app, &publisher, &reviewer, &reference, "2").await;
    assert!(public().await.contains("罚款 1,200 元"));

    let gone = [("reason", "published-in-error"), ("confirmed", "yes")];
    act(&app, &publisher, &reference, "withdraw", &gone).await;
    let late = but(&[("revision", "2"), ("fine_yuan", "900")]);
    assert_eq!(
        act(&app, &publisher, &reference, "edit", &late).await.status,
        StatusCode::CONFLICT
    );
    let form = app
        .get_as(&publisher, &format!("/staff/records/{reference}/edit"))
        .await;
    assert_eq!(form.status, StatusCode::CONFLICT);
}

async fn whoever_saves_behind_somebody_else_is_told_and_keeps_the_text(app: TestApp) {
    let publisher = app.sign_in(Role::Publisher).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    let reference = led_to(&enter(&app, &publisher, &filled()).await);
    act(&app, &publisher, &reference, "submit", &[("revision", "1")]).await;
    let first = but(&[("revision", "1"), ("fine_yuan", "1100")]);
    assert_eq!(
        act(&app, &publisher, &reference, "edit", &first).await.status,
        StatusCode::SEE_OTHER
    );
    let approved = act(
        &app,
        &reviewer,
        &reference,
        "review",
        &[("revision", "1"), ("verdict", "approve")],
    )
    .await;
    assert_eq!(
        approved.status,
        StatusCode::CONFLICT,
        "the reviewer saw the first original"
    );
    let page = app
        .get_as(&publisher, &format!("/staff/records/{reference}"))
        .await
        .body;
    assert!(page.contains("没有审完"), "{page}");

    let behind = but(&[("revision", "1"), ("facts", "另一个人写的一大段")]);
    let told = act(&app, &publisher, &reference, "edit", &behind).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.body.contains("又有了新的一稿") && told.body.contains("另一个人写的一大段</textarea>"));
    assert!(told.body.contains("name=\"revision\" value=\"2\""));
    let knowing = but(&[("revision", "2"), ("facts", "另一个人写的一大段")]);
    assert_eq!(
        act(&app, &publisher, &reference, "edit", &knowing).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(found(&app, &reference).await.revision, 3);
}

async fn what_policy_held_back_is_ruled_on_anew_once_it_says_something_else(app: TestApp) {
    import(&app, &rows()[3..], false).await;
    let publisher = app.sign_in(Role::Publisher).await;
    let list = app.get_as(&publisher, "/staff/records?list=drafts").await.body;
    let reference = list.split("href=\"/staff/records/R-").nth(1).unwrap();
    let reference = format!("R-{}", reference.split('"').next().unwrap());
    act(&app, &publisher, &reference, "publish", &[("revision", "1")]).await;
    assert_eq!(found(&app, &reference).await.stage.label(), "依规定不公开");
    let mended = but(&[("revision", "1")]);
    assert_eq!(
        act(&app, &publisher, &reference, "edit", &mended).await.status,
        StatusCode::SEE_OTHER
    );
    let draft = found(&app, &reference).await;
    assert_eq!(draft.stage.label(), "待送审");
    let drafts = app.get_as(&publisher, "/staff/records?list=drafts").await.body;
    assert!(drafts.contains(&reference));
}
