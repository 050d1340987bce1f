//! Who judges what: the original beside the public text that is judged, and nobody the own work.

use super::{FOUND, NEW, beside, correct, draw, drawn, events, item_of, judge, page, version};
use crate::records::desk::{Desk, moved};
use crate::records::fixtures::{import, published, rows};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::role::Role;
use domain::spot_check::{Checker, Judgement, Settlement, Settler, Words};
use service::spot_checks::{self, JudgeError, Place, SettleError};

on_both!(
    a_supervisor_draws_and_judges_and_the_desk_settles,
    nobody_judges_or_dismisses_what_is_the_own_work,
    a_text_corrected_meanwhile_is_looked_at_again,
);

const HOSTILE: &str = "</textarea><script>alert(1)</script>";

async fn a_supervisor_draws_and_judges_and_the_desk_settles(app: TestApp) {
    let app = published(app).await;
    let (supervisor, desk) = (app.sign_in(Role::Supervisor).await, Desk::open(&app).await);
    let blank = page(&app, &supervisor, NEW).await;
    assert!(
        blank.contains("value=\"2026-11-22\"") && blank.contains("有 3 件"),
        "{blank}"
    );
    assert_eq!(
        draw(&app, &desk.publisher, &[]).await.status,
        StatusCode::FORBIDDEN
    );
    let check = drawn(&app, &supervisor, &[]).await;
    assert_eq!(check, "/staff/spot-checks/1");
    let shown = page(&app, &supervisor, &check).await;
    for told in ["范围内共 3 件", "待判定 3 件", "未经法制审核", "已判定不足 5 件"] {
        assert!(shown.contains(told), "{told}: {shown}");
    }

    let item = item_of(&app, &supervisor, &check, "李某").await;
    let alone = page(&app, &supervisor, &item).await;
    assert!(
        !alone.contains("李小龙") && alone.contains("查看原文") && !alone.contains("name=\"version\""),
        "{alone}"
    );
    let blind = app.post_form_as(&supervisor, &item, &FOUND).await;
    assert_eq!(blind.status, StatusCode::CONFLICT);
    assert!(
        blind.body.contains("还没有打开原文") && blind.body.contains("金丝雀"),
        "{}",
        blind.body
    );
    leads_on_whoever_judges(&app, &alone, &desk.publisher, &item).await;
    let beside = beside(&app, &supervisor, &item).await;
    assert_eq!(events(&app, 1).await[1]["event"], "spot-check-original-read");
    for text in [
        "李小龙",
        "李某",
        "罚款 1,500 元",
        "2025年3月4日",
        "明公交罚〔2025〕1号",
    ] {
        assert!(beside.contains(text), "{text}: {beside}");
    }
    let wordless = [("verdict", "found"), ("finding", "other"), ("text", " ")];
    let wordless = judge(&app, &supervisor, &item, &wordless).await;
    assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wordless.body.contains("请填写看到的情况") && wordless.body.contains("checked"));
    let typed = [("verdict", ""), ("text", HOSTILE)];
    let hostile = judge(&app, &supervisor, &item, &typed).await;
    assert!(hostile.body.contains("&lt;script&gt;") && !hostile.body.contains(HOSTILE));
    let done = judge(&app, &supervisor, &item, &FOUND).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let mut again = vec![("version", "1")];
    again.extend(FOUND);
    let again = app.post_form_as(&supervisor, &item, &again).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("已经判定") && again.body.contains("金丝雀"));

    settled_by_the_desk(&app, &desk, (&check, &item), &supervisor).await;
    assert_trail_without_words(&app).await;
}

async fn leads_on_whoever_judges(app: &TestApp, judging: &str, publisher: &str, item: &str) {
    assert!(judging.contains("下一件待判定"), "{judging}");
    let read = app.get_as(publisher, item).await.body;
    assert!(!read.contains("下一件待判定"), "others judge nothing");
    assert_eq!(events(app, 1).await.len(), 1, "nothing was read so far");
}

async fn assert_trail_without_words(app: &TestApp) {
    let told = serde_json::to_string(&events(app, 1).await).unwrap();
    assert!(!told.contains("金丝雀") && !told.contains("原文如此"), "{told}");
    let names: Vec<_> = events(app, 1).await;
    let names: Vec<_> = names
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .filter(|name| *name != "spot-check-original-read")
        .collect();
    assert_eq!(
        names,
        [
            "spot-check-drawn",
            "spot-check-judged",
            "spot-check-finding-settled",
            "spot-check-finding-settled"
        ]
    );
}

