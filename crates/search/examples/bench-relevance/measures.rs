//! What the quality of a ranking is measured by (Järvelin and Kekäläinen 2002 for the gain).

use std::collections::HashMap;

/// Places of documents, best first.
pub(crate) type Ranking = Vec<usize>;

/// Ranks that a person looks at.
const PAGE: usize = 10;

/// Sums over questions.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    questions: u32,
    sum: Quality,
}

/// Each between 0 and 1.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Quality {
    /// MRR@10.
    pub(crate) reciprocal_rank: f64,
    /// NDCG@10.
    pub(crate) gain: f64,
    /// R@100.
    pub(crate) recall: f64,
}

impl Scores {
    pub(crate) fn add(&mut self, ranking: &[usize], relevant: &HashMap<usize, u32>) {
        let one = Quality::of(ranking, relevant);
        self.questions += 1;
        self.sum.reciprocal_rank += one.reciprocal_rank;
        self.sum.gain += one.gain;
        self.sum.recall += one.recall;
    }

    pub(crate) fn mean(&self) -> Quality {
        let count = f64::from(self.questions.max(1));
        Quality {
            reciprocal_rank: self.sum.reciprocal_rank / count,
            gain: self.sum.gain / count,
            recall: self.sum.recall / count,
        }
    }
}

impl Quality {
    fn of(ranking: &[usize], relevant: &HashMap<usize, u32>) -> Self {
        let grade = |place: &usize| relevant.get(place).copied().unwrap_or(0);
        let first = ranking.iter().take(PAGE).position(|place| grade(place) > 0);
        let mut ideal: Vec<u32> = relevant.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let best = discounted(ideal.into_iter());
        let found = ranking
            .iter()
            .take(crate::DEPTH)
            .filter(|place| grade(place) > 0)
            .count();
        // Where more documents answer than are looked at, finding as many as are looked at is finding all.
        let possible = relevant.len().min(crate::DEPTH);
        Self {
            reciprocal_rank: first.map_or(0.0, |rank| 1.0 / float(rank + 1)),
            gain: if best > 0.0 {
                discounted(ranking.iter().map(grade)) / best
            } else {
                0.0
            },
            recall: float(found) / float(possible.max(1)),
        }
    }
}

fn discounted(grades: impl Iterator<Item = u32>) -> f64 {
    grades
        .take(PAGE)
        .enumerate()
        .map(|(rank, grade)| (2_f64.powf(f64::from(grade)) - 1.0) / float(rank + 2).log2())
        .sum()
}

fn float(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
