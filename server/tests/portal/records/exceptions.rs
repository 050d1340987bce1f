//! A sealed record that is shown all the same.

use super::desk::{Desk, listed};
use super::fixtures::{import, published, rows};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::ids::RecordId;
use domain::role::Role;

on_both!(
    a_leader_consents_to_what_a_reviewer_proposes,
    a_leader_refuses_with_a_reason_and_it_stays_sealed,
    what_is_never_public_has_no_exception,
);

async fn post(app: &TestApp, cookie: &str, reference: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/staff/records/{reference}/exception/{act}");
    let mut all = vec![("revision", "1")];
    all.extend(fields);
    app.post_form_as(cookie, &path, &all).await
}

const GROUND: [(&str, &str); 1] = [("ground", "有重大社会影响，执法公开规定第十条")];

/// The ground on which a record is shown; the same however many are asked about together.
async fn granted(app: &TestApp, reference: &str) -> Option<String> {
    let (found, _) = service::records::preview(&app.services, reference).await.unwrap();
    let mut conn = app.services.db.read().await.unwrap();
    let alone = storage::records::granted(&mut conn, found.id).await.unwrap();
    let some = [RecordId(uuid::Uuid::nil()), found.id];
    let mut among = storage::records::granted_among(&mut conn, &some).await.unwrap();
    assert_eq!(among.remove(&found.id), alone);
    assert!(among.is_empty());
    alone
}

async fn a_leader_consents_to_what_a_reviewer_proposes(app: TestApp) {
    let app = published(app).await;
    let desk = Desk::open(&app).await;
    let leader = app.sign_in(Role::Leader).await;
    let reference = listed(&app, &desk.publisher, "held").await.remove(0);
    let page = |cookie: String| {
        let path = format!("/staff/records/{reference}");
        let app = &app;
        async move { app.get_as(&cookie, &path).await.body }
    };

    let early = post(&app, &leader, &reference, "answer", &[("answer", "grant")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    let empty = post(&app, &desk.reviewer, &reference, "propose", &[("ground", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for cookie in [&desk.publisher, &leader] {
        let refused = post(&app, cookie, &reference, "propose", &GROUND).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    let done = post(&app, &desk.reviewer, &reference, "propose", &GROUND).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let again = post(&app, &desk.reviewer, &reference, "propose", &GROUND).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(!page(desk.reviewer.clone()).await.contains("exception/propose"));
    assert!(page(leader.clone()).await.contains("exception/answer"));
    let register = app.get_as(&leader, "/staff/exceptions").await;
    assert!(register.body.contains("等待批准") && register.body.contains("明公治罚"));

    let own = post(&app, &desk.reviewer, &reference, "answer", &[("answer", "grant")]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    let undecided = post(&app, &leader, &reference, "answer", &[]).await;
    assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY);
    let granted = post(&app, &leader, &reference, "answer", &[("answer", "grant")]).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER);
    assert_eq!(
        self::granted(&app, &reference).await.as_deref(),
        Some(GROUND[0].1)
    );

    // From here it goes the way of every draft, and no import publishes it unmasked or holds it again.
    assert_eq!(
        listed(&app, &desk.publisher, "drafts").await,
        [reference.as_str()]
    );
    let steps = [("submit", &desk.publisher), ("publish", &desk.publisher)];
    assert_eq!(
        desk.publisher(&reference, steps[0].0, "1").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(desk.approve(&reference, "1").await, StatusCode::SEE_OTHER);
    assert_eq!(
        desk.publisher(&reference, steps[1].0, "1").await,
        StatusCode::SEE_OTHER
    );
    let public = app.get(&format!("/records/{reference}")).await;
    assert_eq!(public.status, StatusCode::OK);
    assert!(public.body.contains("赵某") && !public.body.contains("赵四"));
    let policy = domain::policy::Policy::default();
    let effect = service::policy::effect(&app.services, &policy, &mut |_| {}).await;
    assert!(
        effect.unwrap().is_none(),
        "the policy does not take it down again"
    );
}

async fn a_leader_refuses_with_a_reason_and_it_stays_sealed(app: TestApp) {
    let app = published(app).await;
    let desk = Desk::open(&app).await;
    let leader = app.sign_in(Role::Leader).await;
    let reference = listed(&app, &desk.publisher, "held").await.remove(0);
    post(&app, &desk.reviewer, &reference, "propose", &GROUND).await;
    let wordless = post(&app, &leader, &reference, "answer", &[("answer", "refuse")]).await;
    assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("answer", "refuse"), ("why", "影响不大")];
    let refused = post(&app, &leader, &reference, "answer", &fields).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER);
    assert_eq!(listed(&app, &desk.publisher, "held").await, [reference.as_str()]);
    let register = app.get_as(&desk.reviewer, "/staff/exceptions").await.body;
    assert!(register.contains("未批准") && register.contains("影响不大"));
    let again = post(&app, &desk.reviewer, &reference, "propose", &GROUND).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "with better grounds");
    assert_eq!(granted(&app, &reference).await, None);
    post(&app, &leader, &reference, "answer", &[("answer", "grant")]).await;
    assert_eq!(granted(&app, &reference).await.as_deref(), Some(GROUND[0].1));
}

async fn what_is_never_public_has_no_exception(app: TestApp) {
    let mut row = rows()[0].clone();
    row["withhold"] = "minor".into();
    import(&app, &[row], true).await;
    let desk = Desk::open(&app).await;
    let reference = listed(&app, &desk.publisher, "held").await.remove(0);
    let refused = post(&app, &desk.reviewer, &reference, "propose", &GROUND).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}
