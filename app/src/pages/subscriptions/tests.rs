use super::*;
use crate::Ui;
use crate::components::FormState;
use crate::link::Query;
use domain::subscription::Pace;

fn search() -> Query {
    Query::new("/records").with("q", "酒驾&<b>").with("year", 2026)
}

fn model(since: Option<&str>) -> SubscriptionModel {
    SubscriptionModel {
        path: "/subscriptions/00000000000000000000000000".into(),
        search: search().with("sort", "published"),
        words: "酒驾&<b>、2026年".into(),
        pace: Pace::Daily,
        since: since.map(|day| day.parse().unwrap()),
        done: None,
    }
}

#[test]
fn the_form_carries_the_search_and_keeps_what_was_typed() {
    let mut typed = FormState::new()
        .with("contact_email", "wang@")
        .with("pace", "at-once");
    typed.error("contact_email", "邮箱地址应像 name@example.com 这样");
    let html = form(
        &Ui::sample(),
        FormModel {
            form: typed,
            refused: None,
            search: search(),
            words: "酒驾&<b>".into(),
            found: Some(1234),
        },
    );
    assert!(
        html.contains(r#"name="search" value="q=%E9%85%92%E9%A9%BE%26%3Cb%3E&amp;year=2026""#),
        "{html}"
    );
    assert!(html.contains(r#"value="wang@""#) && html.contains("#field-contact_email"));
    assert!(html.contains("酒驾&amp;&lt;b&gt;") && html.contains("1,234") && !html.contains("<script"));
}

#[test]
fn a_search_that_cannot_be_made_is_not_offered() {
    let model = FormModel {
        form: FormState::new(),
        refused: None,
        search: search(),
        words: String::new(),
        found: None,
    };
    let html = form(&Ui::sample(), model);
    assert!(html.contains("不能订阅") && !html.contains("contact_email"));
}

#[test]
fn a_link_offers_to_confirm_and_once_confirmed_to_change_and_always_to_stop() {
    let waiting = subscription(&Ui::sample(), model(None));
    assert!(waiting.contains(r#"name="act" value="confirm""#) && !waiting.contains(r#"name="pace""#));
    let running = subscription(&Ui::sample(), model(Some("2026-11-22")));
    assert!(running.contains(r#"name="pace""#) && !running.contains(r#"value="confirm""#));
    for html in [&waiting, &running] {
        assert!(html.contains(r#"action="/subscriptions/00000000000000000000000000/stop""#));
        assert!(html.contains("noindex") && html.contains("sort=published"));
    }
}

#[test]
fn after_the_form_only_what_was_typed_is_said() {
    let said = |is_mail_on| {
        let model = AskedModel {
            email: "<wang>@example.test".into(),
            search: search(),
            words: "酒驾".into(),
            is_mail_on,
        };
        asked(&Ui::sample(), model)
    };
    let (sent, kept) = (said(true), said(false));
    assert!(sent.contains("&lt;wang&gt;@example.test") && sent.contains("请到邮箱里确认"));
    assert!(!sent.contains("还没有开通邮件"), "{sent}");
    assert!(kept.contains("&lt;wang&gt;@example.test") && kept.contains("还没有开通邮件"));
    assert!(kept.contains("/feeds/records.atom?q="), "{kept}");
    for promise in ["正在发往", "请到邮箱里确认", "垃圾邮件"] {
        assert!(!kept.contains(promise), "{promise}: {kept}");
    }
    assert_ne!(stopped(&Ui::sample()), gone(&Ui::sample()));
}
