mod called_like_words;
mod choices;
mod evading;
mod looks;
mod persons;
mod places;
mod properties;
mod reading;
mod scanned;
mod wrapped;

use super::*;

fn masked(text: &str) -> String {
    Masker::default().mask_text(text).text
}

/// The text after masking, for each text that is told with it.
fn expect(cases: &[(&str, &str)]) {
    for (text, public) in cases {
        assert_eq!(masked(text), *public);
    }
}

fn expect_untouched(texts: &[&str]) {
    for text in texts {
        assert_eq!(masked(text), *text);
    }
}

#[test]
fn a_decision_keeps_what_the_public_may_know_and_loses_the_rest() {
    let text = "临水县公安局\n行政处罚决定书\n临公(治)行罚决字〔2024〕123号\n违法行为人：张三丰，男，1988年3月2日出生，\
居民身份证号码11010519491231002X，户籍所在地临水县城关镇人民路12号3栋201室，现住临水县城关镇东街村四组，工作单位：临水县第一中学，违法经历：无。\n\
现查明：2024年11月3日21时许，张三丰在临水县城关镇某烧烤店内，因琐事与李四发生口角，后用拳头击打李四面部，致其左眼部软组织挫伤。\
根据《中华人民共和国治安管理处罚法》第四十三条第一款之规定，现决定给予张三丰行政拘留五日并处罚款200元的处罚。\n办案民警王建国（警号012345）。";
    insta::assert_snapshot!(masked(text), @r"
    临水县公安局
    行政处罚决定书
    临公(治)行罚决字〔2024〕123号
    违法行为人：张某，男，1988年×月×日出生，居民身份证号码×××，户籍所在地临水县城关镇×××，现住临水县城关镇×××，工作单位：×××，违法经历：无。
    现查明：2024年11月3日21时许，张某在临水县城关镇某烧烤店内，因琐事与李某发生口角，后用拳头击打李某面部，致其左眼部软组织挫伤。根据《中华人民共和国治安管理处罚法》第四十三条第一款之规定，现决定给予张某行政拘留五日并处罚款200元的处罚。
    办案民警王建国（警号012345）。
    ");
}

#[test]
fn one_person_bears_one_label_in_all_fields() {
    let fields = [
        ("party_name", "张伟、张敏"),
        ("penalty_text", "对张敏警告并罚款5万元，对张伟罚款1万元"),
        ("facts", "张伟未按规定保存资料"),
    ];
    let masked = Masker::default().mask_record(&fields, Some(("张伟、张敏", PartyType::Person)));
    let texts: Vec<&str> = masked.iter().map(|m| m.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "张某甲、张某乙",
            "对张某乙警告并罚款5万元，对张某甲罚款1万元",
            "张某甲未按规定保存资料"
        ]
    );
}

#[test]
fn a_label_that_the_text_has_already_is_not_given_again() {
    assert_eq!(masked("对张某警告，对张三警告"), "对张某警告，对张某甲警告");
    assert_eq!(masked("对张某甲警告，对张三警告"), "对张某甲警告，对张某乙警告");
}

#[test]
fn the_strict_profile_hides_officers_and_years_of_birth_too() {
    let strict = Masker::new(Profile::strict());
    assert_eq!(strict.mask_text("民警王建国态度粗暴").text, "民警王某态度粗暴");
    assert_eq!(strict.mask_text("1988年3月2日出生").text, "×年×月×日出生");
}

#[test]
fn a_head_of_an_office_is_a_person_whatever_the_office_is_called() {
    let strict = Masker::new(Profile::strict());
    for (text, masked) in [
        ("王玲大队长收钱", "王某大队长收钱"),
        ("胡玲副大队长", "胡某副大队长"),
        ("举报张伟中队长", "举报张某中队长"),
        ("赵国强支队长到场", "赵某支队长到场"),
    ] {
        assert_eq!(strict.mask_text(text).text, masked);
    }
    assert_eq!(strict.mask_text("柳林大队到场").text, "柳林大队到场");
}

#[test]
fn a_body_keeps_its_name_and_persons_in_its_field_lose_theirs() {
    let field = "临水农村商业银行股份有限公司、王建国（时任高新支行行长）";
    let masked =
        Masker::default().mask_record(&[(PARTY_FIELD, field)], Some((field, PartyType::Organization)));
    assert_eq!(
        masked[0].text,
        "临水农村商业银行股份有限公司、王某（时任高新支行行长）"
    );
}

#[test]
fn what_looks_like_a_person_in_the_name_of_a_body_is_none() {
    for name in [
        "苏黎世财产保险有限公司",
        "泰州姜堰锡州村镇银行有限责任公司",
        "周宁汽车站",
        "康吉保险代理有限公司岳普湖县支公司",
    ] {
        let facts = format!("{name}编制虚假资料，时任经理王建国负有责任。");
        let fields = [(PARTY_FIELD, name), ("facts", facts.as_str())];
        let masked = Masker::default().mask_record(&fields, Some((name, PartyType::Organization)));
        assert_eq!(masked[0].text, name);
        assert_eq!(
            masked[1].text,
            format!("{name}编制虚假资料，时任经理王某负有责任。")
        );
    }
    // An owner who is called by name is a person, in the name of the shop as well.
    let fields = [
        (PARTY_FIELD, "李小龙小吃店"),
        ("facts", "李小龙小吃店的经营者李小龙没有登记。"),
    ];
    let masked = Masker::default().mask_record(&fields, Some(("李小龙小吃店", PartyType::Organization)));
    assert_eq!(masked[0].text, "李某小吃店");
    assert_eq!(masked[1].text, "李某小吃店的经营者李某没有登记。");
}

#[test]
fn a_profile_can_leave_kinds_alone_and_is_read_from_settings() {
    let profile: Profile = serde_json::from_str(r#"{"kinds":["phone"]}"#).unwrap();
    assert_eq!(
        Masker::new(profile).mask_text("联系张三丰13812345678").text,
        "联系张三丰×××"
    );
}

#[test]
fn a_span_is_told_in_scalars_of_the_input_and_in_words_of_the_contract() {
    let masked = Masker::default().mask_text("😀对王五警告");
    assert_eq!(
        serde_json::to_value(&masked.spans).unwrap(),
        serde_json::json!([{"start": 2, "end": 4, "kind": "name", "replacement": "王某"}])
    );
}

#[test]
fn offices_and_document_numbers_keep_the_place_they_are_called_by() {
    for text in [
        "柳林派出所民警在检查时发现，柳林派出所对其处罚。明公(柳林)检查字〔2025〕12号",
        "经高峰派出所查明，2025年5月6日，高峰派出所出具明公（高峰）行罚决字〔2025〕7号决定书。",
        "安康公安分局、安康交警大队、方正法院",
    ] {
        assert_eq!(masked(text), text);
    }
    // The person of the same name is still one.
    let masked = masked("柳林派出所民警查明：违法行为人柳林，男，殴打他人。");
    assert!(
        masked.starts_with("柳林派出所") && masked.contains("违法行为人柳某，"),
        "{masked}"
    );
}
