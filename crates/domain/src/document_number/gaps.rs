//! Which serial numbers of a word and year are missing.

use std::collections::BTreeMap;

use crate::field_error::FieldError;
use crate::text;

/// How a decision that is known stands to the public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Public.
    Public,
    /// Held back by policy.
    Held,
    /// On its way.
    Waiting,
    /// Taken down, or had its term.
    Gone,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 4] = [Self::Public, Self::Held, Self::Waiting, Self::Gone];

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Held => "held",
            Self::Waiting => "waiting",
            Self::Gone => "gone",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == word)
    }
}

/// Serial numbers from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Run {
    /// The first.
    pub first: u32,
    /// The last; not before the first.
    pub last: u32,
}

impl Run {
    /// How many numbers it holds.
    pub const fn count(self) -> u64 {
        (self.last - self.first) as u64 + 1
    }

    /// Reads two typed numbers; an empty last one is the first.
    pub fn parse(first: &str, last: &str) -> Result<Self, FieldError> {
        let number = |field: &'static str, typed: &str| {
            let read = typed.trim().parse().ok().filter(|n: &u32| *n > 0);
            read.ok_or_else(|| FieldError::new(field, "not-a-number", "请填写序号，例如 12"))
        };
        let first = number("first", first)?;
        let last = if last.trim().is_empty() {
            first
        } else {
            number("last", last)?
        };
        if last < first {
            let why = "最后一个序号不能小于第一个";
            return Err(FieldError::new("last", "reversed", why));
        }
        Ok(Self { first, last })
    }
}

/// The runs without the numbers of `taken`, which is in order.
pub fn runs_without(runs: &[Run], taken: &[Run]) -> Vec<Run> {
    let mut left = Vec::new();
    for run in runs {
        let mut first = Some(run.first);
        for cut in taken
            .iter()
            .filter(|cut| cut.first <= run.last && cut.last >= run.first)
        {
            let Some(from) = first else { break };
            if cut.first > from {
                let last = cut.first - 1;
                left.push(Run { first: from, last });
            }
            first = (cut.last < run.last).then(|| from.max(cut.last + 1));
        }
        left.extend(first.map(|first| Run {
            first,
            last: run.last,
        }));
    }
    left
}

/// Why numbers are missing for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// 未制发或已作废.
    NotIssued,
    /// 涉密.
    Secret,
    /// 涉及未成年人.
    Minor,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 3] = [Self::NotIssued, Self::Secret, Self::Minor];

    /// The word in forms and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotIssued => "not-issued",
            Self::Secret => "secret",
            Self::Minor => "minor",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.as_str() == word)
    }

    /// The name in the interface.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotIssued => "未制发或者已作废",
            Self::Secret => "涉密",
            Self::Minor => "涉及未成年人",
        }
    }
}

/// What a publisher said of missing numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Which.
    pub run: Run,
    /// Why, by kind.
    pub cause: Cause,
    /// Why, in words.
    pub reason: String,
}

/// The longest reason, in characters.
const MOST_REASON: usize = 500;

impl Explanation {
    /// Reads what was typed into `first`, `last`, `cause` and `reason`.
    pub fn parse((first, last): (&str, &str), cause: &str, reason: &str) -> Result<Self, Vec<FieldError>> {
        let run = Run::parse(first, last);
        let cause = Cause::parse(cause).ok_or_else(|| FieldError::not_chosen("cause", "缺号原因"));
        let reason = text::body("reason", "说明", reason, MOST_REASON)
            .and_then(|reason| reason.ok_or_else(|| FieldError::missing("reason", "说明")));
        match (run, cause, reason) {
            (Ok(run), Ok(cause), Ok(reason)) => Ok(Self { run, cause, reason }),
            (run, cause, reason) => {
                let errors = [run.err(), cause.err(), reason.err()];
                Err(errors.into_iter().flatten().collect())
            }
        }
    }
}

/// The numbers of one word and year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    /// Each known number with its standing.
    known: BTreeMap<u32, Standing>,
    /// What was said of missing ones, in order.
    explained: Vec<Explanation>,
}

