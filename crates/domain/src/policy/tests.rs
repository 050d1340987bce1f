use super::*;
use proptest::prelude::*;

fn ruling(json: serde_json::Value) -> Decision {
    let mut object = serde_json::json!({"kind": "penalty", "title": "t"});
    object
        .as_object_mut()
        .unwrap()
        .extend(json.as_object().unwrap().clone());
    Policy::default()
        .rule_on(&serde_json::from_value(object).unwrap())
        .decision
}

#[test]
fn public_security_decisions_on_persons_are_sealed_from_2026() {
    let fight = |on| serde_json::json!({"party_name": "张三", "violation": "殴打他人", "decided_on": on});
    assert_eq!(ruling(fight("2025-12-31")), Decision::PublishMasked);
    assert_eq!(ruling(fight("2026-01-01")), Decision::Sealed);
}

#[test]
fn an_undated_record_takes_the_strictest_rule_that_could_match_it() {
    assert_eq!(
        ruling(serde_json::json!({"party_name": "张三", "violation": "殴打他人"})),
        Decision::Sealed
    );
    assert_eq!(
        ruling(serde_json::json!({"party_name": "张三", "violation": "酒后驾驶"})),
        Decision::PublishMasked
    );
    assert_eq!(
        ruling(serde_json::json!({"party_name": "顺达保安有限公司", "violation": "殴打他人"})),
        Decision::Publish
    );
}

#[test]
fn what_is_withheld_is_never_shown() {
    let json = serde_json::json!({"party_name": "顺达保安有限公司", "withhold": "minor", "decided_on": "2020-01-01"});
    assert_eq!(ruling(json), Decision::Never);
}

#[test]
fn a_citation_makes_a_record_public_security() {
    let json = serde_json::json!({
        "party_name": "张三", "decided_on": "2026-05-01", "legal_basis": ["《治安处罚法》第五十一条"]
    });
    assert_eq!(ruling(json), Decision::Sealed);
}

#[test]
fn a_term_ends_what_is_shown_and_never_makes_it_longer() {
    let policy: Policy =
        serde_json::from_str(r#"{"terms":[{"when":{"personal":true},"months":24,"ground":"本局规定"}]}"#)
            .unwrap();
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let content = |json| serde_json::from_value::<Content>(json).unwrap();
    let person = content(serde_json::json!({"kind": "penalty", "title": "t", "party_name": "张三"}));
    assert_eq!(
        policy.publish_until(&person, day(2024, 2, 29)),
        Some(day(2026, 2, 28))
    );
    let told = Content {
        publish_until: Some(day(2025, 1, 1)),
        ..person.clone()
    };
    assert_eq!(
        policy.publish_until(&told, day(2024, 2, 29)),
        Some(day(2025, 1, 1))
    );
    let body =
        content(serde_json::json!({"kind": "penalty", "title": "t", "party_name": "顺达保安有限公司"}));
    assert_eq!(policy.publish_until(&body, day(2024, 2, 29)), None);
}

#[test]
fn an_empty_word_that_every_violation_holds_is_refused_where_it_stands() {
    let read = |word: &str| {
        let text = format!(
            "{{\"rules\": [\n {{\"decision\": \"publish\", \"ground\": \"法\",\n  \"when\": {{\"violations\": [\"赌博\", \"{word}\"]}}}}\n]}}"
        );
        serde_json::from_str::<Policy>(&text)
    };
    assert!(read("酒驾").is_ok());
    for blank in ["", " ", "\u{3000}"] {
        let error = read(blank).unwrap_err();
        assert!(error.to_string().contains("空的词"), "{error}");
        assert_eq!(error.line(), 3, "{error}");
    }
}

#[test]
fn a_slip_is_told_with_its_line() {
    let rules =
        |rule: &str| format!("{{\"rules\": [\n{{\"decision\": \"never\", \"ground\": \"法\"}},\n{rule}\n]}}");
    let term = |months: u32, ground: &str| {
        format!("{{\"terms\": [\n\n{{\"months\": {months}, \"ground\": \"{ground}\"}}\n]}}")
    };
    let long = "法".repeat(201);
    for (text, line, told) in [
        ("{\"rules\": []}".to_owned(), 1, "没有一条规则"),
        (rules(r#"{"decision":"publish","ground":" "}"#), 3, "没有写依据"),
        (
            rules(r#"{"from":"2026-01-01","until":"2026-01-01","decision":"never","ground":"法"}"#),
            3,
            "until（2026-01-01）不晚于 from（2026-01-01）",
        ),
        (term(0, "法"), 3, "月数（0）"),
        (term(1201, "法"), 3, "月数（1201）"),
        (term(12, &long), 3, "依据超过 200 个字"),
    ] {
        let error = serde_json::from_str::<Policy>(&text).unwrap_err();
        assert!(error.to_string().contains(told), "{error}");
        assert_eq!(error.line(), line, "{error}");
    }
    let policy = serde_json::to_string(&Policy::default()).unwrap();
    assert_eq!(
        serde_json::from_str::<Policy>(&policy).unwrap(),
        Policy::default()
    );
}

proptest! {
    #[test]
    fn no_policy_shows_what_is_withheld(policy in policies(), decided in days(), withhold in 0..3usize) {
        let content = Content {
            withhold: Some(Withhold::ALL[withhold]),
            decided_on: decided,
            ..serde_json::from_value(serde_json::json!({"kind": "penalty", "title": "t"})).unwrap()
        };
        prop_assert_eq!(policy.rule_on(&content).decision, Decision::Never);
    }

    #[test]
    fn an_undated_record_is_ruled_on_no_milder_than_on_any_day(policy in policies(), on in days()) {
        let undated: Content = serde_json::from_value(serde_json::json!({"kind": "penalty", "title": "t"})).unwrap();
        let dated = Content { decided_on: on, ..undated.clone() };
        if on.is_some() {
            prop_assert!(policy.rule_on(&undated).decision >= policy.rule_on(&dated).decision);
        }
    }
}

fn days() -> impl Strategy<Value = Option<NaiveDate>> {
    let day = (2020..2030i32, 1..=12u32, 1..=28u32);
    prop::option::of(day.prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap()))
}

fn policies() -> impl Strategy<Value = Policy> {
    let decisions = vec![
        Decision::Publish,
        Decision::PublishMasked,
        Decision::Sealed,
        Decision::Never,
    ];
    let rule = (
        days(),
        days(),
        prop::sample::select(decisions),
        any::<Option<bool>>(),
    );
    let rule = rule.prop_map(|(from, until, decision, personal)| Rule {
        from,
        until,
        when: Condition {
            personal,
            ..Condition::default()
        },
        decision,
        ground: "法".to_owned(),
    });
    prop::collection::vec(rule, 0..6).prop_map(|rules| Policy {
        rules,
        terms: Vec::new(),
    })
}
