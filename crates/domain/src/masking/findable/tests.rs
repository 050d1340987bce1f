use super::{Findable, Mark, Traces};
use crate::record::Content;
use proptest::prelude::*;

/// A masked decision on a person.
fn of_a_person(facts: &str) -> Content {
    serde_json::from_value(serde_json::json!({
        "kind": "penalty", "title": "李某故意损毁财物案", "decided_on": "2025-11-20", "party_name": "李某",
        "party_type": "person", "violation": "故意损毁财物", "facts": facts
    }))
    .unwrap()
}

fn among(facts: &str, alike: u64) -> Option<Findable> {
    Traces::of(&of_a_person(facts))?.among(alike)
}

fn told(facts: &str) -> Vec<(Mark, String)> {
    let findable = among(facts, 1).unwrap_or_else(|| panic!("nobody is found by {facts}"));
    let passages = findable.passages().into_iter();
    passages
        .map(|(mark, passage)| (mark, passage.to_owned()))
        .collect()
}

#[test]
fn a_village_with_age_and_trade_points_at_somebody() {
    let facts = "李某，45岁，系柳河村村医，2025年11月3日将邻居的玻璃砸碎。";
    assert_eq!(
        told(facts),
        [
            (Mark::Age, "45岁".to_owned()),
            (Mark::Village, "柳河村".to_owned()),
            (Mark::Trade, "村医".to_owned())
        ]
    );
    let findable = among(facts, 1).unwrap();
    assert_eq!(
        findable.to_string(),
        "村名＋年龄＋职业；本单位当月同类决定仅 1 件"
    );
    assert_eq!(
        among(facts, 12).unwrap().to_string(),
        "村名＋年龄＋职业；本单位当月同类决定 12 件"
    );
}

#[test]
fn offsets_count_characters_of_the_public_text() {
    let findable = among("王某（绰号“老神仙”）在　柳河村将车砸坏。", 2).unwrap();
    let content = of_a_person("王某（绰号“老神仙”）在　柳河村将车砸坏。");
    for trace in findable.traces() {
        let (_, text) = content.texts()[trace.text];
        let stands: String = text
            .chars()
            .skip(trace.place.start)
            .take(trace.place.len())
            .collect();
        assert_eq!(stands, trace.passage);
    }
    assert_eq!(
        told("王某（绰号“老神仙”）在　柳河村将车砸坏。"),
        [
            (Mark::Nickname, "老神仙".to_owned()),
            (Mark::Village, "柳河村".to_owned())
        ]
    );
}

#[test]
fn every_kind_of_mark_is_seen() {
    for (facts, mark, passage) in [
        ("住幸福里小区的李某，35岁，砸坏车窗。", Mark::Estate, "幸福里小区"),
        ("李某在明镜县第二中学门口与其妻子争吵。", Mark::School, "第二中学"),
        ("李某在柳溪镇老王家小卖部殴打其弟。", Mark::Shop, "老王家小卖部"),
        ("石桥镇鼓楼社区的李某殴打其父。", Mark::Estate, "鼓楼社区"),
        ("李某，1971年×月×日出生，在坝上村砸坏车窗。", Mark::Age, "1971年"),
        ("李某，四十五周岁，在和平村砸坏车窗。", Mark::Age, "四十五周岁"),
        ("李某，职业：木匠，在柳河村砸坏车窗。", Mark::Trade, "木匠"),
        ("教师李某在柳河村砸坏车窗。", Mark::Trade, "教师"),
        ("柳河村村支书李某砸坏车窗。", Mark::Office, "村支书"),
        ("李某在柳河村殴打其岳母王某。", Mark::Kin, "岳母"),
        ("李某在柳河村辱骂学生王某。", Mark::Child, "学生"),
        ("李某（外号：大喇叭）在柳河村砸坏车窗。", Mark::Nickname, "大喇叭"),
        (
            "2025年11月3日21时15分许，李某在柳河村灵堂前闹事。",
            Mark::Hour,
            "21时15分",
        ),
        ("当晚9点，李某在柳河村灵堂前闹事。", Mark::Hour, "9点"),
        ("李某于21:15在柳河村灵堂前闹事。", Mark::Hour, "21:15"),
        ("九时许，李某在柳河村灵堂前闹事。", Mark::Event, "灵堂"),
    ] {
        let told = told(facts);
        assert!(told.contains(&(mark, passage.to_owned())), "{facts}: {told:?}");
    }
}

#[test]
fn what_is_masked_or_general_points_at_nobody() {
    for facts in [
        "李某，45岁，系×××村医，在×××砸坏车窗。",
        "李某，45岁，教师，在某村某小卖部砸坏车窗。",
        "李某，45岁，教师，在该村一家路边的超市砸坏车窗。",
        "李某，45岁，小学文化，农村户口，在柳溪镇文昌路砸坏车窗。",
        "李某，45岁，高中学历，文化程度小学，在桃村镇砸坏车窗。",
        "李某，45岁，在县城被责令社区戒毒，村镇银行、城中村、民警进村。",
        "李某在柳河村砸坏车窗。",
        "2025年11月3日21时许，李某在柳河村砸坏车窗。",
        "李某（外号小某）在柳河村砸坏车窗，证人称其一时冲动，未满十八周岁的除外。",
        "李某在柳河村，职业：无，砸坏车窗。依法对会计师事务所、教师资格证作出处理。",
    ] {
        assert_eq!(among(facts, 1), None, "{facts}");
    }
}

