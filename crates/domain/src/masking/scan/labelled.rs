//! Codes that only their label tells: of permits, patients and telephones. The numbers of files and of the parts of a vehicle
//! are none (docs/masking.md).

use super::digits::{code_end, tail_of, value_start};
use std::sync::LazyLock;

use crate::masking::span::{Kind, Span};
use crate::masking::word_set::WordSet;

/// Codes of one kind, the shortest of which has so many letters or digits.
struct Codes {
    labels: WordSet,
    kind: Kind,
    least: usize,
}

static CODES: LazyLock<[Codes; 3]> = LazyLock::new(|| {
    let codes = |kind, least, labels: &[&str]| Codes {
        labels: WordSet::of_list(labels),
        kind,
        least,
    };
    [
        codes(
            Kind::IdNumber,
            6,
            &[
                "护照",
                "护照号",
                "护照号码",
                "通行证",
                "通行证号",
                "通行证号码",
                "台胞证",
                "台胞证号",
                "台胞证号码",
                "回乡证",
                "回乡证号",
                "军官证",
                "军官证号",
                "军官证号码",
                "士兵证",
                "士兵证号",
                "居住证号",
                "居住证号码",
                "居留证",
                "居留许可号",
                "社保卡号",
                "医保卡号",
            ],
        ),
        codes(
            Kind::IdNumber,
            5,
            &[
                "住院号",
                "住院号码",
                "病历号",
                "病案号",
                "门诊号",
                "就诊号",
                "就诊卡号",
            ],
        ),
        codes(
            Kind::Phone,
            8,
            &["IMEI", "IMEI号", "IMEI码", "IMSI", "手机串号", "设备串号"],
        ),
    ]
});

/// Every code behind its label.
pub(super) fn codes(text: &[char], spans: &mut Vec<Span>) {
    for codes in CODES.iter() {
        let mut next = 0;
        while let Some(at) = codes.labels.firsts().next_in(text, next) {
            next = at + 1;
            let Some(length) = codes.labels.longest_at(text, at) else {
                continue;
            };
            next = at + length;
            let (start, least) = tail_of(text, next).unwrap_or((value_start(text, next), codes.least));
            let code = army_prefix(text, start);
            if let Some(end) = code_end(text, code, least) {
                spans.push(Span::crossed(start, end, codes.kind));
            }
        }
    }
}

/// Where the digits of an officer's card begin: 军字第1234567号, 南字第….
fn army_prefix(text: &[char], start: usize) -> usize {
    let word = (start + 1..start + 4).find(|&at| text.get(at) == Some(&'字'));
    word.map_or(start, |at| {
        value_start(text, at + 1 + usize::from(text.get(at + 1) == Some(&'第')))
    })
}
