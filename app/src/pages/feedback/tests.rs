use super::*;
use crate::Ui;
use crate::components::FormState;
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::Counted;
use domain::deadline::{ClockKind, Due};
use domain::feedback::{Outcome, Status};
use domain::receipt::CaseReference;

const HOSTILE: &str = "</textarea><script>alert(\"1\")</script>";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// What stands between the page's header and footer, one element a line.
fn main_of(html: &str) -> String {
    let main = html
        .split("<main")
        .nth(1)
        .unwrap()
        .split("</main>")
        .next()
        .unwrap();
    format!("<main{main}").replace("><", ">\n<")
}

fn empty_form() -> FormModel {
    FormModel {
        form: FormState::new().with("idempotency_key", "KEY"),
        units: vec![("ps01".into(), "城关派出所".into())],
        record: None,
        sent_before: None,
        refused: None,
    }
}

fn receipt_model() -> ReceiptModel {
    ReceiptModel {
        reference: CaseReference::parse("F-2026-7K3M9QD").unwrap(),
        code: "ABCD EFGH JKMN PQ".into(),
        received: When::On(day("2026-11-21")),
        notice_due: Some(Counted {
            on: day("2026-12-07"),
            provisional: false,
        }),
        answer_due: Counted {
            on: day("2027-01-20"),
            provisional: true,
        },
    }
}

fn case_model(status: Status) -> CaseModel {
    let due = |clock, on, provisional| Due {
        clock,
        on: day(on),
        provisional,
        met_on: None,
    };
    CaseModel {
        reference: "F-2026-7K3M9QD".into(),
        code: "ABCDEFGHJKMNPQ".into(),
        kind: "投诉",
        title: "报案没有回音".into(),
        body: HOSTILE.into(),
        status,
        queue: "民意访评中心".into(),
        received: When::At(at("2026-11-20T02:03:00Z")),
        due: vec![
            due(ClockKind::Notice, "2026-12-07", false),
            due(ClockKind::Answer, "2027-01-19", true),
        ],
        steps: vec![StepModel {
            when: When::At(at("2026-11-20T02:03:00Z")),
            by: By::You,
            what: "收到反映".into(),
            why: None,
        }],
        messages: vec![MessageModel {
            is_yours: false,
            when: When::At(at("2026-11-20T08:00:00Z")),
            text: HOSTILE.into(),
        }],
        can_write: true,
        can_withdraw: true,
        form: FormState::new(),
        done: None,
        refused: None,
    }
}

#[test]
fn the_form_asks_for_no_more_than_it_needs() {
    insta::assert_snapshot!(main_of(&form(&Ui::sample(), empty_form())));
}

#[test]
fn a_form_with_errors_keeps_every_word_and_makes_none_of_them_markup() {
    let names = [
        "record",
        "officer_name",
        "officer_badge",
        "incident",
        "occurred_on",
        "title",
        "body",
        "contact_name",
        "contact_phone",
        "contact_email",
    ];
    let mut typed = FormState::from_pairs(names.map(|name| (name, HOSTILE)));
    typed.error("kind", "请选择反映的种类");
    typed.error("title", format!("“{HOSTILE}”太长"));
    let html = form(
        &Ui::sample(),
        FormModel {
            form: typed,
            ..empty_form()
        },
    );
    assert!(!html.contains("<script>alert") && !html.contains("</textarea><script"));
    let kept = html.matches("&lt;/textarea&gt;&lt;script&gt;").count();
    assert!(kept > names.len(), "{kept} of {} are kept", names.len());
    assert!(html.contains("请选择反映的种类") && html.contains("aria-invalid"));
}

#[test]
fn a_record_that_points_to_nothing_can_be_mended() {
    let mut typed = FormState::new().with("record", "R-00000000");
    let field = |form: FormState| {
        let model = FormModel { form, ..empty_form() };
        let html = super::form(&Ui::sample(), model);
        html.split("name=\"record\"").count() == 2 && html.contains("id=\"field-record\"")
    };
    assert!(!field(typed.clone()), "hidden while nothing is wrong with it");
    typed.error("record", "没有这条记录");
    assert!(field(typed));
}

#[test]
fn the_receipt_shows_reference_and_code_once_and_no_address_holds_the_code() {
    let html = receipt(&Ui::sample(), receipt_model());
    insta::assert_snapshot!(main_of(&html));
    assert!(!html.contains("?code") && !html.contains("/ABCD"));
}

#[test]
fn the_case_shows_state_clocks_words_and_what_may_be_done() {
    let html = case(&Ui::sample(), case_model(Status::Received));
    assert!(!html.contains("<script>alert"));
    insta::assert_snapshot!(main_of(&html));
}

#[test]
fn a_closed_case_offers_nothing_to_send() {
    let closed = CaseModel {
        can_write: false,
        can_withdraw: false,
        due: vec![],
        ..case_model(Status::Closed(Outcome::Upheld))
    };
    let html = case(&Ui::sample(), closed);
    assert!(!main_of(&html).contains("<form"), "{html}");
    assert!(html.contains(Outcome::Upheld.label()));
}

#[test]
fn outside_matters_keep_the_typed_text_and_name_three_bodies() {
    let model = OutsideModel {
        title: HOSTILE.into(),
        body: HOSTILE.into(),
    };
    let html = outside(&Ui::sample(), model);
    assert!(!html.contains("<script>alert"));
    for pointer in domain::outside::POINTERS {
        assert!(html.contains(pointer.name), "{}", pointer.name);
    }
}
