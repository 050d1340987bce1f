//! The words of the search box: document numbers, and lay words of a bureau's own.

use super::fixtures::{look, published, reference_of};
use crate::support::{TestApp, on_both};
use domain::event::Actor;
use domain::record::WithdrawalCode;
use serde_json::Value;
use service::records;
use service::rules::{self, RuleSet};

on_both!(
    a_document_number_is_offered_by_its_beginning,
    lay_words_of_ones_own_are_searched_and_offered_at_once,
    what_is_offered_finds_as_many_as_it_says,
);

async fn offered(app: &TestApp, typed: &str) -> Vec<(String, String)> {
    let query = app::link::Query::new("/api/v1/suggest").with("q", typed).href();
    let answer = app.get(&query).await.json();
    let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    let items = answer["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| (text(item, "text"), text(item, "kind")))
        .collect()
}

async fn a_document_number_is_offered_by_its_beginning(app: TestApp) {
    let app = published(app).await;
    let kind = || "document_number".to_owned();
    let (first, second) = ("明公交罚〔2025〕1号".to_owned(), "明公治罚〔2025〕2号".to_owned());
    for typed in [
        "明公交",
        "明公交罚[2025]",
        "明公交罚２０２５",
        "明公交罰〔2025〕1号",
    ] {
        assert_eq!(offered(&app, typed).await, [(first.clone(), kind())], "{typed}");
    }
    // The sealed one is 明公治罚〔2026〕4号.
    assert_eq!(offered(&app, "明公治罚").await, [(second, kind())]);
    assert!(offered(&app, "mgj").await.is_empty());

    let reference = reference_of(
        &app,
        "violation=%E9%A5%AE%E9%85%92%E5%90%8E%E9%A9%BE%E9%A9%B6%E6%9C%BA%E5%8A%A8%E8%BD%A6",
    )
    .await;
    let target = records::find_target(&app.services, &reference).await.unwrap();
    let by = Actor::System("test".into());
    records::withdraw(&app.services, &target, WithdrawalCode::Void, &by)
        .await
        .unwrap();
    // Before the index follows.
    assert!(offered(&app, "明公交").await.is_empty());
}

async fn what_is_offered_finds_as_many_as_it_says(app: TestApp) {
    let app = published(app).await;
    for typed in ["酒驾", "打人", "治安", "道路", "county"] {
        let query = app::link::Query::new("/api/v1/suggest").with("q", typed).href();
        let answer = app.get(&query).await.json();
        for item in answer["items"].as_array().unwrap() {
            let (kind, text) = (item["kind"].as_str().unwrap(), item["text"].as_str().unwrap());
            let name = if kind == "document_number" { "q" } else { kind };
            let found = app::link::Query::new("/api/v1/records").with(name, text).href();
            assert_eq!(app.get(&found).await.json()["total"], item["count"], "{found}");
        }
    }
}

async fn lay_words_of_ones_own_are_searched_and_offered_at_once(app: TestApp) {
    let app = published(app).await;
    // 酒驾 is built in; 喝高了上路 is not.
    let drunk = ("饮酒后驾驶机动车".to_owned(), "violation".to_owned());
    assert_eq!(offered(&app, "酒驾").await, std::slice::from_ref(&drunk));
    assert_eq!(offered(&app, "jiuj").await, std::slice::from_ref(&drunk));
    assert!(offered(&app, "喝高").await.is_empty());
    let search = app::link::Query::new("/api/v1/records")
        .with("q", "喝高了上路")
        .href();
    let before = app.get(&search).await;
    assert_eq!(before.json()["total"], 0);

    let own = r#"[{"lay":["喝高了上路"],"official":["饮酒后驾驶"]}]"#;
    rules::replace(&app.services, RuleSet::Synonyms, own, "tester")
        .await
        .unwrap();
    look(&app).await;
    let now = app.get(&search).await;
    assert_eq!(now.json()["total"], 1, "{now:?}");
    assert_ne!(now.header("etag"), before.header("etag"));
    assert_eq!(offered(&app, "喝高").await, [drunk]);
    // The bureau's list takes the place of the built-in one.
    assert!(offered(&app, "酒驾").await.is_empty());
    let wrong = r#"[{"lay":"酒驾"}]"#;
    assert!(
        rules::replace(&app.services, RuleSet::Synonyms, wrong, "tester")
            .await
            .is_err()
    );
}
