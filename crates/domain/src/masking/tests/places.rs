//! Ways, places and times of which no word is a name, and persons who stand beside them.

use super::{expect, expect_untouched};

#[test]
fn a_way_from_side_to_side_is_no_person_whatever_sides_it_has() {
    const SIDES: [&str; 8] = ["东", "西", "南", "北", "东南", "西南", "东北", "西北"];
    for (from, to) in SIDES.iter().flat_map(|from| SIDES.map(|to| (from, to))) {
        expect_untouched(&[
            &format!("沿文昌路由{from}向{to}行驶，"),
            &format!("自{from}往{to}逆行时被查获"),
            &format!("从{from}至{to}方向车道"),
        ]);
    }
    expect_untouched(&["由上向下击打他人", "沿道路从左往右倒车", "由城关往柳溪方向行驶"]);
    expect(&[
        ("被向东打伤，向东行驶离开。", "被向某打伤，向某行驶离开。"),
        ("张三丰由东向西行驶时撞倒李四。", "张某由东向西行驶时撞倒李某。"),
        (
            "李晓东向西行驶，刘东向南方电网投诉。",
            "李某向西行驶，刘某向南方电网投诉。",
        ),
        ("违法行为人左向前骑车离开。", "违法行为人左某骑车离开。"),
        ("柳林镇马小桥时年35岁", "柳林镇马某时年35岁"),
        ("往李强方向扔石块", "往李某方向扔石块"),
        ("从车上拿出砖头往张强方向扔去", "从车上拿出砖头往张某方向扔去"),
        ("亲自往张强方向跑去", "亲自往张某方向跑去"),
    ]);
}

#[test]
fn when_somebody_came_past_a_place_is_no_name() {
    for place in [
        "山前路",
        "坪中街",
        "柳溪桥",
        "石桥",
        "东门",
        "5号楼",
        "2单元",
        "501室门前",
        "后门",
        "路段",
        "国道",
        "公园",
        "非机动车道",
        "泳池",
        "前方",
    ] {
        expect_untouched(&[
            &format!("行驶至{place}时被执勤民警查获。"),
            &format!("其行至{place}时，遇到民警"),
        ]);
    }
    expect(&[
        ("李适时被执勤民警查获。", "李某被执勤民警查获。"),
        ("将李逢时推倒在地。", "将李某推倒在地。"),
    ]);
}

#[test]
fn a_surname_that_is_a_preposition_or_a_measure_leads_to_no_person() {
    expect_untouched(&[
        "当日于河道被查获。",
        "向岗亭逃跑时被抓获",
        "从其随身挎包内查获折叠刀",
        "在田里与他人发生口角。",
        "其从田里逃跑。",
        "在石桥殴打他人。",
        "其次日离开，于中午返回住处。",
        "收缴一小包香烟、三包现金",
        "店主案发前报警，员工平时盗窃。",
        "遛犬时未束犬链，未拴犬绳",
    ]);
    expect(&[
        ("于海洋被查获。", "于某被查获。"),
        ("从石洁随身挎包内查获折叠刀", "从石某随身挎包内查获折叠刀"),
        ("1包大山 罚款200元", "1包某 罚款200元"),
        ("被石桥殴打", "被石某殴打"),
    ]);
}

#[test]
fn a_name_ends_before_the_verb_of_the_title_and_before_a_purpose() {
    expect(&[
        ("魏军谎报警情行政处罚决定书", "魏某谎报警情行政处罚决定书"),
        (
            "付强饮酒后驾驶机动车行政处罚决定书",
            "付某饮酒后驾驶机动车行政处罚决定书",
        ),
        ("魏雨桐机动车行驶超过规定时速", "魏某机动车行驶超过规定时速"),
        ("欧阳景行扣留机动车行政强制措施", "欧阳某扣留机动车行政强制措施"),
        ("系魏军为让民警送其回家而编造", "系魏某为让民警送其回家而编造"),
        ("王大为让民警离开", "王某让民警离开"),
    ]);
}

#[test]
fn who_confesses_is_the_person_of_that_name_also_when_it_is_a_word() {
    expect(&[(
        "违法行为人高峰，男。高峰对携带刀具的事实供认不讳。高峰时段",
        "违法行为人高某，男。高某对携带刀具的事实供认不讳。高峰时段",
    )]);
}
