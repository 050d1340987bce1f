//! The labelled texts and how well the engine does on them; docs/masking.md has the rules of labelling.

use std::collections::BTreeMap;

use domain::masking::{Kind, Masked, Masker, PARTY_FIELD};
use domain::record::PartyType;

/// The sets: the engine is tuned on four, and judged on the others.
pub(crate) const SETS: [(&str, &str); 9] = [
    ("tuned", include_str!("tuned.txt")),
    ("tuned-2", include_str!("tuned-2.txt")),
    ("tuned-3", include_str!("tuned-3.txt")),
    ("tuned-4", include_str!("tuned-4.txt")),
    ("held-out", include_str!("held-out.txt")),
    ("held-out-2", include_str!("held-out-2.txt")),
    ("held-out-3", include_str!("held-out-3.txt")),
    ("held-out-4", include_str!("held-out-4.txt")),
    ("held-out-5", include_str!("held-out-5.txt")),
];

/// One text, and where its secrets stand, in Unicode scalars.
pub(crate) struct Labelled {
    /// The text is the name field of a party of this type.
    pub(crate) party: Option<PartyType>,
    pub(crate) text: String,
    pub(crate) secrets: Vec<Secret>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Secret {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
}

/// How many secrets of a kind were to be hidden and how many were; how many places were hidden and how many rightly.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) expected: usize,
    pub(crate) hidden: usize,
    pub(crate) proposed: usize,
    pub(crate) right: usize,
}

impl Score {
    pub(crate) fn recall(&self) -> f64 {
        percent(self.hidden, self.expected)
    }

    pub(crate) fn precision(&self) -> f64 {
        percent(self.right, self.proposed)
    }
}

/// The scores of each kind, and what went wrong in words.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) scores: BTreeMap<Kind, Score>,
    pub(crate) faults: Vec<String>,
}

/// The texts of a set: one a line, `#` begins a comment.
pub(crate) fn texts(set: &str) -> Vec<Labelled> {
    set.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(Labelled::parse)
        .collect()
}

/// Masks every text and compares.
pub(crate) fn measure(texts: &[Labelled]) -> Report {
    let mut report = Report::default();
    for labelled in texts {
        report.add(labelled, &labelled.masked());
    }
    report
}

impl Labelled {
    /// Reads `[person] 〖name|张三〗（…）`.
    fn parse(line: &str) -> Self {
        let (party, mut rest) = match line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
            Some((party, rest)) => (Some(word(party)), rest),
            None => (None, line),
        };
        let mut text = String::new();
        let mut secrets = Vec::new();
        while let Some((before, after)) = rest.split_once('〖') {
            let (inside, tail) = after.split_once('〗').expect("a closing mark");
            let (kind, secret) = inside.split_once('|').expect("kind and secret");
            text.push_str(before);
            let start = text.chars().count();
            text.push_str(secret);
            let end = text.chars().count();
            secrets.push(Secret {
                start,
                end,
                kind: word(kind),
            });
            rest = tail;
        }
        text.push_str(rest);
        Self { party, text, secrets }
    }

    pub(crate) fn masked(&self) -> Masked {
        let masker = Masker::default();
        let Some(party) = self.party else {
            return masker.mask_text(&self.text);
        };
        masker
            .mask_record(&[(PARTY_FIELD, &self.text)], Some((&self.text, party)))
            .remove(0)
    }
}

impl Report {
    fn add(&mut self, labelled: &Labelled, masked: &Masked) {
        for secret in &labelled.secrets {
            let hidden = masked
                .spans
                .iter()
                .any(|span| span.kind == secret.kind && span.start <= secret.start && secret.end <= span.end);
            let score = self.scores.entry(secret.kind).or_default();
            score.expected += 1;
            score.hidden += usize::from(hidden);
            if !hidden {
                self.fault("missed", labelled, *secret, masked);
            }
        }
        for span in &masked.spans {
            let place = Secret {
                start: span.start,
                end: span.end,
                kind: span.kind,
            };
            let right = labelled.secrets.contains(&place);
            let score = self.scores.entry(span.kind).or_default();
            score.proposed += 1;
            score.right += usize::from(right);
            if !right {
                self.fault("wrong", labelled, place, masked);
            }
        }
    }

    fn fault(&mut self, what: &str, labelled: &Labelled, place: Secret, masked: &Masked) {
        let words: String = labelled
            .text
            .chars()
            .skip(place.start)
            .take(place.end - place.start)
            .collect();
        let kind = place.kind.label();
        self.faults.push(format!(
            "{what} {kind} {words}: {}\n    → {}",
            labelled.text, masked.text
        ));
    }
}

fn word<T: serde::de::DeserializeOwned>(word: &str) -> T {
    serde_json::from_value(word.into()).expect("a word of the contract")
}

/// An empty whole is complete.
fn percent(part: usize, whole: usize) -> f64 {
    let count = |n| f64::from(u32::try_from(n).expect("a small count"));
    if whole == 0 {
        100.0
    } else {
        100.0 * count(part) / count(whole)
    }
}
