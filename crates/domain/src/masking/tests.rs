use super::*;

fn masked(text: &str) -> String {
    Masker::default().mask_text(text).text
}

#[test]
fn a_decision_keeps_what_the_public_may_know_and_loses_the_rest() {
    let text = "临水县公安局\n行政处罚决定书\n临公(治)行罚决字〔2024〕123号\n违法行为人：张三丰，男，1988年3月2日出生，\
居民身份证号码11010519491231002X，户籍所在地临水县城关镇人民路12号3栋201室，现住临水县城关镇东街村四组，工作单位：临水县第一中学，违法经历：无。\n\
现查明：2024年11月3日21时许，张三丰在临水县城关镇某烧烤店内，因琐事与李四发生口角，后用拳头击打李四面部，致其左眼部软组织挫伤。\
根据《中华人民共和国治安管理处罚法》第四十三条第一款之规定，现决定给予张三丰行政拘留五日并处罚款200元的处罚。\n办案民警王建国（警号012345）。";
    insta::assert_snapshot!(masked(text));
}

#[test]
fn one_person_bears_one_label_in_all_fields() {
    let masked = Masker::default().mask_record(
        &[
            ("party_name", "张伟、张敏"),
            ("penalty_text", "对张敏警告并罚款5万元，对张伟罚款1万元"),
            ("facts", "张伟未按规定保存资料"),
        ],
        Some(("张伟、张敏", PartyType::Person)),
    );
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
