//! 类案: what a penalty is compared with, where it lies, and who is shown what lies far out.

use super::desk::Desk;
use super::fixtures::{follow, import, reference_of};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::event::Actor;
use domain::record::WithdrawalCode;
use domain::role::Role;
use serde_json::{Value, json};
use service::records;

on_both!(
    a_penalty_is_shown_among_those_of_its_class,
    what_is_withdrawn_is_compared_no_longer,
    a_correction_brings_no_old_decision_among_those_compared,
    fines_far_out_are_listed_with_their_grounds,
);

/// One fine for speeding.
fn speeding(number: u32, fine: u32, more: Value) -> Value {
    let mut row = json!({"kind": "penalty", "title": format!("第{number}件超速案"), "unit": "county",
        "document_number": format!("明公交罚〔2026〕{number}号"), "decided_on": "2026-03-04",
        "party_name": "明镜县某运输有限公司", "party_type": "organization",
        "violation": "机动车行驶超过规定时速百分之五十", "facts": format!("第{number}件，车辆超速行驶。"),
        "legal_basis": ["《中华人民共和国道路交通安全法》第九十九条第一款第四项"],
        "penalty_kinds": ["fine"], "fine_yuan": fine.to_string()});
    for (name, value) in more.as_object().unwrap() {
        row[name] = value.clone();
    }
    row
}

/// 21 fines from 1,000 to 2,000 yuan; one of 9,000; three of another band, and one of long ago.
fn rows() -> Vec<Value> {
    let light = json!({"body": "系初次违法，情节较轻，依法予以裁量。"});
    let mut rows: Vec<Value> = (0..21)
        .map(|n| speeding(n + 1, 1000 + 50 * n, json!({})))
        .collect();
    rows.push(speeding(22, 9000, json!({})));
    rows.extend((23..26).map(|n| speeding(n, 200, light.clone())));
    rows.push(speeding(26, 20, json!({"decided_on": "2023-03-04"})));
    rows
}

async fn published(app: TestApp) -> TestApp {
    import(&app, &rows(), true).await;
    follow(&app).await;
    app
}

/// The reference of the record with a serial number.
async fn numbered(app: &TestApp, number: u32) -> String {
    reference_of(app, &format!("q=2026%20{number}%E5%8F%B7")).await
}

async fn comparison(app: &TestApp, reference: &str) -> Value {
    let answer = app.get(&format!("/api/v1/records/{reference}/similar")).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    answer.json()["comparison"].clone()
}

async fn withdraw(app: &TestApp, reference: &str) {
    let target = records::find_target(&app.services, reference).await.unwrap();
    let by = Actor::System("test".into());
    records::withdraw(&app.services, &target, WithdrawalCode::Revoked, &by)
        .await
        .unwrap();
}

