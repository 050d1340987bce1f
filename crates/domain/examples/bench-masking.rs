//! How well and how fast texts are masked: precision and recall of each kind on both halves of the labelled set, and
//! MB of text a second. With the argument `faults` every fault is listed too.

use std::time::{Duration, Instant};

use domain::masking::{Kind, Masker};

#[path = "../tests/masking/labelled.rs"]
mod labelled;

use labelled::{HALVES, Labelled, Score, measure, texts};

/// The speed is measured for about this long.
const BOUND: Duration = Duration::from_secs(3);

fn main() {
    let faults = std::env::args().any(|argument| argument == "faults");
    for (name, half) in HALVES {
        let texts = texts(half);
        let mut report = measure(&texts);
        println!("{name}: {} 段", texts.len());
        println!("| 种类 | 应隐 | 召回率 % | 已隐 | 准确率 % |\n|---|---:|---:|---:|---:|");
        for kind in Kind::ALL {
            line(kind, &report.scores.remove(&kind).unwrap_or_default());
        }
        if faults {
            report.faults.iter().for_each(|fault| println!("{fault}"));
        }
        println!();
    }
    let all: Vec<Labelled> = HALVES.into_iter().flat_map(|(_, half)| texts(half)).collect();
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
