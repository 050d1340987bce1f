//! What is let off with a word.

use crate::demo::case::{Case, content, station, written};
use crate::demo::people;
use chrono::NaiveDate;
use domain::record::{Content, PartyType, RecordKind};

/// Matter, trade, detail of what is let off with a word.
const LET_OFF: &[(&str, &str, &str)] = &[
    (
        "未按规定公示从业人员信息",
        "hotel",
        "前台未张贴当班从业人员公示牌",
    ),
    ("营业日志记载不完整", "entertainment", "当周营业日志漏记两日"),
    (
        "保安员上岗未携带保安员证",
        "guard",
        "一名当班保安员将保安员证遗忘在宿舍",
    ),
    (
        "未及时变更备案信息",
        "plant",
        "治安保卫机构负责人变更后未及时报备",
    ),
];

/// 不予行政处罚 (行政处罚法 第三十三条第一款).
pub(in crate::demo) fn no_penalty(case: &mut Case<'_>) -> (&'static str, Content) {
    let law = "《中华人民共和国行政处罚法》第三十三条第一款";
    let (matter, trade, detail) = case.dice.pick(LET_OFF);
    let unit = if case.dice.percent(50) {
        "security"
    } else {
        station(&case.dice)
    };
    let number = case.number(unit, "不罚决字");
    let party = people::business(&case.dice, trade);
    let acted: NaiveDate = case.acted_on();
    let facts = format!(
        "{}，民警对{party}进行检查时发现，{detail}，现场负责人为{}，该单位于当日改正。",
        written(acted),
        people::name(&case.dice)
    );
    let text = format!("对{party}不予行政处罚，并予以教育");
    let title = format!("{party}{matter}不予行政处罚决定书");
    let content = Content {
        violation: Some((*matter).to_owned()),
        facts: Some(facts.clone()),
        legal_basis: vec![law.to_owned()],
        body: Some(format!(
            "明镜县公安局\n不予行政处罚决定书\n{number}\n当事人：{party}\n现查明：{facts}\n以上事实有现场检查笔录、现场照片、现场负责人的陈述等证据证实。\n\
             鉴于该单位系初次违法且危害后果轻微并及时改正，根据{law}之规定，现决定{text}。\n如不服本决定，可以在收到本决定书之日起六十日内向明镜县人民政府\
             申请行政复议，或者在六个月内依法向明镜县人民法院提起行政诉讼。\n明镜县公安局\n{}",
            written(case.decided)
        )),
        penalty_text: Some(text),
        acted_on: Some(acted),
        party_type: Some(PartyType::Organization),
        party_name: Some(party),
        ..content(RecordKind::NoPenalty, title, number, case.decided)
    };
    (unit, content)
}
