use super::*;
use domain::ids::UserId;
use domain::masking::choice::{Act, Choice};
use uuid::Uuid;

fn content(json: serde_json::Value) -> Content {
    serde_json::from_value(json).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 9).unwrap()
}

#[test]
fn every_text_is_masked_and_internal_keys_are_left_out() {
    let original = content(serde_json::json!({
        "kind": "penalty", "title": "李小龙酒后驾驶机动车", "external_id": "A-1", "uscc": "91230500MA1B3N1N2M",
        "party_name": "李小龙", "party_type": "person", "decided_on": "2026-02-01", "violation": "酒后驾驶机动车",
        "facts": "李小龙，身份证号码11010519491231002X，电话13812345678，酒后驾驶机动车。",
        "legal_basis": ["《中华人民共和国道路交通安全法》第九十一条第一款"], "penalty_text": "对李小龙罚款1500元"
    }));
    let Decision::Publish(publication) = decide(&Policy::default(), &original, &Choices::default(), day())
    else {
        panic!("held")
    };
    let shown = serde_json::to_string(&publication.masked).unwrap();
    for secret in [
        "李小龙",
        "11010519491231002X",
        "13812345678",
        "A-1",
        "91230500MA1B3N1N2M",
    ] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains("第九十一条第一款") && shown.contains("李某"));
    assert!(publication.personal);
    assert_eq!(publication.published_on, day());
}

#[test]
fn a_person_that_the_case_system_calls_an_organization_is_a_person() {
    let original = content(serde_json::json!({
        "kind": "penalty", "title": "t", "party_name": "李小龙", "party_type": "organization",
        "violation": "酒后驾驶机动车", "decided_on": "2026-02-01"
    }));
    let Decision::Publish(publication) = decide(&Policy::default(), &original, &Choices::default(), day())
    else {
        panic!("held")
    };
    assert!(publication.personal && publication.ruling == "publish-masked");
    assert_eq!(publication.masked.party_type, Some(PartyType::Person));
    let beaten = Content {
        violation: Some("殴打他人".into()),
        ..original
    };
    assert!(matches!(
        decide(&Policy::default(), &beaten, &Choices::default(), day()),
        Decision::Hold { ruling: "sealed", .. }
    ));
}

#[test]
fn a_person_among_the_parties_counts_in_every_place_and_a_shop_named_after_one_does_not() {
    let party = |name: &str, kind: Option<&str>| {
        content(serde_json::json!({
            "kind": "penalty", "title": "t", "party_name": name, "party_type": kind,
            "violation": "殴打他人", "decided_on": "2026-02-01"
        }))
    };
    for kind in [None, Some("organization")] {
        for name in [
            "张伟、双喜客运有限公司",
            "双喜客运有限公司、张伟",
            "双喜客运有限公司，张伟（时任经理）",
        ] {
            let held = decide(&Policy::default(), &party(name, kind), &Choices::default(), day());
            assert!(matches!(held, Decision::Hold { ruling: "sealed", .. }), "{name}");
        }
    }
    for name in [
        "双喜客运有限公司 13812345678",
        "双喜客运有限公司（黑C12345）",
        "明镜县城关镇人民路12号便民超市",
        "李记砂锅（明镜店）",
        "欧阳修文化传媒",
    ] {
        let Decision::Publish(publication) = decide(
            &Policy::default(),
            &party(name, Some("organization")),
            &Choices::default(),
            day(),
        ) else {
            panic!("{name} is held")
        };
        assert!(!publication.personal, "{name}");
    }
}

#[test]
fn an_organization_keeps_its_name_and_its_type() {
    let original = content(serde_json::json!({
        "kind": "penalty", "title": "t", "party_name": "明镜县双喜客运有限公司", "party_type": "organization",
        "violation": "超员载客", "decided_on": "2026-02-01"
    }));
    let Decision::Publish(publication) = decide(&Policy::default(), &original, &Choices::default(), day())
    else {
        panic!("held")
    };
    assert!(!publication.personal && publication.ruling == "publish");
    assert_eq!(publication.masked.party_name, original.party_name);
}

#[test]
fn public_security_on_a_person_from_2026_is_held() {
    let original = content(serde_json::json!({
        "kind": "penalty", "title": "t", "party_name": "李小龙", "violation": "殴打他人", "decided_on": "2026-02-01"
    }));
    assert!(matches!(
        decide(&Policy::default(), &original, &Choices::default(), day()),
        Decision::Hold { ruling: "sealed", .. }
    ));
}

fn chosen(passage: &str, act: Act) -> Choices {
    let choice = Choice::parse((passage, act, "核对过原文"), UserId(Uuid::nil()), day());
    Choices::default().with(choice.unwrap())
}

#[test]
fn the_name_of_a_party_is_masked_whatever_anybody_chose_and_a_witness_may_be_shown() {
    let original = content(serde_json::json!({
        "kind": "penalty", "title": "李小龙酒后驾驶机动车", "party_name": "李小龙", "decided_on": "2026-02-01",
        "violation": "酒后驾驶机动车", "facts": "李小龙酒后驾驶机动车，有证人王大力的证言。"
    }));
    let facts = |choices: &Choices| {
        let Decision::Publish(publication) = decide(&Policy::default(), &original, choices, day()) else {
            panic!("held")
        };
        assert!(publication.personal);
        publication.masked.facts.unwrap()
    };
    let party = chosen("李小龙", Act::Show(Kind::Name));
    assert_eq!(facts(&party), facts(&Choices::default()));
    assert!(always_masked(&original) == ["李小龙"]);
    let witness = facts(&chosen("王大力", Act::Show(Kind::Name)));
    assert!(witness.contains("王大力") && !witness.contains("李小龙"));
}

#[test]
fn a_party_that_people_say_is_a_person_is_ruled_on_as_one() {
    let original = content(serde_json::json!({
        "kind": "penalty", "title": "t", "party_name": "小二黑", "party_type": "organization",
        "violation": "殴打他人", "decided_on": "2026-02-01"
    }));
    let hidden = chosen("小二黑", Act::Hide(Kind::Name));
    assert!(matches!(
        decide(&Policy::default(), &original, &hidden, day()),
        Decision::Hold { ruling: "sealed", .. }
    ));
}