impl Series {
    /// Notes a number. Of two records with one number in different writing the first counts.
    pub fn note(&mut self, serial: u32, standing: Standing) {
        self.known.entry(serial).or_insert(standing);
    }

    /// Notes what was said of missing numbers.
    pub fn explain(&mut self, explanation: Explanation) {
        self.explained.push(explanation);
        self.explained.sort_by_key(|explanation| explanation.run);
    }

    /// What was said.
    pub fn explained(&self) -> &[Explanation] {
        &self.explained
    }

    /// The lowest and the highest known number.
    pub fn bounds(&self) -> Option<Run> {
        let (first, _) = self.known.first_key_value()?;
        let (last, _) = self.known.last_key_value()?;
        Some(Run {
            first: *first,
            last: *last,
        })
    }

    /// How many known numbers stand so.
    pub fn count(&self, standing: Standing) -> u64 {
        self.known.values().filter(|known| **known == standing).count() as u64
    }

    /// Numbers between the lowest and the highest that nobody knows and nobody explained.
    pub fn missing(&self) -> Vec<Run> {
        let known: Vec<u32> = self.known.keys().copied().collect();
        let gaps = known.windows(2).filter(|pair| pair[1] - pair[0] > 1);
        let gaps: Vec<Run> = gaps
            .map(|pair| Run {
                first: pair[0] + 1,
                last: pair[1] - 1,
            })
            .collect();
        let explained: Vec<Run> = self.explained.iter().map(|explanation| explanation.run).collect();
        runs_without(&gaps, &explained)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn explanation(first: u32, last: u32) -> Explanation {
        Explanation::parse((&first.to_string(), &last.to_string()), "secret", "专案").unwrap()
    }

    #[test]
    fn what_is_missing_between_the_lowest_and_the_highest_is_told_once() {
        let mut series = Series::default();
        assert!(series.bounds().is_none() && series.missing().is_empty());
        for (serial, standing) in [
            (3, Standing::Public),
            (4, Standing::Held),
            (9, Standing::Waiting),
            (4, Standing::Gone),
        ] {
            series.note(serial, standing);
        }
        assert_eq!(series.bounds(), Some(Run { first: 3, last: 9 }));
        assert_eq!(series.missing(), [Run { first: 5, last: 8 }]);
        assert_eq!(Standing::ALL.map(|standing| series.count(standing)), [1, 1, 1, 0]);
        series.explain(explanation(6, 6));
        assert_eq!(
            series.missing(),
            [Run { first: 5, last: 5 }, Run { first: 7, last: 8 }]
        );
    }

    #[test]
    fn an_explanation_is_read_and_what_is_wrong_with_it_is_told_together() {
        let parse = |first: &str, last: &str, cause: &str, reason: &str| {
            let errors = Explanation::parse((first, last), cause, reason).unwrap_err();
            errors
                .into_iter()
                .map(|error| error.field.into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(parse("零", "", "lost", " "), ["first", "cause", "reason"]);
        assert_eq!(parse("5", "4", "minor", "专案"), ["last"]);
        assert_eq!(
            Explanation::parse(("5", ""), "minor", "专案")
                .unwrap()
                .run
                .count(),
            1
        );
        for cause in Cause::ALL {
            assert_eq!(Cause::parse(cause.as_str()), Some(cause));
        }
    }

    proptest! {
        #[test]
        fn every_number_is_known_explained_or_missing(
            known in prop::collection::btree_set(1u32..60, 1..30), runs in prop::collection::vec((1u32..60, 0u32..9), 0..5)
        ) {
            let mut series = Series::default();
            for serial in &known {
                series.note(*serial, Standing::Public);
            }
            let mut explained = BTreeSet::new();
            for (first, more) in runs {
                series.explain(explanation(first, first + more));
                explained.extend(first..=first + more);
            }
            let missing = series.missing();
            let listed: Vec<u32> = missing.iter().flat_map(|run| run.first..=run.last).collect();
            let bounds = series.bounds().unwrap();
            let expected: Vec<u32> = (bounds.first..=bounds.last)
                .filter(|serial| !known.contains(serial) && !explained.contains(serial))
                .collect();
            prop_assert_eq!(listed, expected);
        }
    }
}
