//! Everything that is no penalty: licences, inspections, compulsion, no-penalty decisions, orders to mend.

mod compulsion;
mod let_off;

pub(super) use compulsion::compulsion;
pub(super) use let_off::no_penalty;

use super::case::{Case, content, station, unit_name, written};
use super::people;
use super::sentence::numeral;
use chrono::Days;
use domain::record::{Content, PartyType, RecordKind};

/// 许可事项, trade, law.
const LICENSES: &[(&str, &str, &str)] = &[
    ("旅馆业特种行业许可", "hotel", "《旅馆业治安管理办法》第四条"),
    (
        "大型群众性活动安全许可",
        "event",
        "《大型群众性活动安全管理条例》第十一条",
    ),
    (
        "烟花爆竹道路运输许可",
        "logistics",
        "《烟花爆竹安全管理条例》第二十二条",
    ),
    (
        "民用爆炸物品购买许可",
        "mine",
        "《民用爆炸物品安全管理条例》第二十一条",
    ),
    (
        "金融机构营业场所安全防范设施建设方案审批",
        "bank",
        "《企业事业单位内部治安保卫条例》第十三条",
    ),
    (
        "公章刻制业特种行业许可",
        "seal",
        "《印铸刻字业暂行管理规则》第三条",
    ),
    (
        "剧毒化学品道路运输通行许可",
        "logistics",
        "《危险化学品安全管理条例》第五十条",
    ),
];

/// Matters of inspection, trade, law.
const INSPECTIONS: &[(&str, &str, &str)] = &[
    ("旅馆业治安管理检查", "hotel", "《旅馆业治安管理办法》第十四条"),
    (
        "娱乐场所治安管理检查",
        "entertainment",
        "《娱乐场所管理条例》第三十二条",
    ),
    ("保安从业单位监督检查", "guard", "《保安服务管理条例》第三十六条"),
    (
        "单位内部治安保卫工作检查",
        "plant",
        "《企业事业单位内部治安保卫条例》第十六条",
    ),
    (
        "民用爆炸物品储存库安全检查",
        "mine",
        "《民用爆炸物品安全管理条例》第四条",
    ),
    ("典当业治安管理检查", "pawn", "《典当管理办法》第五十一条"),
    (
        "烟花爆竹道路运输安全检查",
        "logistics",
        "《烟花爆竹安全管理条例》第四条",
    ),
    ("公章刻制业检查", "seal", "《印铸刻字业暂行管理规则》第三条"),
];

/// 行政许可.
pub(super) fn license(case: &mut Case<'_>) -> (&'static str, Content) {
    let (matter, trade, law) = case.dice.pick(LICENSES);
    let unit = if trade == &"logistics" {
        "traffic"
    } else {
        "security"
    };
    let number = case.number(unit, "行许决字");
    let party = people::business(&case.dice, trade);
    let until = case.decided + Days::new(365 * u64::from(case.dice.between(1, 3)));
    let text = format!(
        "准予{party}{matter}，有效期自{}至{}。",
        written(case.decided),
        written(until)
    );
    let body = format!(
        "明镜县公安局\n准予行政许可决定书\n{number}\n申请人：{party}，统一社会信用代码{}，联系人{}，联系电话{}。\n\
         申请人于{}向本机关提出{matter}申请，并提交了申请书、营业执照、安全管理制度等材料。经审查，申请材料齐全，符合法定形式；\
         经民警实地核查，场所和设施符合安全条件。\n根据{law}以及《中华人民共和国行政许可法》第三十八条第一款之规定，\
         本机关决定：{text}\n申请人应当在许可范围内开展活动，并接受公安机关的监督检查。\n明镜县公安局\n{}",
        people::credit_code(&case.dice),
        people::name(&case.dice),
        people::phone(&case.dice),
        written(case.acted_on()),
        written(case.decided),
    );
    let title = format!("{party}{matter}决定书");
    let content = Content {
        party_name: Some(party),
        party_type: Some(PartyType::Organization),
        legal_basis: vec![
            (*law).to_owned(),
            "《中华人民共和国行政许可法》第三十八条第一款".to_owned(),
        ],
        facts: Some(format!("申请{matter}，材料齐全，经实地核查符合安全条件。")),
        penalty_text: Some(text),
        body: Some(body),
        ..content(RecordKind::License, title, number, case.decided)
    };
    (unit, content)
}

