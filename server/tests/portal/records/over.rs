//! Records that the public sees no longer, as the desk tells of them.

use super::desk::{Desk, listed};
use super::fixtures::{follow, import, rows};
use crate::support::{TestApp, on_both};
use chrono::TimeDelta;
use domain::event::Actor;
use domain::record::WithdrawalCode;
use service::records::{find_target, withdraw};

on_both!(
    a_withdrawal_tells_its_day_its_reason_and_whose_it_was,
    what_had_its_term_is_counted_apart_from_what_is_public,
);

async fn a_withdrawal_tells_its_day_its_reason_and_whose_it_was(app: TestApp) {
    import(&app, &rows()[..2], true).await;
    let desk = Desk::open(&app).await;
    let all = listed(&app, &desk.publisher, "published").await;
    let [by_hand, by_command] = &all[..] else {
        panic!("{all:?}")
    };
    let path = format!("/staff/records/{by_hand}/withdraw");
    let gone = [("reason", "published-in-error"), ("confirmed", "yes")];
    app.post_form_as(&desk.publisher, &path, &gone).await;
    let target = find_target(&app.services, by_command).await.unwrap();
    let actor = Actor::System("withdraw root".into());
    withdraw(&app.services, &target, WithdrawalCode::Revoked, &actor)
        .await
        .unwrap();
    for (reference, reason, by) in [
        (by_hand, WithdrawalCode::PublishedInError, "公示发布员"),
        (by_command, WithdrawalCode::Revoked, "服务器命令"),
    ] {
        let page = app
            .get_as(&desk.reviewer, &format!("/staff/records/{reference}"))
            .await
            .body;
        for told in ["已于2026年11月22日撤回", reason.label(), by, "2026年11月22日"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(
            !page.contains("可以公开，公开前已去掉个人信息"),
            "policy is no longer asked: {page}"
        );
    }
    let list = app
        .get_as(&desk.reviewer, "/staff/records?list=withdrawn")
        .await
        .body;
    for told in ["撤回日期", "撤回理由", "撤回人", "公示发布员", "服务器命令"] {
        assert!(list.contains(told), "{told}: {list}");
    }
}

async fn what_had_its_term_is_counted_apart_from_what_is_public(app: TestApp) {
    import(&app, &rows()[..3], true).await;
    follow(&app).await;
    let desk = Desk::open(&app).await;
    assert_eq!(listed(&app, &desk.publisher, "published").await.len(), 3);
    assert!(listed(&app, &desk.publisher, "expired").await.is_empty());
    // The term of the third ends on 1 December.
    app.clock.advance(TimeDelta::days(10));
    let reviewer = desk_again(&app).await;
    let expired = listed(&app, &reviewer, "expired").await;
    assert_eq!(expired.len(), 1);
    let published = app.get_as(&reviewer, "/staff/records?list=published").await.body;
    assert!(
        published.contains("已公开 2<")
            && published.contains("公示期满 1<")
            && published.contains("和首页的件数一致"),
        "{published}"
    );
    assert!(app.get("/").await.body.contains("共 2 件"));
    let list = app.get_as(&reviewer, "/staff/records?list=expired").await.body;
    assert!(list.contains("2026年12月1日"), "{list}");
    let page = app
        .get_as(&reviewer, &format!("/staff/records/{}", expired[0]))
        .await
        .body;
    assert!(
        page.contains("公示期到2026年12月1日为止") && !page.contains("可以公开，公开前已去掉个人信息"),
        "{page}"
    );
}

/// Signs in once more: sessions end sooner than terms.
async fn desk_again(app: &TestApp) -> String {
    let typed = [("username", "reviewer"), ("password", crate::support::PASSWORD)];
    app.post_form("/staff/sign-in", &typed).await.cookie()
}
