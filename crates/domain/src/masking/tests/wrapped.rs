//! Lines that a word processor broke.

use super::{expect, expect_untouched};
use crate::masking::Masker;

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
fn an_address_and_a_place_of_work_go_on_behind_the_end_of_a_line() {
    expect(&[
        (
            "违法行为人张三丰，男，汉族，现住临水县城关镇人\n民路12号3栋201室，无前科。",
            "违法行为人张某，男，汉族，现住临水县城关镇×××，无前科。",
        ),
        (
            "违法行为人张三丰，男，汉族，工作单位：临水县第\n一中学，无前科。",
            "违法行为人张某，男，汉族，工作单位：×××，无前科。",
        ),
    ]);
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
}
