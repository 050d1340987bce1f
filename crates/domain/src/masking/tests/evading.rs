//! Writings by which somebody may want to get a secret past the rules, or which a word processor makes of it.

use super::{expect, expect_untouched, masked};
use crate::masking::{Masker, PARTY_FIELD};
use crate::record::PartyType;

#[test]
fn what_nobody_sees_parts_neither_a_name_nor_a_number() {
    for unseen in "\u{ad}\u{34f}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{feff}\u{fe0f}\u{e0100}\u{e0041}\u{301}\u{20e3}\u{7}".chars() {
        for (written, public) in [
            ("居民身份证号码990101_199605265952。", "居民身份证号码×××。"),
            ("居民身_份证号码99010119960526_59_5_2。", "居民身份证号码×××。"),
            ("对王_建业警告", "对王某警告"),
            ("电话1542_3723622，", "电话×××，"),
            ("现住临水县城关镇人_民路12号", "现住临水县城关镇×××"),
            ("驾驶云_A1_2345小型轿车", "驾驶×××小型轿车"),
        ] {
            let got = masked(&written.replace('_', &unseen.to_string()));
            assert_eq!(got.replace(unseen, ""), public, "{unseen:?}");
        }
    }
    // What is outside a secret stays as it was.
    assert_eq!(
        masked("经\u{200b}查，\u{feff}对王五警告"),
        "经\u{200b}查，\u{feff}对王某警告"
    );
}

#[test]
fn a_person_bears_one_label_whatever_is_put_into_the_name() {
    assert_eq!(
        masked("违法行为人李⽂龙，男。对李\u{200b}文龙警告。"),
        "违法行为人李某，男。对李某警告。"
    );
}

#[test]
fn a_party_is_known_across_a_break() {
    let fields = [
        (PARTY_FIELD, "王建业"),
        ("body", "经查，王建\n业殴打他人。对王\r\n　建业警告。\n业已执行。"),
    ];
    let masked = Masker::default().mask_record(&fields, Some(("王建业", PartyType::Person)));
    assert_eq!(masked[1].text, "经查，王某殴打他人。对王某警告。\n业已执行。");
}
