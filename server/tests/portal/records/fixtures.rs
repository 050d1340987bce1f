//! Invented decisions, and the worker's part of the work.

use crate::support::TestApp;
use serde_json::{Value, json};
use service::import::{Options, run_import};
use service::search::{Follower, refresh_words};
use std::sync::Arc;

/// A drunk driver, a brawl, an internet café, and one that must stay sealed.
pub(crate) fn rows() -> Vec<Value> {
    let traffic = "《中华人民共和国道路交通安全法》第九十一条第一款";
    let security = "《中华人民共和国治安管理处罚法》第四十三条第一款";
    vec![
        json!({"kind": "penalty", "title": "李小龙饮酒后驾驶机动车案", "unit": "county", "document_number": "明公交罚〔2025〕1号",
            "decided_on": "2025-03-04", "party_name": "李小龙", "party_type": "person", "violation": "饮酒后驾驶机动车",
            "facts": "李小龙，身份证号码11010519491231002X，饮酒后驾驶机动车。", "legal_basis": [traffic],
            "penalty_kinds": ["fine", "license-suspension"], "penalty_text": "对李小龙罚款1500元", "fine_yuan": "1500"}),
        json!({"kind": "penalty", "title": "王大力殴打他人案", "unit": "county", "document_number": "明公治罚〔2025〕2号",
            "decided_on": "2025-05-06", "party_name": "王大力", "party_type": "person", "violation": "殴打他人",
            "facts": "王大力殴打他人。", "legal_basis": [security], "penalty_kinds": ["detention"], "detention_days": 5}),
        json!({"kind": "penalty", "title": "蓝天网吧未核对登记案", "unit": "county", "document_number": "明公网罚〔2024〕3号",
            "decided_on": "2024-07-08", "party_name": "明镜县蓝天网吧", "party_type": "organization", "violation": "未按规定核对、登记",
            "facts": "该网吧<未>核对上网消费者身份。", "penalty_kinds": ["fine"], "fine_yuan": "5000", "publish_until": "2026-12-01"}),
        json!({"kind": "penalty", "title": "赵四殴打他人案", "unit": "county", "document_number": "明公治罚〔2026〕4号",
            "decided_on": "2026-05-06", "party_name": "赵四", "party_type": "person", "violation": "殴打他人", "facts": "赵四殴打他人。"}),
    ]
}

/// Imports rows; the index does not follow yet.
pub(crate) async fn import(app: &TestApp, rows: &[Value], publish: bool) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.jsonl");
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    let options = Options {
        create_units: true,
        publish,
        ..Options::of(file, "tester")
    };
    let outcome = run_import(&app.services, &options, &mut |_| {}).await.unwrap();
    assert_eq!(outcome.summary.rejected, 0);
}

/// What the worker does, then what the web process does.
pub(crate) async fn follow(app: &TestApp) {
    let mut follower = Follower::new(&app.services);
    while follower.step().await.unwrap() {}
    look(app).await;
}

/// What the web process does every 150 ms.
pub(crate) async fn look(app: &TestApp) {
    let search = Arc::clone(&app.services.search);
    tokio::task::spawn_blocking(move || search.refresh())
        .await
        .unwrap();
    refresh_words(&app.services).await.unwrap();
}

/// A portal that shows the rows.
pub(crate) async fn published(app: TestApp) -> TestApp {
    import(&app, &rows(), true).await;
    follow(&app).await;
    app
}

/// The reference of the first record found for `q` with `filters`.
pub(crate) async fn reference_of(app: &TestApp, query: &str) -> String {
    let answer = app.get(&format!("/api/v1/records?{query}")).await.json();
    answer["items"][0]["ref"]
        .as_str()
        .unwrap_or_else(|| panic!("{query}: {answer}"))
        .to_owned()
}
