//! The edges of the search (contract, Search edges).

use super::fixtures::{import, published, reference_of, rows};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_searched_is_a_message_on_the_page_and_422_in_the_api() {
    let app = published(TestApp::sqlite().await).await;
    // As a browser's form sends them.
    let parentheses = format!("q={}{}", "%28".repeat(3000), "%29".repeat(3000));
    let operators = "q=%22a%22+".to_owned() + &"-b+%22c%22+".repeat(12);
    for (query, words) in [
        (parentheses.as_str(), "最多 200 字"),
        (operators.as_str(), "最多 12 处"),
        ("page=501", "只能翻到第 500 页"),
        ("from=2025-02-30", "不是存在的日期"),
        ("fine_min=abc", "不是金额"),
        ("kind=dance", "不在可选范围内"),
        ("unit=nowhere", "不在可选范围内"),
        ("year=20x5", "不在可选范围内"),
        ("sort=best", "不在可选范围内"),
    ] {
        let page = app.get(&format!("/records?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert!(page.body.contains(words), "{query}: {}", page.body);
        let api = if query == "page=501" {
            "page=501&per_page=20"
        } else {
            query
        };
        let problem = app.get(&format!("/api/v1/records?{api}")).await;
        assert_eq!(problem.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(!problem.json()["errors"].as_array().unwrap().is_empty());
        assert_eq!(problem.header("access-control-allow-origin"), "*");
    }
    assert!(app.get("/api/v1/records?page=501").await.body.contains("cursor"));
    assert!(
        app.get("/records?from=2025-02-30")
            .await
            .body
            .contains("value=\"2025-02-30\"")
    );
    let short = format!("/records?q={}", "(".repeat(200));
    assert_eq!(app.get(&short).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_mean_or_within_and_and_between_and_unknown_names_are_ignored() {
    let app = published(TestApp::sqlite().await).await;
    let total = async |query: &str| {
        app.get(&format!("/api/v1/records?{query}")).await.json()["total"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(total("").await, 3);
    assert_eq!(total("utm_source=x&year=").await, 3);
    assert_eq!(total("year=2024&year=2025").await, 3);
    assert_eq!(total("year=2024&penalty=detention").await, 0);
    assert_eq!(total("from=2025-03-04&to=2025-05-06").await, 2);
    assert_eq!(total("fine_min=1500&fine_max=1500").await, 1);
    assert_eq!(total("q=%E9%85%92%E9%A9%BE&synonyms=off").await, 0);
    let all = app.get("/api/v1/records?per_page=2").await;
    assert!(all.header("server-timing").starts_with("search;dur="));
    let facets = &all.json()["facets"];
    assert_eq!(facets["year"][0]["value"], "2025");
    let next = all.header("link").split(['<', '>']).nth(1).unwrap().to_owned();
    assert_eq!(app.get(&next).await.json()["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        app.get("/api/v1/records?cursor=n1.1&page=18446744073709551615")
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(
        app.get("/api/v1/records?cursor=xyz").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        app.get("/api/v1/records?per_page=101").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_for_a_record_and_none_for_what_was_never_public() {
    let app = published(TestApp::sqlite().await).await;
    let reference = reference_of(&app, "q=%E6%89%93%E4%BA%BA").await;
    let lower = app.get(&format!("/records/{}", reference.to_lowercase())).await;
    assert_eq!(
        (lower.status, lower.header("location")),
        (
            StatusCode::PERMANENT_REDIRECT,
            format!("/records/{reference}").as_str()
        )
    );
    for path in [
        "/records/R-00000000",
        "/records/x",
        "/api/v1/records/R-00000000",
        "/units/nowhere",
    ] {
        assert_eq!(app.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut conn = app.services.db.read().await.unwrap();
    let held = storage::records::list(
        &mut conn,
        domain::publication::DeskList::Held,
        app.services.clock.today(),
        10,
        0,
    )
    .await
    .unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(
        app.get(&format!("/records/{}", held[0].found.reference))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_come_by_pinyin_and_the_description_names_every_path() {
    let app = published(TestApp::sqlite().await).await;
    let words = app.get("/api/v1/suggest?q=ouda").await.json();
    assert_eq!(
        (&words["items"][0]["text"], &words["items"][0]["kind"]),
        (&"殴打他人".into(), &"violation".into())
    );
    let description = app.get("/api/openapi.json").await.json();
    for route in server::router::routes() {
        if route.path.starts_with("/api/v1/") {
            let method = route.method.as_str().to_lowercase();
            assert!(description["paths"][route.path][&method].is_object(), "{route:?}");
        }
    }
    assert_eq!(
        app.get("/api/v1/units").await.json()["items"][0]["code"],
        "county"
    );
}

on_both!(nothing_found_says_what_to_try_next_and_what_there_is);

async fn nothing_found_says_what_to_try_next_and_what_there_is(app: TestApp) {
    import(&app, &rows(), true).await;
    super::fixtures::follow(&app).await;
    // 太空旅行.
    let nowhere = "/records?q=%E5%A4%AA%E7%A9%BA%E6%97%85%E8%A1%8C";
    let county = service::units::shown(&app.services).await.unwrap();
    let county = &county.by_code("county").unwrap().name;
    let page = app.get(&format!("{nowhere}&year=2024")).await.body;
    for words in [
        "没有找到符合条件的决定",
        "去掉所有筛选",
        "本平台已公开的决定",
        "各单位已公开的决定",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let row = |page: &str, year: &str| {
        let link = format!("year={year}\">{year}</a>");
        let row = page
            .split(&link)
            .nth(1)
            .unwrap_or_else(|| panic!("{year}: {page}"));
        row.split("</tr>").next().unwrap().to_owned()
    };
    let (new, old) = (row(&page, "2025"), row(&page, "2024"));
    assert!(
        new.contains(">2<") && new.contains("2025-03-04") && new.contains("2025-05-06"),
        "{new}"
    );
    assert!(old.contains(">1<") && old.contains("2024-07-08"), "{old}");

    let of_unit = app.get(&format!("{nowhere}&unit=county")).await;
    assert!(
        of_unit.body.contains(&format!("{county}已公开的决定")),
        "{}",
        of_unit.body
    );
    assert!(
        of_unit.body.contains("/records?unit=county&amp;year=2025"),
        "{}",
        of_unit.body
    );
    assert!(!of_unit.body.contains("各单位已公开的决定"), "{}", of_unit.body);
    // The answer is another one as soon as there is more.
    let more = json!({"kind": "penalty", "title": "又一件", "unit": "county", "document_number": "明公罚〔2026〕9号",
        "decided_on": "2026-06-01", "party_name": "明镜县某公司", "party_type": "organization"});
    import(&app, &[more], true).await;
    let now = app.get(&format!("{nowhere}&unit=county")).await;
    assert_ne!(now.header("etag"), of_unit.header("etag"));
    assert!(row(&now.body, "2026").contains(">1<"), "{}", now.body);
}