/// 行政检查.
pub(super) fn inspection(case: &mut Case<'_>) -> (&'static str, Content) {
    let (matter, trade, law) = case.dice.pick(INSPECTIONS);
    let unit = if case.dice.percent(55) {
        "security"
    } else {
        station(&case.dice)
    };
    let number = case.number(unit, "检查字");
    let party = people::business(&case.dice, trade);
    let way = case.dice.pick(&[
        "“双随机、一公开”抽查",
        "“双随机、一公开”抽查",
        "日常检查",
        "定向检查",
    ]);
    let found = inspected(case);
    let facts = format!(
        "{}，{}指派民警{}人对{party}开展{matter}，检查方式为{way}，重点检查人员登记、制度落实、技防设施运行和应急处置等情况。检查结果：{found}",
        written(case.decided),
        unit_name(unit),
        numeral(case.dice.between(2, 4)),
    );
    let body = format!(
        "{}\n行政检查结果公示\n{number}\n检查对象：{party}\n检查事项：{matter}\n检查依据：{law}\n检查方式：{way}\n检查情况：{facts}\n\
         检查民警出示了人民警察证，告知了检查依据和被检查单位的权利义务，检查过程全程录音录像，并制作检查笔录，由现场负责人签字确认。\n{}",
        unit_name(unit),
        written(case.decided),
    );
    let title = format!("{party}{matter}结果");
    let content = Content {
        legal_basis: vec![(*law).to_owned()],
        facts: Some(facts),
        penalty_text: Some(found),
        body: Some(body),
        acted_on: Some(case.decided),
        party_type: Some(PartyType::Organization),
        publish_until: Some(case.decided + Days::new(if case.dice.percent(10) { 180 } else { 1096 })),
        party_name: Some(party),
        ..content(RecordKind::Inspection, title, number, case.decided)
    };
    (unit, content)
}

fn inspected(case: &Case<'_>) -> String {
    const DEFECTS: &[&str] = &[
        "部分从业人员未登记",
        "监控录像留存不足三十日",
        "治安保卫制度未上墙、值班记录不完整",
        "安全出口堆放杂物",
        "应急预案未组织演练",
    ];
    match case.dice.between(1, 10) {
        1..=6 => "未发现问题。".to_owned(),
        7..=9 => format!(
            "发现{}，已当场责令改正，期限{}日；经复查，已整改到位。",
            case.dice.pick(DEFECTS),
            numeral(case.dice.pick(&[3_u32, 5, 7, 10]).to_owned())
        ),
        _ => format!(
            "发现{}，经责令改正后逾期未改，已依法立案调查。",
            case.dice.pick(DEFECTS)
        ),
    }
}

/// 责令限期改正.
pub(super) fn order(case: &mut Case<'_>) -> (&'static str, Content) {
    let unit = if case.dice.percent(50) {
        "security"
    } else {
        station(&case.dice)
    };
    let number = case.number(unit, "限改字");
    let (matter, trade, law) = case.dice.pick(INSPECTIONS);
    let party = people::business(&case.dice, trade);
    let days = numeral(case.dice.pick(&[3_u32, 5, 7, 10, 15]).to_owned());
    let facts = format!(
        "{}，民警对{party}开展{matter}时发现，该单位技术防范设施部分停用，值班巡查记录不完整，存在治安隐患。",
        written(case.decided)
    );
    let text = format!("责令{party}自收到本通知书之日起{days}日内改正，并将整改情况书面报告");
    let title = format!("{party}责令限期改正通知书");
    let content = Content {
        facts: Some(facts.clone()),
        legal_basis: vec![(*law).to_owned()],
        body: Some(format!(
            "{}\n责令限期改正通知书\n{number}\n{party}：\n{facts}\n根据{law}之规定，现{text}。期限届满后，本机关将进行复查；逾期不改正的，将依法处理。\n{}",
            unit_name(unit),
            written(case.decided)
        )),
        penalty_text: Some(text),
        acted_on: Some(case.decided),
        party_type: Some(PartyType::Organization),
        party_name: Some(party),
        ..content(RecordKind::Other, title, number, case.decided)
    };
    (unit, content)
}
