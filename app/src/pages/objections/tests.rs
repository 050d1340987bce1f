use super::*;
use crate::Ui;
use crate::components::FormState;
use domain::calendar::Counted;
use domain::objection::{Asker, Effect, ObjectionKind, Outcome};

const HOSTILE: &str = "</textarea><script>alert(\"1\")</script>";

fn status_model(answer: Option<Outcome>) -> StatusModel {
    StatusModel {
        reference: "Y-2026-7K3M9QD".into(),
        record: "R-TZA71082".into(),
        record_title: Some(HOSTILE.into()),
        kind: ObjectionKind::Correction,
        asker: Asker::Party,
        passage: HOSTILE.into(),
        request: HOSTILE.into(),
        received_on: "2026-11-20".parse().unwrap(),
        due: answer.is_none().then(|| Counted {
            on: "2026-11-27".parse().unwrap(),
            provisional: false,
        }),
        answer: answer.map(|outcome| AnswerModel {
            outcome,
            text: HOSTILE.into(),
            on: "2026-11-21".parse().unwrap(),
        }),
    }
}

#[test]
fn a_form_with_errors_keeps_every_word_and_makes_none_of_them_markup() {
    let names = [
        "passage",
        "request",
        "contact_name",
        "contact_phone",
        "contact_email",
    ];
    let mut typed = FormState::from_pairs(names.map(|name| (name, HOSTILE)));
    typed.error("asker", "请选择您是谁");
    let model = FormModel {
        form: typed,
        record: ("R-TZA71082".into(), HOSTILE.into()),
        sent_before: Some("Y-2026-7K3M9QD".into()),
        refused: None,
    };
    let html = form(&Ui::sample(), model);
    assert!(!html.contains("<script>alert") && !html.contains("</textarea><script"));
    assert!(html.matches("&lt;script&gt;").count() > names.len());
    assert!(html.contains("href=\"#field-asker\"") && html.contains("已提交过，编号 Y-2026-7K3M9QD"));
}

#[test]
fn every_outcome_is_told_in_a_sentence_and_a_refusal_with_its_remedies() {
    let shown = |answer| status(&Ui::sample(), status_model(answer));
    assert!(shown(None).contains("正在核实") && shown(None).contains("2026年11月27日"));
    for outcome in Outcome::ALL {
        let html = shown(Some(outcome));
        assert!(
            !html.contains("<script>alert") && html.contains(outcome.label()),
            "{html}"
        );
        assert_eq!(html.contains("行政复议"), outcome == Outcome::Refused);
        assert!(!html.contains("objection-is-"));
    }
    assert!(shown(Some(Outcome::Upheld(Effect::Withdrawn))).contains("已经撤下"));
}
