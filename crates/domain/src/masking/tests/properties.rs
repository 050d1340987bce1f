//! What must hold for every text, not only for those somebody thought of.

use proptest::prelude::*;

use crate::masking::{Kind, Masked, Masker};
use crate::record::PartyType;

/// What may stand within a secret, and what a secret may be written with.
const ODD: [&str; 18] = [
    "\u{200b}",
    "\u{301}",
    "\u{fe0f}",
    "\r\n",
    "③",
    "一三八一二三四",
    "(138)",
    "１５４",
    "٣٤",
    "车牌号",
    "云",
    "WJ",
    "使",
    "电话",
    "后四位",
    "QQ号码为",
    "⽂",
    "转",
];

/// Pieces that bring every scanner to work, in any order.
fn piece() -> impl Strategy<Value = String> {
    let fixed = [
        "违法行为人：",
        "张三丰",
        "李四",
        "欧阳明华",
        "王某",
        "张某甲",
        "对",
        "给予",
        "警告",
        "、",
        "，",
        "。",
        "\n",
        "（时任",
        "经理",
        "）",
        "与",
        "阿不都·买买提",
        "身份证号码",
        "11010519491231002X",
        "138",
        "1234 5678",
        "0851-12345678",
        "京A12345",
        "6222021234567890128",
        "住址：",
        "临水县城关镇",
        "人民路12号",
        "3栋201室",
        "工作单位：",
        "患有",
        "艾滋病",
        "1988年3月2日",
        "出生",
        "a@b.cn",
        "第",
        "12",
        "号",
        "〔2024〕",
        "万元",
        "某",
        "×××",
        "*",
        "·",
        "-",
        " ",
        "民警",
        "高新",
        "时任",
        "Ａ１３８",
        "😀",
    ];
    prop_oneof![
        8 => proptest::sample::select(fixed.to_vec()).prop_map(str::to_owned),
        3 => proptest::sample::select(ODD.to_vec()).prop_map(str::to_owned),
        2 => "[0-9]{1,19}",
        1 => "\\PC{0,4}",
        1 => "[张李王时任何高某×甲在和人一二三路村号室]{1,6}",
    ]
}

pub(super) fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), 0..14).prop_map(|pieces| pieces.concat())
}

fn rebuilt(input: &str, masked: &Masked) -> String {
    let input: Vec<char> = input.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    for span in &masked.spans {
        assert!(
            at <= span.start && span.start < span.end && span.end <= input.len(),
            "{:?}",
            masked.spans
        );
        out.extend(&input[at..span.start]);
        out.push_str(&span.replacement);
        at = span.end;
    }
    out.extend(&input[at..]);
    out
}

/// A name from usual parts.
fn name() -> impl Strategy<Value = String> {
    "[王李张刘陈杨黄吴徐孙][伟芳娜敏丽强磊洋艳杰涛霞鹏]{1,2}"
}

fn identity_number() -> impl Strategy<Value = String> {
    (
        110_101_u32..650_000,
        1950_u32..2010,
        1_u32..13,
        1_u32..29,
        0_u32..1000,
    )
        .prop_map(|(region, year, month, day, serial)| {
            let head = format!("{region:06}{year}{month:02}{day:02}{serial:03}");
            let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
            let sum: u32 = head
                .chars()
                .zip(weights)
                .map(|(c, w)| c.to_digit(10).unwrap() * w)
                .sum();
            format!(
                "{head}{}",
                ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize]
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn masking_twice_is_masking_once(text in text()) {
        let once = Masker::default().mask_text(&text).text;
        let twice = Masker::default().mask_text(&once);
        prop_assert_eq!(&twice.text, &once);
        prop_assert!(twice.spans.is_empty());
    }

    #[test]
    fn spans_rebuild_the_output_from_the_input(text in text()) {
        let masked = Masker::default().mask_text(&text);
        prop_assert_eq!(rebuilt(&text, &masked), masked.text);
    }
}

/// A text with something between each two of its characters that nobody sees, or that breaks the line.
fn sown(secret: &str, between: &str, every: usize) -> String {
    let pieces = secret.chars().enumerate().map(|(at, c)| {
        let sown = if at > 0 && at % every == 0 { between } else { "" };
        format!("{sown}{c}")
    });
    pieces.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_secret_is_left(
        (party, victim) in (name(), name()).prop_filter("two persons", |(a, b)| !a.contains(b.as_str()) && !b.contains(a.as_str())),
        id in identity_number(),
        phone in "1[3-9][0-9]{9}",
        plate in "[京沪粤川贵][A-H][0-9]{5}",
        door in 1_u32..999,
    ) {
        let body = format!(
            "违法行为人{party}，男，身份证号{id}，现住临水县城关镇人民路{door}号，电话{phone}。{party}驾驶{plate}小型轿车与{victim}发生口角，\
后将{victim}打伤。现决定给予{party}行政拘留五日。"
        );
        let fields = [("party_name", party.as_str()), ("title", &format!("{party}殴打他人案")), ("body", &body)];
        let masked = Masker::default().mask_record(&fields, Some((&party, PartyType::Person)));
        for m in &masked {
            for secret in [&party, &victim, &id, &phone, &plate, &format!("人民路{door}号")] {
                prop_assert!(!m.text.contains(secret.as_str()), "{} in {}", secret, m.text);
            }
        }
        for kind in [Kind::Name, Kind::IdNumber, Kind::Phone, Kind::Plate, Kind::Address] {
            prop_assert!(masked[2].spans.iter().any(|s| s.kind == kind), "{:?} missing in {}", kind, masked[2].text);
        }
    }

    #[test]
    fn no_piece_of_a_parted_number_is_left(
        id in identity_number(),
        phone in "1[3-9][0-9]{9}",
        unseen in proptest::sample::select(vec!["\u{200b}", "\u{ad}", "\u{2060}", "\u{fe0f}", "\u{301}", "\u{202e}"]),
        gap in proptest::sample::select(vec!["  ", "\t", "/", "_", "，", "、", "·", ".", "#", " "]),
        wrap in 5_usize..16,
        every in 1_usize..7,
    ) {
        let wrapped = |secret: &str| sown(secret, "\n", wrap.min(secret.len() - 1).max(secret.len() / 2 + 1));
        for written in [
            format!("身份证号码{}，电话{}。", sown(&id, unseen, every), sown(&phone, unseen, every)),
            format!("身份证号码{}，男。电话{}。", sown(&id, gap, every), sown(&phone, gap, every)),
            format!("身份证号码{}，男。电话{}。", wrapped(&id), wrapped(&phone)),
            format!("{}是他的，拨打{}找他。", wrapped(&id), wrapped(&phone)),
        ] {
            let public = Masker::default().mask_text(&written).text;
            prop_assert!(!public.contains(|c: char| c.is_ascii_digit()), "{} of {}", public, written);
        }
    }
}
