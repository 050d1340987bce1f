//! Parties whose names are words as well.

use crate::masking::{Masker, PARTY_FIELD};
use crate::record::PartyType;

const NAMES: &str = "方军 高峰 高洁 高军 文静 黎明 白云 高原 方向 成功 安静 康乐 雷达 明星 杨柳 兰花 白鸽 孔雀 明白 马虎 关怀 \
罗汉 江河 江山 黄河 黄金 金星 金钱 田野 和平 安全 安宁 安康 高兴 高强 高明 高新 高尚 高雅 高贵 温和 温柔 温暖 温泉 石油 水平 \
时光 时代 时机 常识 常年 常青 向阳 向导 平安 平静 平凡 平原 花园 花木 严格 严明 严冬 周全 周密 周到 易怒 宁静 祖国 祝福 \
甘露 甘草 解放 强盛 童年 农民 万全 万能 毛线 丁香 单纯 车间 应用 经纬 国力 国庆 党员 冷静 巩固 谷雨 景色 管家 华夏 华丽";

const FRAMES: [&str; 18] = [
    "〇在临水县城关镇盗窃电动车一辆。",
    "从〇随身挎包内查获弹簧刀一把，〇对携带刀具的事实供认不讳。",
    "决定对〇罚款500元。",
    "上述事实有〇的陈述和申辩等证据证实。",
    "〇、李四二人发生争执。",
    "李四、〇二人发生争执。",
    "民警当场将〇抓获。",
    "经查，〇于昨日下午到临水县某网吧上网",
    "违法行为人是〇",
    "因琐事，〇持木棍打砸他人车辆。",
    "昨晚〇前往现场，民警随后让〇离开。",
    "李四与〇因停车问题争吵，后〇先动手。",
    "现已向〇送达，〇未提出异议。",
    "随后〇路过该店，把〇带至派出所。",
    "该车由〇驾驶，〇系无证驾驶。",
    "民警在〇家中查获赌资，以上为〇所有。",
    "民警告知〇权利后〇仍辱骂民警。",
    "该行为经〇承认，对〇宣布了决定",
];

/// The facts of a record about one person, as the public reads them.
fn facts(name: &str, facts: &str) -> String {
    let fields = [(PARTY_FIELD, name), ("facts", facts)];
    let mut masked = Masker::default().mask_record(&fields, Some((name, PartyType::Person)));
    masked.remove(1).text
}

#[test]
fn the_name_of_a_party_is_masked_wherever_it_stands_though_it_is_a_word() {
    let mut shown = Vec::new();
    for name in NAMES.split_whitespace() {
        for frame in FRAMES {
            let text = frame.replace('〇', name);
            let public = facts(name, &text);
            if public.contains(name) {
                shown.push(public);
            }
        }
    }
    assert!(shown.is_empty(), "{}\n{}", shown.len(), shown.join("\n"));
}

#[test]
fn a_party_called_like_a_word_leaves_longer_words_and_places_alone() {
    for (name, text) in [
        ("高峰", "早高峰时段，车辆较多。"),
        ("高峰", "该路段处于高峰期，晚高峰拥堵。"),
        ("高峰", "在高峰路与人民路交叉口，途经高峰村。"),
        ("高峰", "高峰派出所民警到高峰小学宣传。"),
        ("白云", "白云区公安分局在白云路设卡，途经白云山。"),
        ("黎明", "于黎明前被查获，在黎明化工有限公司门口。"),
        ("高原", "该厂提高原料价格。"),
        ("安全", "临水县公安全面开展工作。"),
        ("方向", "车主手握方向盘。"),
    ] {
        assert_eq!(facts(name, text), text);
    }
}

#[test]
fn a_person_who_was_introduced_is_known_where_the_name_could_be_a_word() {
    let text = "五金店的经营者高峰未登记。\n民警从高峰随身挎包内查获手机。";
    assert_eq!(
        facts("李四", text),
        "五金店的经营者高某未登记。\n民警从高某随身挎包内查获手机。"
    );
    let text = "被害人高峰，男，报警。\n民警从高峰随身挎包内查获手机。早高峰时段，车辆较多。";
    let public = facts("李四", text);
    assert_eq!(
        public,
        "被害人高某，男，报警。\n民警从高某随身挎包内查获手机。早高峰时段，车辆较多。"
    );
}

#[test]
fn an_officer_read_around_the_name_of_a_party_does_not_show_it() {
    let text = "民警告知鹤见权利后鹤见仍辱骂民警。";
    assert_eq!(facts("鹤见", text), "民警告知鹤某权利后鹤某仍辱骂民警。");
}
