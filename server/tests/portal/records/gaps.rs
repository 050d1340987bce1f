//! Missing document numbers.

use super::fixtures::{import, rows};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::event::SubjectKind;
use domain::role::Role;
use serde_json::Value;

on_both!(
    missing_numbers_are_told_by_unit_word_and_year,
    missing_numbers_are_explained_and_the_explanation_taken_back,
    what_is_not_missing_is_not_explained,
);

const WORD: &str = "明公(交)行罚决字";

fn numbered(number: &str) -> Value {
    let mut row = rows()[0].clone();
    row["document_number"] = number.into();
    row
}

/// 1, 2, 5 and 9 of one word in several writings, 7 of another, one of another year and one that counts nothing.
async fn filled(app: &TestApp) {
    let public = ["明公（交）行罚决字〔2025〕1号", "明公(交)行罚决字[2025]第2号"].map(numbered);
    import(app, &public, true).await;
    let mut sealed = rows()[3].clone();
    sealed["document_number"] = "明公(交)行罚决字〔2025〕5号".into();
    import(app, &[sealed], true).await;
    let waiting = [
        "明公（交）行罚决字（２０２５）９号",
        "明公(治)行罚决字〔2025〕7号",
        "明公(交)行罚决字〔2024〕20号",
        "2025001234567890",
    ];
    import(app, &waiting.map(numbered), false).await;
}

async fn page(app: &TestApp, cookie: &str, query: &str) -> String {
    let answer = app.get_as(cookie, &format!("/staff/records/gaps?{query}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.body
}

/// The cells of the first row that names a word.
fn cells(page: &str, word: &str) -> Vec<String> {
    let row = page
        .split("<tr>")
        .find(|row| row.contains(word))
        .unwrap_or_else(|| panic!("{word}: {page}"));
    let cells = row.split("data-label=").skip(1);
    cells
        .map(|cell| {
            let text = cell.split_once('>').unwrap().1;
            let text = text.split("</t").next().unwrap();
            let mut plain = String::new();
            let mut is_tag = false;
            for c in text.chars() {
                match c {
                    '<' => is_tag = true,
                    '>' => is_tag = false,
                    c if !is_tag => plain.push(c),
                    _ => {}
                }
            }
            plain.trim_start_matches(['●', '▲', ' ']).trim().to_owned()
        })
        .collect()
}

async fn missing_numbers_are_told_by_unit_word_and_year(app: TestApp) {
    filled(&app).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    assert!(
        app.get_as(&reviewer, "/staff/records")
            .await
            .body
            .contains("href=\"/staff/records/gaps\"")
    );
    let overview = page(&app, &reviewer, "year=2025").await;
    assert_eq!(
        cells(&overview, "unit=county")[1..],
        ["2", "5", "5"],
        "{overview}"
    );
    let county = page(&app, &reviewer, "unit=county&year=2025").await;
    assert_eq!(
        cells(&county, WORD),
        [WORD, "1–9", "2", "1", "1", "0", "5", "3–4、6–8"]
    );
    assert_eq!(
        cells(&county, "明公(治)行罚决字"),
        ["明公(治)行罚决字", "7", "0", "0", "1", "0", "0", ""]
    );
    assert!(
        county.contains("另有 1 件的文号") && !county.contains("说明缺号"),
        "a reviewer explains nothing"
    );
    let earlier = page(&app, &reviewer, "unit=county&year=2024").await;
    assert_eq!(cells(&earlier, WORD)[1], "20");
    assert!(
        page(&app, &reviewer, "unit=county&year=1999")
            .await
            .contains("没有可以检查的文号")
    );
    let unknown = page(&app, &reviewer, "unit=nowhere&year=x").await;
    for told in [
        "没有代码为“nowhere”的单位",
        "年份写 1949 到 2200 之间的四位数字",
        "value=\"x\"",
        "全部单位",
    ] {
        assert!(unknown.contains(told), "{told}: {unknown}");
    }
    assert!(
        unknown.contains("2026年文号") || unknown.contains("没有可以检查的文号"),
        "this year of every unit: {unknown}"
    );
}

async fn post(app: &TestApp, cookie: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("act", act), ("unit", "county"), ("year", "2025"), ("word", WORD)];
    all.extend(fields);
    app.post_form_as(cookie, "/staff/records/gaps", &all).await
}

async fn missing_numbers_are_explained_and_the_explanation_taken_back(app: TestApp) {
    filled(&app).await;
    let publisher = app.sign_in(Role::Publisher).await;
    let said = [
        ("first", "6"),
        ("last", "7"),
        ("cause", "secret"),
        ("reason", "专案，已报备"),
    ];
    assert_eq!(
        post(&app, &publisher, "explain", &said).await.status,
        StatusCode::SEE_OTHER
    );
    let county = page(&app, &publisher, "unit=county&year=2025").await;
    assert_eq!(cells(&county, WORD)[6..], ["3", "3–4、8"]);
    assert!(county.contains("专案，已报备") && county.contains("涉密"));
    let again = post(&app, &publisher, "explain", &said).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "it is explained already"
    );

    // A record that comes after all is known, whatever was said of its number.
    import(&app, &[numbered("明公(交)行罚决字〔2025〕7号")], true).await;
    let county = page(&app, &publisher, "unit=county&year=2025").await;
    assert_eq!(cells(&county, WORD)[2..], ["3", "1", "1", "0", "3", "3–4、8"]);

    let run = [("first", "6"), ("last", "7")];
    let reopened = post(&app, &publisher, "reopen", &run).await;
    assert_eq!(reopened.status, StatusCode::SEE_OTHER);
    let again = post(&app, &publisher, "reopen", &run).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let county = page(&app, &publisher, "unit=county&year=2025").await;
    assert_eq!(cells(&county, WORD)[6..], ["4", "3–4、6、8"]);
    let names = last_events(&app).await;
    assert_eq!(names, ["numbers-explained", "numbers-reopened"]);
}

