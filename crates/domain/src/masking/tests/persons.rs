//! Who is a person and what only looks like one.

use super::{expect, expect_untouched};

#[test]
fn a_town_is_no_person_but_who_acts_or_is_penalised_may_be_called_like_one() {
    expect_untouched(&[
        "对张桥镇、孟岗镇、李家坪社区等处进行抽查",
        "一辆货车在白石镇集市上撞到路边的水果摊。",
        "责令莲浦区宝利来珠宝有限公司整改",
    ]);
    expect(&[
        (
            "张桥镇刘志强、孟岗镇袁国强二人合伙盗窃。",
            "张桥镇刘某、孟岗镇袁某二人合伙盗窃。",
        ),
        ("对李安镇警告", "对李某警告"),
        ("张三丰被李安镇打伤。", "张某被李某打伤。"),
    ]);
}

#[test]
fn what_counts_money_or_time_is_no_surname() {
    expect_untouched(&["3200元依法返还", "二人于2025年春节回到临水"]);
}

#[test]
fn a_district_is_no_surname_and_a_preposition_none_before_a_place() {
    expect_untouched(&[
        "责令莲浦区顺通停车管理有限公司十五日内整改完毕。",
        "家电从莲浦区运至临水县",
        "现羁押于沅平县看守所。",
        "分别关押于二室、三室。",
    ]);
}

#[test]
fn an_adverb_or_a_helper_ends_no_name() {
    expect(&[
        (
            "因王欢另涉嫌刑事犯罪，王欢被羁押。",
            "因王某另涉嫌刑事犯罪，王某被羁押。",
        ),
        ("蒋俊帮周鹏说话", "蒋某帮周某说话"),
        ("杨勇早有前科，朱婷尚在哺乳期。", "杨某早有前科，朱某尚在哺乳期。"),
    ]);
}

#[test]
fn a_name_in_latin_letters_is_one_behind_its_nation_and_in_the_bracket_behind_the_chinese_one() {
    expect(&[
        ("住宿人为越南籍TRAN THI HOA，未登记", "住宿人为越南籍T某，未登记"),
        (
            "韩国籍金东贤（KIM DONG HYUN）住宿未登记",
            "韩国籍金某（K某）住宿未登记",
        ),
    ]);
    expect_untouched(&["临水县新天地贸易有限公司（NEW WORLD TRADING）未登记"]);
}

#[test]
fn a_name_in_a_column_may_stand_before_the_next_label_and_have_one_blank_alone() {
    expect(&[
        ("姓名：段　亮　性别：男", "姓名：段某　性别：男"),
        ("驾驶人：冯 海辉；罚款：200元", "驾驶人：冯某；罚款：200元"),
    ]);
}

#[test]
fn an_office_told_in_the_bracket_behind_a_name_leaves_it() {
    expect_untouched(&[
        "委托代理人陈玉峰（民警）到会",
        "检查人申俊峰、唐海艳到场",
        "告知人黄伟杰宣读",
    ]);
    expect(&[("被告知人万丽敏表示不申辩", "被告知人万某表示不申辩")]);
}
