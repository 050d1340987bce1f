//! Addresses, places of work, health, dates of birth and telephones.

use super::{expect, expect_untouched};

#[test]
fn the_address_of_a_business_stays_and_that_of_a_person_beside_it_goes() {
    expect_untouched(&[
        "被处罚单位：临水县金盾保安服务有限公司，统一社会信用代码91431228MA4L0K2X3P，住所：临水县城关镇迎宾路66号。",
        "申请人临水县丽晶宾馆，经营地址临水县城关镇文昌路12号，准予其旅馆业许可。",
    ]);
    expect(&[
        (
            "法定代表人：张三丰，男，住所：临水县城关镇迎宾路66号。",
            "法定代表人：张某，男，住所：临水县城关镇×××。",
        ),
        (
            "在经营场所内容留住临水县城关镇迎宾路66号的张三丰",
            "在经营场所内容留住临水县城关镇×××的张某",
        ),
    ]);
}

#[test]
fn a_clause_that_begins_with_where_somebody_lives_tells_an_address() {
    expect(&[
        (
            "张三丰，男，住临水县城关镇老粮站宿舍2栋4号，2023年因赌博被罚款。",
            "张某，男，住临水县城关镇×××，2023年因赌博被罚款。",
        ),
        (
            "张三丰，退休，住在莲浦区江滨街道海韵花园二期",
            "张某，退休，住在莲浦区江滨街道×××",
        ),
    ]);
    expect_untouched(&["当事人，住临水县城关镇期间表现良好"]);
}

#[test]
fn an_address_ends_before_the_next_field_and_holds_the_part_of_a_door() {
    expect(&[
        (
            "户籍地址：临水县官渡镇杨家湾村三组　违法行为：赌博",
            "户籍地址：临水县官渡镇×××　违法行为：赌博",
        ),
        ("在沙溪镇环村西路22号之一的出租屋", "在沙溪镇×××的出租屋"),
        ("途经文昌路12号时", "途经×××时"),
        ("在石桥村第三村民小组打牌", "在×××打牌"),
        ("在天润华府3幢1802室打牌", "在×××打牌"),
    ]);
}

#[test]
fn a_place_of_work_is_no_task_and_no_body_told_elsewhere() {
    expect(&[
        ("二人均系临水县安居房产中介公司业务员。", "二人均系×××业务员。"),
        ("李四系临水县第一中学在校学生。", "李某系×××在校学生。"),
    ]);
    expect_untouched(&["民警在临水县汽车站工作中发现", "违法行为人系该公司职工"]);
}

#[test]
fn a_disease_that_is_treated_is_nobody_elses_business() {
    expect(&[("称系用于治疗胃病，不知违法", "称系用于治疗×××，不知违法")]);
}

#[test]
fn a_day_is_one_of_birth_by_a_word_on_either_side() {
    expect(&[
        ("1988年3月2日生于临水县", "1988年×月×日生于临水县"),
        ("1988年3月生；文化程度：初中", "1988年×月生；文化程度：初中"),
        ("出生：1988-03-02", "出生：1988年×月×日"),
        ("出生年月1988-03，汉族", "出生年月1988年×月，汉族"),
        ("1988年3月2日在临水县出生。", "1988年×月×日在临水县出生。"),
    ]);
    expect_untouched(&["本决定自2025年3月2日生效"]);
}

#[test]
fn numbers_that_an_office_publishes_stay() {
    expect_untouched(&[
        "监督电话：0745-4862110、0745-4862111。",
        "临水县公安局治安大队（电话：0745-4862110）",
        "公示期内如有异议，可向临水县公安局反映，联系电话0745-4862110。",
    ]);
    expect(&[(
        "监督电话：0745-4862110，李四电话13812345678，家中电话0745-4862111",
        "监督电话：0745-4862110，李某电话×××，家中电话×××",
    )]);
}
