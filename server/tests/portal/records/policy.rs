//! A change of the publication policy, and what becomes of the records.

use super::desk::{Desk, listed};
use super::fixtures::{follow, published, reference_of};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::policy::Policy;
use serde_json::json;
use service::policy::{Effect, effect};
use service::rules::{self, RuleSet, RulesError};

on_both!(
    a_stricter_policy_tells_what_it_hides_and_takes_it_down,
    a_milder_policy_makes_drafts_of_what_was_held,
    a_policy_that_cannot_be_meant_is_refused,
    the_desk_reads_the_rules_in_force_and_tries_them,
);

async fn the_desk_reads_the_rules_in_force_and_tries_them(app: TestApp) {
    let app = published(app).await;
    let desk = Desk::open(&app).await;
    let shown = async |query: &str| {
        let path = format!("/staff/policy{query}");
        app.get_as(&desk.publisher, &path).await.body
    };
    let built_in = shown("").await;
    for told in ["治安管理处罚法第一百三十六条", "2026年1月1日起", "隐名公开"] {
        assert!(built_in.contains(told), "{told}: {built_in}");
    }
    let fight = "&party_type=person&violation=%E6%AE%B4%E6%89%93%E4%BB%96%E4%BA%BA";
    let sealed = shown(&format!("?kind=penalty{fight}&decided_on=2026-03-01")).await;
    assert!(sealed.contains("结论：封存"), "{sealed}");
    let before = shown(&format!("?kind=penalty{fight}&decided_on=2025-03-01")).await;
    assert!(
        before.contains("结论：隐名公开") && before.contains("没有公示期限"),
        "{before}"
    );
    let undated = shown(&format!("?kind=penalty{fight}")).await;
    assert!(undated.contains("结论：封存"), "the strictest: {undated}");
    assert!(
        undated.contains("适用第 1 条") && undated.contains("按治安案件对照"),
        "{undated}"
    );
    let lay = shown("?kind=penalty&party_type=person&violation=%E6%89%93%E6%9E%B6").await;
    assert!(lay.contains("按不是治安案件对照"), "{lay}");
    let slip = shown(&format!("?kind={fight}&decided_on=2026-02-30")).await;
    for told in ["请选择类别", "2026-02-30", "殴打他人"] {
        assert!(slip.contains(told), "{told}: {slip}");
    }
    assert!(!slip.contains("结论："));

    let rules = json!({
        "rules": [
            {"until": "2020-01-01", "when": {"kinds": ["license"], "violations": ["烟花"]}, "decision": "never", "ground": "本局旧规定"},
            {"decision": "publish-masked", "ground": "依法公开"}
        ],
        "terms": [{"when": {"personal": true}, "months": 24, "ground": "本局规定：自然人公示两年"}]
    });
    enforce(&app, &rules).await;
    let own = shown("").await;
    for told in [
        "行政许可，并且违法行为含有：烟花",
        "2020年1月1日以前",
        "其余全部决定",
        "24 个月",
    ] {
        assert!(own.contains(told), "{told}: {own}");
    }
}

async fn effect_of(app: &TestApp, policy: &serde_json::Value) -> Effect {
    let policy: Policy = serde_json::from_value(policy.clone()).unwrap();
    effect(&app.services, &policy, &mut |_| {}).await.unwrap()
}

/// Puts a policy in force and lets the worker carry it out.
async fn enforce(app: &TestApp, policy: &serde_json::Value) {
    let text = policy.to_string();
    rules::replace(&app.services, RuleSet::Policy, &text, "tester")
        .await
        .unwrap();
    while service::jobs::run_due(&app.services).await.unwrap() > 0 {}
    follow(app).await;
}

async fn a_stricter_policy_tells_what_it_hides_and_takes_it_down(app: TestApp) {
    let app = published(app).await;
    let fight = reference_of(&app, "q=%E6%AE%B4%E6%89%93").await;
    let driver = reference_of(&app, "q=%E9%A5%AE%E9%85%92").await;
    let before = app.get(&format!("/records/{driver}")).await;
    let strict = json!({
        "rules": [
            {"when": {"personal": true, "public_security": true}, "decision": "sealed", "ground": "本局规定：治安案件一律不公开"},
            {"decision": "publish-masked", "ground": "依法公开"}
        ],
        "terms": [{"when": {"personal": true}, "months": 24, "ground": "本局规定：自然人公示两年"}]
    });
    let told = effect_of(&app, &strict).await;
    let hidden: Vec<_> = told.hides.values().flat_map(|group| &group.references).collect();
    assert_eq!((hidden, told.releases.len()), (vec![&fight], 0));
    assert_eq!(told.terms.references, [driver.as_str()]);
    assert_eq!(
        app.get(&format!("/records/{fight}")).await.status,
        StatusCode::OK,
        "to be told is not to be done"
    );

    enforce(&app, &strict).await;
    let gone = app.get(&format!("/records/{fight}")).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(!gone.body.contains("明公治罚"), "{}", gone.body);
    let found = app
        .get("/api/v1/records?q=%E6%AE%B4%E6%89%93%E4%BB%96%E4%BA%BA")
        .await
        .json();
    assert_eq!(found["total"], 0, "{found}");
    let after = app.get(&format!("/records/{driver}")).await;
    assert!(after.body.contains("公示期至"), "{}", after.body);
    assert_ne!(before.header("etag"), after.header("etag"));
    assert!(effect_of(&app, &strict).await.is_none(), "nothing is left to do");
}

async fn a_milder_policy_makes_drafts_of_what_was_held(app: TestApp) {
    let app = published(app).await;
    let mild = json!({"rules": [{"decision": "publish-masked", "ground": "依法公开"}]});
    let told = effect_of(&app, &mild).await;
    assert_eq!(told.hides.len(), 0);
    let released: Vec<_> = told.releases["依法公开"].references.clone();
    enforce(&app, &mild).await;
    let desk = Desk::open(&app).await;
    assert_eq!(listed(&app, &desk.publisher, "drafts").await, released);
    let page = app.get(&format!("/records/{}", released[0])).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND, "nobody has reviewed it");
    let due = app.get_as(&desk.publisher, "/staff/records?list=drafts").await;
    assert!(due.body.contains("datetime"), "{}", due.body);
}

async fn a_policy_that_cannot_be_meant_is_refused(app: TestApp) {
    let app = published(app).await;
    for policy in [
        json!({"rules": []}),
        json!({"rules": [{"decision": "publish", "ground": ""}]}),
        json!({"rules": [{"decision": "show", "ground": "法"}]}),
        json!({"terms": [{"months": 0, "ground": "法"}]}),
    ] {
        let text = policy.to_string();
        let refused = rules::replace(&app.services, RuleSet::Policy, &text, "tester").await;
        assert!(matches!(refused, Err(RulesError::Unreadable { .. })), "{policy}");
    }
    let (_, is_own) = rules::show(&app.services, RuleSet::Policy).await.unwrap();
    assert!(!is_own);
}
