//! 行政强制: a car kept, goods seized.

use crate::demo::case::{Case, content, unit_name, written};
use crate::demo::people;
use domain::record::{Content, PartyType, RecordKind};

/// 行政强制.
pub(in crate::demo) fn compulsion(case: &mut Case<'_>) -> (&'static str, Content) {
    if case.dice.percent(60) {
        vehicle(case)
    } else {
        seizure(case)
    }
}

/// 扣留机动车.
fn vehicle(case: &mut Case<'_>) -> (&'static str, Content) {
    let number = case.number("traffic", "扣留字");
    let (party, road, plate) = (
        people::name(&case.dice),
        people::road(&case.dice),
        people::plate(&case.dice),
    );
    let law = "《中华人民共和国道路交通安全法》第九十五条第一款";
    let facts = format!(
        "{}，{party}驾驶一辆未悬挂机动车号牌的小型轿车（随车登记号牌为{plate}）行驶至{road}时被执勤民警查获。",
        written(case.decided)
    );
    let text = "扣留机动车，当事人提供相应证明、补办相应手续后退还".to_owned();
    let title = format!("{party}扣留机动车行政强制措施");
    let content = Content {
        facts: Some(facts.clone()),
        body: Some(format!(
            "{}\n公安交通管理行政强制措施凭证\n{number}\n当事人：{party}，联系电话{}。\n{facts}\n根据{law}之规定，现决定采取以下行政强制措施：{text}。\n\
             当事人对本凭证不服的，可以在收到之日起六十日内向明镜县人民政府申请行政复议，或者在六个月内依法向明镜县人民法院提起行政诉讼。\n{}",
            unit_name("traffic"),
            people::phone(&case.dice),
            written(case.decided)
        )),
        penalty_text: Some(text),
        legal_basis: vec![law.to_owned()],
        acted_on: Some(case.decided),
        party_type: Some(PartyType::Person),
        party_name: Some(party),
        ..content(RecordKind::Compulsion, title, number, case.decided)
    };
    ("traffic", content)
}

/// 扣押 of goods, for thirty days (行政强制法 第二十五条).
fn seizure(case: &mut Case<'_>) -> (&'static str, Content) {
    let number = case.number("security", "扣押字");
    let party = people::business(&case.dice, "logistics");
    let law = "《中华人民共和国行政强制法》第二十五条第一款";
    let boxes = case.dice.between(5, 60);
    let facts = format!(
        "{}，民警检查时发现{party}仓库内存放来源不明的烟花爆竹{boxes}箱，现场负责人{}不能提供合法来源证明。",
        written(case.acted_on()),
        people::name(&case.dice)
    );
    let text = format!("扣押烟花爆竹{boxes}箱，期限三十日，详见扣押清单");
    let title = format!("{party}扣押决定书");
    let content = Content {
        facts: Some(facts.clone()),
        body: Some(format!(
            "明镜县公安局\n扣押决定书\n{number}\n当事人：{party}\n{facts}\n为防止证据损毁和危险发生，根据《烟花爆竹安全管理条例》第四条、{law}之规定，\
             现决定{text}。扣押期间物品由本机关妥善保管，不得使用或者损毁。\n如不服本决定，可以在收到本决定书之日起六十日内向明镜县人民政府申请行政复议，\
             或者在六个月内依法向明镜县人民法院提起行政诉讼。\n明镜县公安局\n{}",
            written(case.decided)
        )),
        penalty_text: Some(text),
        legal_basis: vec![law.to_owned(), "《烟花爆竹安全管理条例》第四条".to_owned()],
        party_type: Some(PartyType::Organization),
        party_name: Some(party),
        ..content(RecordKind::Compulsion, title, number, case.decided)
    };
    ("security", content)
}
