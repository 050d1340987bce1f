//! Lines that a word processor broke.

use super::{expect, expect_untouched, masked};
use crate::masking::Masker;
use crate::masking::wrapped::is_one;
use proptest::prelude::*;

/// What decisions say, without a break.
const DECISION: &str = "违法行为人张三丰，男，汉族，1988年3月2日出生，现住临水县城关镇人民路12号3栋201室，工作单位：临水县第一中学。\
2025年3月2日21时许，张三丰在某烧烤店内对被害人王小明拳打脚踢，后殴打被害人欧阳春兰致其轻微伤，王小明报警。以上事实有\
阿不都·买买提的证言、李大伟的证言等证据证实。决定对张三丰行政拘留五日并处罚款二百元。";

/// The decision with its lines broken after so many characters each, over and over.
fn broken(widths: &[usize]) -> String {
    let mut widths = widths.iter().copied().cycle();
    let mut left = widths.next().unwrap();
    let mut broken = String::new();
    for c in DECISION.chars() {
        if left == 0 {
            broken.push('\n');
            left = widths.next().unwrap();
        }
        broken.push(c);
        left -= 1;
    }
    broken
}

proptest! {
    /// Wherever the lines break, masking twice is masking once.
    #[test]
    fn masking_broken_lines_twice_is_masking_them_once(widths in prop::collection::vec(1_usize..40, 1..60)) {
        let once = masked(&broken(&widths));
        prop_assert_eq!(masked(&once), once);
    }

    /// In lines as long as those of a page nobody is named, wherever they break.
    #[test]
    fn nobody_is_named_in_broken_lines(widths in prop::collection::vec(20_usize..40, 1..20)) {
        let masked = masked(&broken(&widths)).replace('\n', "");
        for secret in ["三丰", "小明", "春兰", "买买提", "大伟", "3月2日出生"] {
            prop_assert!(!masked.contains(secret), "{secret} in {masked}");
        }
    }
}

#[test]
fn a_name_goes_on_behind_the_end_of_a_line() {
    expect(&[
        (
            "2025年3月2日21时许，在某烧烤店内对被害人王\n小明拳打脚踢，致王小\n明轻微伤。王小明报警。",
            "2025年3月2日21时许，在某烧烤店内对被害人王某拳打脚踢，致王某轻微伤。王某报警。",
        ),
        (
            "经查，违法行为人因琐事与被侵害人欧阳\r\n　　春兰发生口角，后用拳头击打其面部。",
            "经查，违法行为人因琐事与被侵害人欧阳某发生口角，后用拳头击打其面部。",
        ),
    ]);
}

#[test]
fn a_name_of_another_text_is_known_across_a_break() {
    let fields = [
        ("title", "殴打被害人王小明案"),
        (
            "facts",
            "当日21时许在该店内因琐事先后两次殴打王\n小明，后被民警当场查获。",
        ),
    ];
    let masked = Masker::default().mask_record(&fields, None);
    assert_eq!(
        masked[1].text,
        "当日21时许在该店内因琐事先后两次殴打王某，后被民警当场查获。"
    );
}

#[test]
fn a_day_of_birth_goes_on_behind_the_end_of_a_line() {
    expect(&[(
        "违法行为人张三丰，男，汉族，小学文化，一九八\n八年三月二日出生，无前科。",
        "违法行为人张某，男，汉族，小学文化，一九八八年×月×日出生，无前科。",
    )]);
}

#[test]
fn a_day_of_birth_is_told_by_the_line_before_or_behind() {
    expect(&[
        (
            "违法行为人张三丰，男，汉族，1988年3月2日\n出生，无前科。",
            "违法行为人张某，男，汉族，1988年×月×日\n出生，无前科。",
        ),
        (
            "李四、李五，出生日期\n1988年3月2日出\n生，无前科。",
            "李某甲、李某乙，出生日期\n1988年×月×日出\n生，无前科。",
        ),
        (
            "李四，男，汉族，1988年1\n2月2日出生。",
            "李某，男，汉族，1988年×月×日出生。",
        ),
        (
            "违法行为人张三丰，男，汉族，现年37\n1988年3月\n2日出生，无前科。",
            "违法行为人张某，男，汉族，现年37\n1988年×月×日出生，无前科。",
        ),
    ]);
    expect_untouched(&[
        "本表为行政相对人信息登记表，填表日期2025年3月2日\n出生地临水县",
        "其女儿同年在该院出生\n2025年3月2日申请补办",
    ]);
}

#[test]
fn a_sentence_that_was_joined_stays_one() {
    expect(&[(
        "被害人王\n小明后殴打被害人李\n大伟致其轻伤，随后被害人王\n小明报警。",
        "被害人王某后殴打被害人李某致其轻伤，随后被害人王某报警。",
    )]);
}

#[test]
fn headings_and_numbers_are_no_broken_sentence() {
    let decision: Vec<char> = "明镜县公安局交通警察大队\n行政处罚决定书\n明公(交)行罚决字[2026]205号\n违法行为人：赵某，男。\n现查明其酒后驾驶。\n明镜县公安局\n2026年10月28日"
        .chars()
        .collect();
    assert!(!is_one(&decision));
}

#[test]
fn other_breaks_stay() {
    expect_untouched(&[
        "临水县公安局交通警察大队关于违法停放机动车的公告\n现将有关事项公告如下。",
        "根据《中华人民共和国治安管理处罚法》第四十三条第\n一款之规定，予以处罚。",
        "对其处以行政拘留五日并处罚款贰佰元整的处罚决定\n书已经送达。",
    ]);
    expect(&[(
        "临水县公安局关于殴打他人一案的行政处罚决定书正文\n张三丰殴打他人，给予警告。",
        "临水县公安局关于殴打他人一案的行政处罚决定书正文\n张某殴打他人，给予警告。",
    )]);
    // Behind an address, an employer or an illness another line begins.
    expect(&[
        (
            "住址：临水县城关镇东街村四组\n处罚结果：行政拘留五日并处罚款二百元",
            "住址：临水县城关镇×××\n处罚结果：行政拘留五日并处罚款二百元",
        ),
        (
            "户籍所在地：临水县城关镇人民路12号\n违法行为人李四殴打他人。",
            "户籍所在地：临水县城关镇×××\n违法行为人李某殴打他人。",
        ),
        (
            "工作单位：临水县第一中学教务处\n处罚结果：行政拘留五日",
            "工作单位：×××\n处罚结果：行政拘留五日",
        ),
        (
            "称其患有高血压及糖尿病\n上述事实有证人证言等证据证实。",
            "称其患有×××\n上述事实有证人证言等证据证实。",
        ),
    ]);
}
