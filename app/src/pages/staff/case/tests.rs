use super::*;
use crate::ui::StaffUi;

const HOSTILE: &str = "</textarea><script>alert(1)</script>";

fn model() -> CaseModel {
    let at = When::At("2026-11-20T02:03:00Z".parse().unwrap());
    CaseModel {
        reference: "F-2026-7K3M9QD".into(),
        version: 2,
        kind: "投诉",
        title: "报案没有回音".into(),
        body: HOSTILE.into(),
        is_masked: true,
        may_read_original: true,
        status: Status::Accepted,
        facts: vec![("涉及单位".into(), "城关派出所".into())],
        received: at,
        due: vec![Due {
            clock: domain::deadline::ClockKind::Answer,
            on: "2027-01-19".parse().unwrap(),
            provisional: false,
            met_on: None,
        }],
        steps: vec![(at, "收到反映".into(), "反映人".into(), None)],
        messages: vec![MessageModel {
            is_yours: true,
            when: at,
            text: HOSTILE.into(),
        }],
        demands: vec![("/staff/demands/1".into(), "请说明".into(), "待答复".into())],
        choices: Choices {
            ask: true,
            answer: true,
            close: vec![Outcome::Upheld, Outcome::NotUpheld],
            demand: true,
            ..Choices::default()
        },
        form: FormState::new(),
        refused: None,
    }
}

fn html(model: CaseModel) -> String {
    let staff = StaffUi {
        name: "王某".into(),
        role: "民意访评中心".into(),
        menu: vec![],
    };
    let ui = Ui {
        staff: Some(staff),
        ..Ui::sample()
    };
    let html = case(&ui, model);
    let main = html
        .split("<main")
        .nth(1)
        .unwrap()
        .split("</main>")
        .next()
        .unwrap();
    format!("<main{main}").replace("><", ">\n<")
}

fn assert_every_id_stands_once(html: &str) {
    let mut ids: Vec<_> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "every id stands once: {ids:?}");
}

#[test]
fn a_case_offers_the_steps_that_may_be_taken() {
    let html = html(model());
    assert!(!html.contains("<script>alert"));
    assert_every_id_stands_once(&html);
    insta::assert_snapshot!(html);
}

#[test]
fn with_every_step_offered_each_id_stands_once_and_an_error_stands_in_its_own_form() {
    let mut form = FormState::new().with("action", "refuse");
    form.error("to", "请填写可以向哪里反映");
    let html = html(CaseModel {
        choices: Choices {
            accept: true,
            ask: true,
            answer: true,
            close: vec![Outcome::Upheld],
            refuse: true,
            pass_on: true,
            give_back: true,
            assign: vec![("ps01".into(), "城关派出所".into())],
            concern: vec![("ps02".into(), "河东派出所".into())],
            demand: true,
        },
        form,
        ..model()
    });
    assert_every_id_stands_once(&html);
    let refusal = html.split("value=\"refuse\"").nth(1).unwrap();
    let refusal = refusal.split("</form>").next().unwrap();
    assert!(refusal.contains("请填写可以向哪里反映"), "{refusal}");
}

#[test]
fn what_may_not_be_done_is_not_offered() {
    let closed = CaseModel {
        choices: Choices::default(),
        may_read_original: false,
        status: Status::Closed(Outcome::Upheld),
        ..model()
    };
    let html = html(closed);
    assert!(
        !html.contains("<form") && html.contains(&closed_actions()),
        "{html}"
    );
}