/// The last two things that happened to the unit.
async fn last_events(app: &TestApp) -> Vec<String> {
    let mut conn = app.services.db.read().await.unwrap();
    let units = storage::units::all(&mut conn).await.unwrap();
    let unit = units.by_code("county").unwrap().id;
    let events = storage::events::list(&mut conn, (SubjectKind::Unit, unit.0)).await;
    let events = events.unwrap();
    let last = events.iter().skip(events.len() - 2);
    last.map(|recorded| recorded.event.name()).collect()
}

async fn what_is_not_missing_is_not_explained(app: TestApp) {
    filled(&app).await;
    let publisher = app.sign_in(Role::Publisher).await;
    for (first, last) in [("5", "5"), ("3", "5"), ("10", "12"), ("3", "9999999")] {
        let said = [
            ("first", first),
            ("last", last),
            ("cause", "minor"),
            ("reason", "未成年人案件"),
        ];
        let refused = post(&app, &publisher, "explain", &said).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{first}-{last}");
        assert!(
            refused.body.contains("这些序号不全是缺号") && refused.body.contains("未成年人案件</textarea>")
        );
    }
    let wordless = [("act", "explain"), ("unit", "county"), ("year", "2025")];
    let wordless = app
        .post_form_as(&publisher, "/staff/records/gaps", &wordless)
        .await
        .body;
    let place = |field: &str| wordless.find(&format!("href=\"#field-{field}\"")).unwrap();
    let order = ["word", "first", "cause", "reason"].map(place);
    assert!(order.is_sorted(), "in the order of the form: {order:?}");
    let bare = post(&app, &publisher, "explain", &[("first", "四")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["first", "cause", "reason"] {
        assert!(bare.body.contains(&format!("href=\"#field-{field}\"")), "{field}");
    }
}
