//! What may be told in counts alone.

use super::fixtures::import;
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use serde_json::{Value, json};

on_both!(sealed_decisions_are_told_in_counts_that_point_at_nobody);

fn sealed(number: u32, violation: &str, month: u32) -> Value {
    json!({"kind": "penalty", "title": "封存案", "unit": "county", "document_number": format!("明公治罚〔2026〕{number}号"),
        "decided_on": format!("2026-{month:02}-06"), "party_name": "赵四", "party_type": "person", "violation": violation,
        "legal_basis": ["《中华人民共和国治安管理处罚法》第五十一条"], "penalty_kinds": ["fine", "detention"]})
}

async fn sealed_decisions_are_told_in_counts_that_point_at_nobody(app: TestApp) {
    let beaten = (1..=7).map(|number| sealed(number, "殴打他人", 5));
    let stolen = (8..=13).map(|number| sealed(number, "盗窃", 6));
    let few = (14..=16).map(|number| sealed(number, "猥亵", 6));
    let rows: Vec<Value> = beaten.chain(stolen).chain(few).collect();
    import(&app, &rows, true).await;

    let page = app.get("/statistics").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("目前没有可以公布的封存件数"),
        "what came in this month is told in the next"
    );
    app.clock.advance(chrono::TimeDelta::days(31));
    let page = app.get("/statistics?year=2026").await;
    assert!(page.body.contains("共 16 件"), "{}", page.body);
    assert!(page.body.contains("殴打他人") && page.body.contains("行政拘留"));
    for hidden in ["猥亵", "盗窃", "赵四", "明公治罚", "封存案"] {
        assert!(!page.body.contains(hidden), "{hidden}: {}", page.body);
    }
    assert!(
        page.body.contains("其余各项合计"),
        "three with the six that would give them away"
    );
    assert_eq!(page.header("cache-control"), "no-cache");
    assert_eq!(app.get("/statistics?year=1999").await.status, StatusCode::OK);
}