/// One finding is dismissed with a reason, the other settled after a correction.
async fn settled_by_the_desk(app: &TestApp, desk: &Desk<'_>, (check, item): (&str, &str), supervisor: &str) {
    let list = page(app, &desk.publisher, "/staff/spot-checks/findings").await;
    assert!(
        list.contains("金丝雀") && list.contains(&format!("href=\"{item}\"")),
        "{list}"
    );
    let settle = async |cookie: &str, kind: &str, fields: &[(&str, &str)]| {
        let path = format!("{item}/{kind}");
        app.post_form_as(cookie, &path, fields).await
    };
    let corrected = [("outcome", "corrected")];
    for others in [supervisor.to_owned(), app.sign_in(Role::Leader).await] {
        let refused = settle(&others, "mismatch", &corrected).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    let early = settle(&desk.publisher, "mismatch", &corrected).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.body.contains("请先更正"), "{}", early.body);
    let mute = settle(&desk.publisher, "personal", &[("outcome", "not-upheld")]).await;
    assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reason = [("outcome", "not-upheld"), ("reason", "原文如此")];
    assert_eq!(
        settle(&desk.publisher, "missing", &reason).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        settle(&desk.publisher, "odd", &reason).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        settle(&desk.publisher, "personal", &reason).await.status,
        StatusCode::SEE_OTHER
    );
    let again = settle(&desk.publisher, "personal", &reason).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("已经办结") && again.body.contains("原文如此"));

    correct(app, desk).await;
    assert_eq!(
        settle(&desk.publisher, "mismatch", &corrected).await.status,
        StatusCode::SEE_OTHER
    );
    let left = page(app, &desk.publisher, "/staff/spot-checks/findings").await;
    assert!(!left.contains("金丝雀"), "{left}");
    let done = page(app, &desk.publisher, "/staff/spot-checks/findings?list=done").await;
    assert!(
        done.contains("问题不成立") && done.contains("已更正并重新发布"),
        "{done}"
    );
    let shown = page(app, supervisor, check).await;
    assert!(
        shown.contains("待判定 2 件") && shown.contains("已更正并重新发布"),
        "{shown}"
    );
}

/// A record that went through the hands of the desk.
async fn made_by_the_desk(app: &TestApp) -> Desk<'_> {
    import(app, &rows()[..1], false).await;
    let desk = Desk::open(app).await;
    let reference = crate::records::desk::listed(app, &desk.publisher, "drafts")
        .await
        .remove(0);
    desk.publisher(&reference, "submit", "1").await;
    desk.approve(&reference, "1").await;
    assert_eq!(
        desk.publisher(&reference, "publish", "1").await,
        StatusCode::SEE_OTHER
    );
    desk
}

async fn nobody_judges_or_dismisses_what_is_the_own_work(app: TestApp) {
    let desk = made_by_the_desk(&app).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    let check = drawn(&app, &supervisor, &[]).await;
    let shown = page(&app, &supervisor, &check).await;
    assert!(!shown.contains("未经法制审核"), "{shown}");
    let place = Place { check: 1, item: 1 };
    // The accounts that made it, moved to the supervisors since.
    for role in [Role::Publisher, Role::Reviewer] {
        let maker = Checker::of(&moved(&app, role, Role::Supervisor).await).unwrap();
        let refused = spot_checks::judge(&app.services, maker, place, 1, Judgement::InOrder).await;
        assert!(matches!(refused, Err(JudgeError::OwnText(_))), "{refused:?}");
    }
    judge(&app, &supervisor, &format!("{check}/1"), &FOUND).await;
    let reason = [("outcome", "not-upheld"), ("reason", "原文如此")];
    for cookie in [&desk.publisher, &desk.reviewer] {
        let own = app
            .post_form_as(cookie, &format!("{check}/1/personal"), &reason)
            .await;
        assert_eq!(own.status, StatusCode::CONFLICT);
        assert!(own.body.contains("不能由您认定"), "{}", own.body);
    }
    let other = Settler::of(&moved(&app, Role::Supervisor, Role::Publisher).await).unwrap();
    let words = Words::parse("reason", "理由", "原文如此").unwrap();
    let kind = domain::spot_check::FindingKind::Personal;
    let settlement = || Settlement::NotUpheld(words.clone());
    let done = spot_checks::settle(&app.services, other, (place, kind), settlement()).await;
    assert!(done.is_ok(), "{done:?}");
    let again = spot_checks::settle(&app.services, other, (place, kind), settlement()).await;
    assert!(matches!(again, Err(SettleError::SettledBefore)), "{again:?}");
}

async fn a_text_corrected_meanwhile_is_looked_at_again(app: TestApp) {
    let app = published(app).await;
    let (supervisor, desk) = (app.sign_in(Role::Supervisor).await, Desk::open(&app).await);
    let check = drawn(&app, &supervisor, &[]).await;
    let item = item_of(&app, &supervisor, &check, "李某").await;
    let seen = version(&beside(&app, &supervisor, &item).await);
    correct(&app, &desk).await;
    let fields = [("version", seen.as_str()), ("verdict", "in-order")];
    let stale = app.post_form_as(&supervisor, &item, &fields).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("请核对现在的文本") && stale.body.contains("罚款 1,000 元"));
    let done = judge(&app, &supervisor, &item, &[("verdict", "in-order")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let shown = page(&app, &supervisor, &item).await;
    assert!(
        shown.contains("没有问题") && shown.contains("公开，内容未变"),
        "{shown}"
    );
}