async fn a_penalty_is_shown_among_those_of_its_class(app: TestApp) {
    let app = published(app).await;
    let middle = numbered(&app, 11).await;
    let told = comparison(&app, &middle).await;
    assert_eq!(
        (&told["band"], &told["statute"], &told["from"]),
        (&json!("usual"), &json!("道路交通安全法#99"), &json!("2024-11-22")),
        "{told}"
    );
    let expected = json!({"enough": true, "value": "1500", "n": 22, "least": "1000", "lower_quartile": "1262.50",
        "median": "1525", "upper_quartile": "1787.50", "most": "9000", "lower": 10, "same": 1, "higher": 11});
    assert_eq!(told["fine"], expected);
    assert!(told.get("detention").is_none());

    let page = app.get(&format!("/records/{middle}")).await.body;
    for words in [
        "同类公开决定 22 件，中位数 1,525 元；本件 1,500 元",
        "1,262.50 元 至 1,787.50 元",
        r#"class="area""#,
        "上四分位数",
        "《道路交通安全法》第九十九条",
        "一般情节",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // The table says what the API says, and five other decisions are named.
    let cases = page
        .split("like-cases")
        .nth(1)
        .unwrap()
        .split("</ul>")
        .next()
        .unwrap();
    assert_eq!(cases.matches("/records/R-").count(), 5, "{cases}");
    assert!(!cases.contains(&middle), "{cases}");

    // Three fines of the lighter band are too few, and nothing is said of them.
    let light = numbered(&app, 23).await;
    let told = comparison(&app, &light).await;
    assert_eq!(
        (&told["band"], &told["fine"]),
        (&json!("lighter"), &json!({"enough": false}))
    );
    let page = app.get(&format!("/records/{light}")).await.body;
    assert!(
        page.contains("同类公开决定不足 5 件，不作比较") && !page.contains("中位数"),
        "{page}"
    );
}

async fn what_is_withdrawn_is_compared_no_longer(app: TestApp) {
    let app = published(app).await;
    let reference = numbered(&app, 11).await;
    let path = format!("/records/{reference}");
    let before = app.get(&path).await;
    let shown = before.body.split("like-cases").nth(1).unwrap();
    let alike = shown.split("/records/").nth(1).unwrap()[..10].to_owned();
    withdraw(&app, &alike).await;
    // At once by the database, whatever the index still holds.
    let now = app.get(&path).await;
    assert!(!now.body.contains(&alike), "{}", now.body);
    assert_ne!(now.header("etag"), before.header("etag"));
    follow(&app).await;
    let told = comparison(&app, &reference).await;
    assert_eq!(told["fine"]["n"], 21, "{told}");
    assert!(app.get(&path).await.body.contains("同类公开决定 21 件"));
}

async fn a_correction_brings_no_old_decision_among_those_compared(app: TestApp) {
    let app = published(app).await;
    let (middle, old) = (numbered(&app, 11).await, numbered(&app, 26).await);
    app.clock.advance(TimeDelta::days(30));
    let desk = Desk::open(&app).await;
    import(
        &app,
        &[speeding(26, 30, json!({"decided_on": "2023-03-04"}))],
        false,
    )
    .await;
    let sent = desk.correct(&old, "2", "factual").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(desk.approve(&old, "2").await, StatusCode::SEE_OTHER);
    assert_eq!(desk.publisher(&old, "publish", "2").await, StatusCode::SEE_OTHER);
    follow(&app).await;
    // What counts is the day of the decision, not that on which its mended text became public.
    let told = comparison(&app, &middle).await;
    assert_eq!(
        (&told["from"], &told["fine"]["n"], &told["fine"]["least"]),
        (&json!("2024-12-22"), &json!(22), &json!("1000")),
        "{told}"
    );
    let page = app.get(&format!("/records/{old}")).await.body;
    assert!(
        page.contains("“同类”指2024年12月22日以来作出并且公开的处罚决定"),
        "{page}"
    );
}

async fn fines_far_out_are_listed_with_their_grounds(app: TestApp) {
    let app = published(app).await;
    let path = "/staff/records/outliers";
    for role in [Role::Supervisor, Role::Leader, Role::Inspector, Role::Reviewer] {
        let cookie = app.sign_in(role).await;
        let page = app.get_as(&cookie, path).await;
        assert_eq!(page.status, StatusCode::OK, "{role:?}");
        for words in [
            "共比较 22 件、1 类，偏离 1 件",
            "第22件超速案",
            "9,000 元",
            "偏高",
            "22 件，中位数 1,525 元，通常 1,000 元 至 2,000 元",
            "决定书没有写明从轻、减轻、从重情节",
            "第九十九条第一款第四项",
        ] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        assert!(!page.body.contains("第11件超速案"), "{}", page.body);
    }
    let cookie = app.sign_in(Role::Monitor).await;
    let unknown = app
        .get_as(&cookie, "/staff/records/outliers?unit=nowhere&page=0")
        .await;
    assert!(unknown.body.contains("没有代码为“nowhere”的单位") && unknown.body.contains("第22件超速案"));
    // A fine for which the decision gives a reason is listed with that sentence.
    let reason = json!({"facts": "第27件。", "body": "一年内三次超速，情节严重，依法从重处罚。", "decided_on": "2026-04-05"});
    let mut heavy: Vec<Value> = (27..47).map(|n| speeding(n, 3000, reason.clone())).collect();
    heavy.push(speeding(47, 600, reason.clone()));
    import(&app, &heavy, true).await;
    follow(&app).await;
    let page = app.get_as(&cookie, path).await.body;
    assert!(
        page.contains("共比较 43 件、2 类，偏离 2 件") && page.contains("偏低"),
        "{page}"
    );
    assert!(page.contains("一年内三次超速，情节严重，依法从重处罚"), "{page}");
    // The newest decision first.
    assert!(page.find("第47件超速案") < page.find("第22件超速案"), "{page}");

    let handler = app.sign_in(Role::Handler).await;
    assert_eq!(app.get_as(&handler, path).await.status, StatusCode::FORBIDDEN);
}
