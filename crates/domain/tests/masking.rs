//! The quality of masking on the labelled set must not fall below what was reached (docs/masking.md).

#[path = "masking/labelled.rs"]
mod labelled;

use domain::masking::Kind;
use labelled::{HALVES, measure, texts};

/// Least recall and precision of a kind, in per cent, on a half.
fn floor(half: &str, kind: Kind) -> (f64, f64) {
    match (half, kind) {
        ("tuned", Kind::Name) => (99.0, 99.5),
        ("held-out", Kind::Name) => (95.5, 96.9),
        ("held-out", Kind::Address) => (100.0, 82.0),
        ("held-out", Kind::Employer) => (100.0, 87.0),
        _ => (100.0, 100.0),
    }
}

#[test]
fn recall_and_precision_of_each_kind_keep_their_level_on_both_halves() {
    for (half, lines) in HALVES {
        let texts = texts(lines);
        assert!(texts.len() >= 150, "{half}: {} texts", texts.len());
        let report = measure(&texts);
        for kind in Kind::ALL {
            let score = report.scores.get(&kind).expect("each kind has examples");
            let (recall, precision) = floor(half, kind);
            assert!(
                score.recall() >= recall && score.precision() >= precision,
                "{half}: {kind:?} recall {:.1} %, precision {:.1} %\n{}",
                score.recall(),
                score.precision(),
                report.faults.join("\n")
            );
        }
    }
}
