//! From an import to the search, and out of everything within a second.

use super::fixtures::{follow, import, published, reference_of};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::event::Actor;
use domain::record::WithdrawalCode;
use service::records;

on_both!(a_licence_taken_down_is_no_matter_of_the_law_on_penalties);

/// 打人, percent-encoded: a lay word for 殴打他人.
const BRAWL: &str = "q=%E6%89%93%E4%BA%BA";
/// 酒驾.
const DRUNK: &str = "q=%E9%85%92%E9%A9%BE";
/// 〔2025〕第002号, of the brawl's 明公治罚〔2025〕2号.
const NUMBER: &str = "%E3%80%942025%E3%80%95%E7%AC%AC002%E5%8F%B7";

async fn everything_from_import_to_withdrawal(app: TestApp) {
    let app = published(app).await;
    let page = app.get(&format!("/records?{DRUNK}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("李某") && page.body.contains("<mark>") && page.body.contains("找到 1 件"),
        "{}",
        page.body
    );
    let reference = reference_of(&app, BRAWL).await;
    let (path, api) = (
        format!("/records/{reference}"),
        format!("/api/v1/records/{reference}"),
    );
    for secret in ["王大力", "李小龙", "11010519491231002X", "赵四"] {
        for shown in ["/", "/records", &path, &api] {
            assert!(!app.get(shown).await.body.contains(secret), "{secret} in {shown}");
        }
    }

    let target = records::find_target(&app.services, &reference).await.unwrap();
    records::withdraw(
        &app.services,
        &target,
        WithdrawalCode::Revoked,
        &Actor::System("test".into()),
    )
    .await
    .unwrap();
    // The database answers at once, whatever the index still holds.
    assert_eq!(app.get(&path).await.status, StatusCode::GONE);
    assert!(
        !app.get(&format!("/records?{BRAWL}"))
            .await
            .body
            .contains(&reference)
    );
    follow(&app).await;
    let found = app.get(&format!("/api/v1/records?{BRAWL}")).await.json();
    assert_eq!(found["total"], 0, "{found}");

    let stone = app.get(&api).await;
    assert_eq!(
        (stone.status, stone.header("content-type")),
        (StatusCode::GONE, "application/problem+json")
    );
    assert_eq!(
        (&stone.json()["reason"], &stone.json()["document_number"]),
        (&"revoked".into(), &"明公治罚〔2025〕2号".into())
    );
    assert!(app.get(&path).await.body.contains("决定被依法撤销"));
    let by_number = app.get(&format!("/records?q={NUMBER}")).await.body;
    for told in ["文号相符的决定已经撤回", "决定被依法撤销", &path] {
        assert!(by_number.contains(told), "{told}: {by_number}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_published_found_by_lay_words_and_gone_everywhere_on_sqlite() {
    everything_from_import_to_withdrawal(TestApp::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_published_found_by_lay_words_and_gone_everywhere_on_postgres() {
    everything_from_import_to_withdrawal(TestApp::postgres().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_protects_somebody_or_has_ended_says_nothing() {
    let app = published(TestApp::sqlite().await).await;
    let reference = reference_of(&app, DRUNK).await;
    let target = records::find_target(&app.services, &reference).await.unwrap();
    records::withdraw(
        &app.services,
        &target,
        WithdrawalCode::Privacy,
        &Actor::System("test".into()),
    )
    .await
    .unwrap();
    let cafe = reference_of(&app, "q=%E7%BD%91%E5%90%A7").await;
    app.clock.advance(chrono::Duration::days(30));
    for (reference, secret) in [(reference, "明公交罚"), (cafe.clone(), "蓝天网吧")] {
        for path in [
            format!("/records/{reference}"),
            format!("/records/{reference}/json"),
            format!("/api/v1/records/{reference}"),
        ] {
            let answer = app.get(&path).await;
            assert_eq!(answer.status, StatusCode::GONE, "{path}");
            assert!(!answer.body.contains(secret), "{path}: {}", answer.body);
        }
    }
    // Before the worker has taken it out of the index, too.
    assert!(!app.get("/records").await.body.contains(&cafe));
    follow(&app).await;
    assert_eq!(app.get("/api/v1/records").await.json()["total"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_confirmed_until_its_content_changes() {
    let app = published(TestApp::sqlite().await).await;
    let reference = reference_of(&app, BRAWL).await;
    for path in [
        "/",
        "/records",
        "/units",
        "/units/county",
        &format!("/records/{reference}"),
        &format!("/api/v1/records/{reference}"),
    ] {
        let first = app.get(path).await;
        assert_eq!(
            (first.header("cache-control"), first.header("vary")),
            ("no-cache", "Cookie, Accept-Encoding"),
            "{path}"
        );
        let tag = first.header("etag").to_owned();
        let again = app
            .request(
                axum::http::Method::GET,
                path,
                &[("if-none-match", &tag)],
                axum::body::Body::empty(),
            )
            .await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
        let dark = app.get_as("theme=dark", path).await;
        assert_ne!(dark.header("etag"), tag, "{path}");
    }
    let before = app.get("/records").await.header("etag").to_owned();
    let target = records::find_target(&app.services, &reference).await.unwrap();
    records::withdraw(
        &app.services,
        &target,
        WithdrawalCode::Void,
        &Actor::System("test".into()),
    )
    .await
    .unwrap();
    follow(&app).await;
    assert_ne!(app.get("/records").await.header("etag"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn persons_stay_out_of_search_engines_and_organisations_do_not() {
    let app = published(TestApp::sqlite().await).await;
    let person = reference_of(&app, BRAWL).await;
    let cafe = reference_of(&app, "q=%E7%BD%91%E5%90%A7").await;
    let noindex = r#"<meta name="robots" content="noindex">"#;
    assert!(
        app.get(&format!("/records/{person}"))
            .await
            .body
            .contains(noindex)
    );
    assert!(!app.get(&format!("/records/{cafe}")).await.body.contains(noindex));
    let sitemap = app.get("/sitemap.xml").await.body;
    assert!(sitemap.contains(&cafe) && !sitemap.contains(&person));
    assert!(
        sitemap.contains("<loc>http://127.0.0.1:3000/records</loc>"),
        "{sitemap}"
    );
    let elsewhere = TestApp::with(|config| config.http.addr = "0.0.0.0:3000".parse().unwrap()).await;
    assert_eq!(elsewhere.get("/sitemap.xml").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_reads_as_its_document_and_its_page() {
    let app = published(TestApp::sqlite().await).await;
    let reference = reference_of(&app, DRUNK).await;
    let document = app.get(&format!("/api/v1/records/{reference}")).await;
    assert_eq!(document.header("access-control-allow-origin"), "*");
    assert_eq!(
        document.body,
        app.get(&format!("/records/{reference}/json")).await.body
    );
    insta::assert_json_snapshot!(document.json());
    let html = app.get(&format!("/records/{reference}")).await.body;
    assert!(!html.contains("<script"));
    let main = html
        .split("<main")
        .nth(1)
        .unwrap()
        .split("</main>")
        .next()
        .unwrap();
    insta::assert_snapshot!(main.replace("><", ">\n<"));
    let list = app.get(&format!("/records?{DRUNK}")).await.body;
    let results = list
        .split("<ol class=\"results\">")
        .nth(1)
        .unwrap()
        .split("</ol>")
        .next()
        .unwrap();
    insta::assert_snapshot!(results.replace("><", ">\n<"));
}

/// 饮酒后驾驶 in quotes.
const PHRASE: &str = "q=%22%E9%A5%AE%E9%85%92%E5%90%8E%E9%A9%BE%E9%A9%B6%22";

#[tokio::test(flavor = "multi_thread")]
async fn the_results_show_a_phrase_in_its_own_quotes_and_are_followed_right_below() {
    let app = published(TestApp::sqlite().await).await;
    let page = app.get(&format!("/records?{PHRASE}&from=2025-01-01")).await.body;
    assert!(
        page.contains("2025年1月1日起"),
        "days are written in one way: {page}"
    );
    assert!(page.contains("<h1>搜索：\"饮酒后驾驶\"</h1>"), "{page}");
    let (_, list) = page.split_once("<ol class=\"results\">").unwrap();
    let (_, below) = list.split_once("</ol>").unwrap();
    let (between, follow) = below.split_once("record-foot").unwrap();
    assert!(!between.contains("</div>"), "the column is left: {between}");
    for offer in [
        "action=\"/subscriptions/new\"",
        "/feeds/records.atom?q=",
        "/withdrawals",
    ] {
        assert!(follow.contains(offer), "{offer}: {follow}");
    }
}

async fn a_licence_taken_down_is_no_matter_of_the_law_on_penalties(app: TestApp) {
    let licence = serde_json::json!({"kind": "license", "title": "某保安服务有限公司保安服务许可", "unit": "county",
        "document_number": "明公保许〔2026〕5号", "decided_on": "2026-02-03", "party_name": "明镜县某保安服务有限公司",
        "party_type": "organization", "facts": "申请保安服务许可。"});
    import(&app, &[licence, super::fixtures::rows()[2].clone()], true).await;
    follow(&app).await;
    for (query, is_penalty) in [("kind=license", false), ("kind=penalty", true)] {
        let reference = reference_of(&app, query).await;
        let target = records::find_target(&app.services, &reference).await.unwrap();
        let by = Actor::System("test".into());
        records::withdraw(&app.services, &target, WithdrawalCode::Revoked, &by)
            .await
            .unwrap();
        let gone = app.get(&format!("/records/{reference}")).await;
        assert_eq!(gone.status, StatusCode::GONE);
        assert!(gone.body.contains("决定被依法撤销"), "{}", gone.body);
        assert_eq!(
            gone.body.contains("行政处罚法第四十八条"),
            is_penalty,
            "{}",
            gone.body
        );
    }
    let register = app.get("/withdrawals").await.body;
    assert!(
        register.contains("共 2 件") && register.contains("明公保许〔2026〕5号"),
        "{register}"
    );
}