#[test]
fn many_hide_who_differs_in_one_thing_and_not_who_differs_in_two() {
    let one = "李某，45岁，在柳河村砸坏车窗。";
    assert!(among(one, 4).is_some());
    assert_eq!(among(one, 5), None);
    let two = "李某，45岁，教师，在柳河村砸坏车窗。";
    assert!(among(two, 5).is_some() && among(two, 500).is_some());
}

#[test]
fn without_a_day_nobody_is_found() {
    let mut content = of_a_person("李某，45岁，在柳河村砸坏车窗。");
    content.decided_on = None;
    assert_eq!(Traces::of(&content), None);
    content.facts = content.facts.map(|facts| format!("2025年11月3日，{facts}"));
    assert!(Traces::of(&content).is_some());
}

#[test]
fn premises_and_officers_of_an_organisation_that_is_a_party_are_public() {
    let mut content =
        of_a_person("2025年11月3日21时15分检查柳河村蓝天网吧，店主王某、村会计赵某在场，正办婚宴。");
    assert!(Traces::of(&content).is_some());
    content.party_name = Some("明镜县蓝天网吧".into());
    content.party_type = None;
    content.facts = content.facts.map(|facts| facts.replace("店主王某、", ""));
    assert_eq!(Traces::of(&content), None);
    content.facts = Some("柳河村的学生赵某，14岁，在该网吧上网。".into());
    assert!(Traces::of(&content).is_some());
}

#[test]
fn what_stands_in_the_name_of_a_place_marks_nobody_wherever_the_place_stands() {
    let facts = "李某，45岁，在柳溪镇兄弟烧烤店殴打其岳母，又到柳河村殴打王某，在兄弟烧烤店被抓获。";
    let told = told(facts);
    let kin: Vec<&str> = told
        .iter()
        .filter(|(mark, _)| *mark == Mark::Kin)
        .map(|(_, passage)| passage.as_str())
        .collect();
    assert_eq!(kin, ["岳母"], "{told:?}");
}

#[test]
fn a_text_with_ten_thousands_of_marks_is_read_and_each_passage_told_once() {
    let facts = "李某，45岁，系柳河村村医。".repeat(20_000);
    assert_eq!(
        told(&facts),
        [
            (Mark::Age, "45岁".to_owned()),
            (Mark::Village, "柳河村".to_owned()),
            (Mark::Trade, "村医".to_owned())
        ]
    );
}

/// Clauses of decisions that tell nothing of anybody.
fn plain_clause() -> impl Strategy<Value = String> {
    let fixed = [
        "李某",
        "王某甲",
        "用拳头击打",
        "面部",
        "，",
        "。",
        "、",
        "柳溪镇",
        "文昌路",
        "×××",
        "罚款500元",
        "行政拘留五日",
        "2025年11月3日",
        "轻微伤",
        "该村",
        "某超市",
        "扣押",
        "机动车",
        "依据",
        "第四十三条",
        "取得谅解",
        "（",
        "）",
        "\n",
    ];
    let pieces = proptest::collection::vec(proptest::sample::select(fixed.to_vec()), 0..12);
    pieces.prop_map(|pieces| pieces.concat())
}

/// A clause with one mark of a person.
fn telling_clause() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "李某，45岁。",
        "教师李某。",
        "村支书李某。",
        "李某的岳母王某。",
        "学生王某。",
        "外号“老神仙”。",
        "21时15分。",
        "正在出殡。",
        "在柳河村。",
        "在幸福里小区。",
        "在第二中学。",
        "在老王家小卖部。",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_found_without_marks(facts in plain_clause(), alike in 0_u64..10) {
        prop_assert_eq!(among(&facts, alike), None);
        let in_a_village = format!("{facts}。李某在柳河村。");
        prop_assert_eq!(among(&in_a_village, alike), None);
    }

    #[test]
    fn more_marks_and_fewer_alike_never_take_a_warning_away(
        facts in plain_clause(),
        clauses in proptest::collection::vec(telling_clause(), 0..5),
        more in telling_clause(),
        alike in 0_u64..10,
        fewer in 0_u64..10,
    ) {
        let facts = format!("{facts}。{}", clauses.concat());
        if among(&facts, alike).is_some() {
            let told = facts.clone() + more;
            prop_assert!(among(&told, alike).is_some());
            prop_assert!(among(&facts, alike.min(fewer)).is_some());
        }
    }

    #[test]
    fn every_passage_stands_where_it_says(
        pieces in proptest::collection::vec(
            prop_oneof![plain_clause(), telling_clause().prop_map(str::to_owned), "\\PC{0,4}", "[0-9]{1,5}[时点岁年]"],
            0..8,
        ),
    ) {
        let facts = pieces.concat();
        let content = of_a_person(&facts);
        for trace in Traces::of(&content).and_then(|traces| traces.among(1)).iter().flat_map(Findable::traces) {
            let (_, text) = content.texts()[trace.text];
            let stands: String = text.chars().skip(trace.place.start).take(trace.place.len()).collect();
            prop_assert_eq!(&stands, &trace.passage);
            prop_assert!(!stands.is_empty() && !stands.contains(['某', '×']));
        }
    }
}
