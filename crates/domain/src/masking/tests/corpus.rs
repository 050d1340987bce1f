//! Invented texts with their secrets marked, and the precision and recall of each kind on them.

use std::collections::BTreeMap;

use crate::masking::{Kind, Masker};

/// One text a line; a secret is written 〖kind|secret〗.
const CORPUS: &str = include_str!("corpus.txt");

#[derive(Default, Debug)]
struct Score {
    expected: usize,
    hit: usize,
    proposed: usize,
    right: usize,
}

type Marked = (usize, usize, Kind);

fn parse(line: &str) -> (String, Vec<Marked>) {
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('〖') {
        let (inside, tail) = after.split_once('〗').expect("a closing mark");
        let (kind, secret) = inside.split_once('|').expect("kind and secret");
        text.push_str(before);
        let start = text.chars().count();
        text.push_str(secret);
        let kind = serde_json::from_value(kind.into()).expect("a kind of the contract");
        marks.push((start, text.chars().count(), kind));
        rest = tail;
    }
    text.push_str(rest);
    (text, marks)
}

#[test]
fn precision_and_recall_of_each_kind_stay_above_their_thresholds() {
    let mut scores: BTreeMap<Kind, Score> = BTreeMap::new();
    let mut faults = Vec::new();
    let mut texts = 0;
    for line in CORPUS
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        texts += 1;
        let (text, marks) = parse(line);
        let masked = Masker::default().mask_text(&text);
        for (start, end, kind) in &marks {
            let hit = masked
                .spans
                .iter()
                .any(|s| s.kind == *kind && s.start <= *start && *end <= s.end);
            let score = scores.entry(*kind).or_default();
            score.expected += 1;
            score.hit += usize::from(hit);
            if !hit {
                faults.push(format!("missed {kind:?}: {line}\n     → {}", masked.text));
            }
        }
        for span in &masked.spans {
            let right = marks
                .iter()
                .any(|(start, end, kind)| span.kind == *kind && span.start <= *start && *end == span.end);
            let score = scores.entry(span.kind).or_default();
            score.proposed += 1;
            score.right += usize::from(right);
            if !right {
                faults.push(format!(
                    "too much {:?}: {line}\n     → {}",
                    span.kind, masked.text
                ));
            }
        }
    }
    assert!(texts >= 60, "{texts} texts");
    for kind in Kind::ALL {
        let score = scores
            .get(&kind)
            .unwrap_or_else(|| panic!("no text about {kind:?}"));
        let recall = percent(score.hit, score.expected);
        let precision = percent(score.right, score.proposed);
        assert!(score.expected >= 4, "{kind:?} needs more examples");
        assert!(
            recall >= 99 && precision >= 95,
            "{kind:?}: recall {recall} %, precision {precision} %\n{}",
            faults.join("\n")
        );
    }
}

fn percent(part: usize, whole: usize) -> usize {
    part * 100 / whole.max(1)
}
