//! How well and how fast texts are masked: precision and recall of each kind on every labelled set, and
//! MB of text a second. With the argument `faults` every fault on the tuned sets
//! is listed too; those on the others are not for reading.

use std::time::{Duration, Instant};

use domain::masking::{Kind, Masker};

#[path = "../tests/masking/labelled.rs"]
mod labelled;

use labelled::{Labelled, SETS, Score, measure, texts};

/// The speed is measured for about this long.
const BOUND: Duration = Duration::from_secs(3);

fn main() {
    let faults = std::env::args().any(|argument| argument == "faults");
    for (name, set) in SETS {
        let texts = texts(set);
        let mut report = measure(&texts);
        println!("{name}: {} 段", texts.len());
        println!("| 种类 | 应隐 | 召回率 % | 已隐 | 准确率 % |\n|---|---:|---:|---:|---:|");
        for kind in Kind::ALL {
            if let Some(score) = report.scores.remove(&kind) {
                line(kind, &score);
            }
        }
        if faults && !name.starts_with("held-out") {
            report.faults.iter().for_each(|fault| println!("{fault}"));
        }
        println!();
    }
    let all: Vec<Labelled> = SETS.into_iter().flat_map(|(_, set)| texts(set)).collect();
    println!("速度： {:.1} MB/s", megabytes_a_second(&all));
}

fn line(kind: Kind, score: &Score) {
    println!(
        "| {} | {} | {:.1} | {} | {:.1} |",
        kind.label(),
        score.expected,
        score.recall(),
        score.proposed,
        score.precision()
    );
}

/// The texts joined to documents of the length of a decision, masked again and again.
fn megabytes_a_second(texts: &[Labelled]) -> f64 {
    let documents: Vec<String> = texts
        .chunks(12)
        .map(|texts| {
            texts
                .iter()
                .map(|t| t.text.as_str())
                .collect::<Vec<_>>()
                .join("\n")
        })
        .collect();
    let masker = Masker::default();
    let start = Instant::now();
    let mut bytes = 0_u32;
    while start.elapsed() < BOUND {
        for document in &documents {
            std::hint::black_box(masker.mask_text(document));
            bytes += u32::try_from(document.len()).expect("a short text");
        }
    }
    f64::from(bytes) / 1e6 / start.elapsed().as_secs_f64()
}
