//! Spot checks of what is public: from the draw to what came of the findings, through the real router.

use crate::records::desk::{Desk, moved};
use crate::records::fixtures::{import, published, rows};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::event::SubjectKind;
use domain::role::Role;
use domain::spot_check::{Checker, Judgement, Settlement, Settler, Words};
use service::rules::{self, RuleSet};
use service::spot_checks::{self, JudgeError, Place, SettleError};

on_both!(
    a_supervisor_draws_and_judges_and_the_desk_settles,
    a_draw_takes_what_is_public_now_and_fits_the_plan,
    every_unit_gives_its_share,
    what_leaves_the_public_is_not_shown_and_its_findings_are_done,
    nobody_judges_or_dismisses_what_is_the_own_work,
    a_text_corrected_meanwhile_is_looked_at_again,
    a_correction_in_name_only_settles_nothing,
    what_was_masked_as_a_fact_is_settled_once_nothing_shows_it,
    a_term_that_moves_with_the_day_corrects_nothing,
);

const HOSTILE: &str = "</textarea><script>alert(1)</script>";
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
    answer.header("location").to_owned()
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
    assert_eq!(events(&app, 1).await.len(), 1, "nothing was read so far");
    let beside = beside(&app, &supervisor, &item).await;
    assert_eq!(events(&app, 1).await[1]["event"], "spot-check-original-read");
    for text in [
        "李小龙",
        "李某",
        "罚款 1,500 元",
        "2025-03-04",
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

/// The first record of the fixtures becomes public with another fine.
async fn correct(app: &TestApp, desk: &Desk<'_>) {
    send_again(app, "李小龙", &[("fine_yuan", "1000")]).await;
    publish_as(app, desk, "2", "factual").await;
}

async fn a_draw_takes_what_is_public_now_and_fits_the_plan(app: TestApp) {
    let mut all = rows();
    for row in &mut all {
        row["published_on"] = "2026-11-20".into();
    }
    all[1]["published_on"] = "2026-10-01".into();
    all[2]["unit"] = "ps07".into();
    all[2]["kind"] = "license".into();
    import(&app, &all, true).await;
    let inspector = app.sign_in(Role::Inspector).await;
    let count_as = async |cookie: &str, asked: &str| {
        let path = format!("{NEW}?from=2000-01-01&to=2099-12-31&size=5{asked}");
        let body = page(&app, cookie, &path).await;
        let told = body
            .split("现在公开的记录有 ")
            .nth(1)
            .unwrap_or_else(|| panic!("{body}"));
        told.split(' ').next().unwrap().to_owned()
    };
    let count = async |asked: &str| count_as(&inspector, asked).await;
    assert_eq!(count("").await, "3", "the sealed one is not public");
    assert_eq!(count("&unit=ps07").await, "1");
    assert_eq!(count("&unit=county").await, "3", "with those below it");
    assert_eq!(count("&kind=license").await, "1");
    assert_eq!(count("&kind=inspection").await, "0");
    assert_eq!(count("&unreviewed=yes").await, "3");
    let period = "/staff/spot-checks/new?from=2026-10-01&to=2026-10-31&size=5";
    assert!(page(&app, &inspector, period).await.contains("有 1 件"));
    let odd = "/staff/spot-checks/new?from=2026-02-30&size=0";
    let odd = page(&app, &inspector, odd).await;
    assert!(
        odd.contains("不是存在的日期") && odd.contains("1 到 200"),
        "{odd}"
    );

    let empty = draw(&app, &inspector, &[("kind", "inspection")]).await;
    assert_eq!(empty.status, StatusCode::CONFLICT);
    assert!(empty.body.contains("没有公开的记录"));
    let wrong = draw(&app, &inspector, &[("size", "201"), ("unit", "ps99")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The term of one is over: it is public no longer. (Nor does the session live so long.)
    app.clock.advance(chrono::Duration::days(20));
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(count_as(&supervisor, "").await, "2");
    let check = drawn(&app, &supervisor, &[]).await;
    assert!(page(&app, &supervisor, &check).await.contains("范围内共 2 件"));
    let one = drawn(&app, &supervisor, &[("size", "1")]).await;
    assert_eq!(one, "/staff/spot-checks/2");
    assert!(page(&app, &supervisor, &one).await.contains("待判定 1 件"));
    // What legal review let pass is drawn like the rest, and left out where only the others are asked for.
    let desk = Desk::open(&app).await;
    correct(&app, &desk).await;
    assert_eq!(count_as(&supervisor, "").await, "2");
    assert_eq!(count_as(&supervisor, "&unreviewed=yes").await, "1");
}

async fn every_unit_gives_its_share(app: TestApp) {
    let all: Vec<_> = (0..40)
        .map(|n| {
            let mut row = rows()[2].clone();
            row["document_number"] = format!("明公网罚〔2024〕{}号", 100 + n).into();
            row["unit"] = ["county", "ps01", "ps01", "ps01"][n % 4].into();
            row
        })
        .collect();
    let mut all = all;
    all.push(rows()[0].clone());
    all[40]["unit"] = "ps02".into();
    import(&app, &all, true).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    let check = drawn(&app, &supervisor, &[("size", "9")]).await;
    let mut conn = app.services.db.read().await.unwrap();
    let found = storage::spot_checks::find(&mut conn, 1, app.services.clock.today()).await;
    let found = found.unwrap().unwrap();
    let shares = storage::spot_checks::units(&mut conn, found.id).await.unwrap();
    let shares: Vec<_> = shares.iter().map(|share| (share.frame, share.drawn)).collect();
    assert_eq!(shares, [(30, 6), (10, 2), (1, 1)]);

    // Whoever has the seed draws the same records again.
    let plan = domain::spot_check::Plan {
        from: found.days.0,
        to: found.days.1,
        unit: None,
        kind: None,
        unreviewed: false,
        size: 9,
    };
    let today = app.services.clock.today();
    let frame = storage::spot_checks::frame(&mut conn, &plan, today)
        .await
        .unwrap();
    let again = domain::spot_check::draw(&frame, 9, found.seed);
    let items = storage::spot_checks::items(&mut conn, found.id, today)
        .await
        .unwrap();
    let items: Vec<_> = items.iter().map(|item| item.record).collect();
    assert_eq!(items, again);
    let shown = page(&app, &supervisor, &check).await;
    assert!(shown.contains(&found.seed.to_string()));
}

async fn what_leaves_the_public_is_not_shown_and_its_findings_are_done(app: TestApp) {
    let app = published(app).await;
    let (supervisor, desk) = (app.sign_in(Role::Supervisor).await, Desk::open(&app).await);
    let check = drawn(&app, &supervisor, &[]).await;
    let (judged, left) = (
        item_of(&app, &supervisor, &check, "李某").await,
        item_of(&app, &supervisor, &check, "王某").await,
    );
    judge(&app, &supervisor, &judged, &FOUND).await;
    for (name, reason) in [("李小龙", "privacy"), ("王大力", "revoked")] {
        let item = if name == "李小龙" { &judged } else { &left };
        let shown = page(&app, &supervisor, item).await;
        let reference = shown.split("href=\"/records/").nth(1).unwrap();
        let reference = reference.split('"').next().unwrap();
        let path = format!("/staff/records/{reference}/withdraw");
        let fields = [("reason", reason), ("confirmed", "yes")];
        let done = app.post_form_as(&desk.publisher, &path, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let read = app
            .post_form_as(&supervisor, &format!("{item}/original"), &[])
            .await;
        assert_eq!(read.status, StatusCode::OK);
        let gone = page(&app, &supervisor, item).await + &read.body;
        for secret in [name, "某", "殴打他人"] {
            assert!(!gone.contains(secret), "{secret}: {gone}");
        }
    }
    assert!(page(&app, &supervisor, &left).await.contains("判定前已不再公开"));
    let refused = [("version", "1"), ("verdict", "in-order")];
    let refused = app.post_form_as(&supervisor, &left, &refused).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let shown = page(&app, &supervisor, &check).await;
    for told in [
        "另有 1 件判定前已不再公开",
        "待办理的问题 0 项",
        "待判定 1 件",
        "记录已不再公开",
    ] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    let open = page(&app, &desk.publisher, "/staff/spot-checks/findings").await;
    assert!(!open.contains("金丝雀"));
    let done = page(&app, &desk.publisher, "/staff/spot-checks/findings?list=done").await;
    assert!(done.contains("金丝雀") && done.contains("记录已不再公开"));
    let path = format!("{judged}/personal");
    let late = [("outcome", "not-upheld"), ("reason", "晚了")];
    let late = app.post_form_as(&desk.publisher, &path, &late).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("问题随之办结") && late.body.contains("晚了"));
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

async fn a_correction_in_name_only_settles_nothing(app: TestApp) {
    let app = published(app).await;
    let (supervisor, desk) = (app.sign_in(Role::Supervisor).await, Desk::open(&app).await);
    let check = drawn(&app, &supervisor, &[]).await;
    let item = item_of(&app, &supervisor, &check, "李某").await;
    judge(&app, &supervisor, &item, &FOUND).await;
    let settle = async |kind: &str| {
        let path = format!("{item}/{kind}");
        app.post_form_as(&desk.publisher, &path, &[("outcome", "corrected")])
            .await
    };
    let refused = async |kind: &str, says: &str| {
        let answer = settle(kind).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{kind}");
        assert!(answer.body.contains(says), "{kind}: {}", answer.body);
    };
    // Another name behind the same mask: published as both, and the public is told the same.
    send_again(&app, "李大龙", &[]).await;
    publish_as(&app, &desk, "2", "factual").await;
    send_again(&app, "李中龙", &[]).await;
    publish_as(&app, &desk, "3", "privacy").await;
    refused("mismatch", "公开的内容还没有更正").await;
    refused("personal", "还没有隐去更多").await;

    // Another fine is a correction of facts, and hides nobody.
    send_again(&app, "李小龙", &[("fine_yuan", "1000")]).await;
    publish_as(&app, &desk, "4", "factual").await;
    refused("personal", "还没有隐去更多").await;
    assert_eq!(settle("mismatch").await.status, StatusCode::SEE_OTHER);

    // Less is seen.
    send_again(&app, "李小龙", &[("fine_yuan", "1000"), ("facts", "饮酒驾车。")]).await;
    publish_as(&app, &desk, "5", "privacy").await;
    assert_eq!(settle("personal").await.status, StatusCode::SEE_OTHER);
}

async fn what_was_masked_as_a_fact_is_settled_once_nothing_shows_it(app: TestApp) {
    let app = published(app).await;
    let (supervisor, desk) = (app.sign_in(Role::Supervisor).await, Desk::open(&app).await);
    let check = drawn(&app, &supervisor, &[]).await;
    let item = item_of(&app, &supervisor, &check, "李某").await;
    judge(&app, &supervisor, &item, &FOUND).await;
    let path = format!("{item}/personal");
    let corrected = [("outcome", "corrected")];
    send_again(&app, "李小龙", &[("facts", "饮酒驾车。")]).await;
    publish_as(&app, &desk, "2", "factual").await;
    let refused = app.post_form_as(&desk.publisher, &path, &corrected).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    // The same text again; now nothing is left of the one that showed more.
    send_again(&app, "李大龙", &[("facts", "饮酒驾车。")]).await;
    publish_as(&app, &desk, "3", "privacy").await;
    let done = app.post_form_as(&desk.publisher, &path, &corrected).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

async fn a_term_that_moves_with_the_day_corrects_nothing(app: TestApp) {
    let policy = serde_json::json!({
        "rules": [{"decision": "publish-masked", "ground": "依法公开"}],
        "terms": [{"when": {"personal": true}, "months": 24, "ground": "本局规定：自然人公示两年"}]
    });
    rules::replace(&app.services, RuleSet::Policy, &policy.to_string(), "tester")
        .await
        .unwrap();
    while service::jobs::run_due(&app.services).await.unwrap() > 0 {}
    let app = published(app).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    let check = drawn(&app, &supervisor, &[]).await;
    let item = item_of(&app, &supervisor, &check, "李某").await;
    judge(&app, &supervisor, &item, &FOUND).await;
    app.clock.advance(chrono::Duration::days(1));
    let desk = Desk::open(&app).await;
    send_again(&app, "李大龙", &[]).await;
    publish_as(&app, &desk, "2", "factual").await;
    let path = format!("{item}/mismatch");
    let corrected = [("outcome", "corrected")];
    let refused = app.post_form_as(&desk.publisher, &path, &corrected).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("公开的内容还没有更正"), "{}", refused.body);
}
