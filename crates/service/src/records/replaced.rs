//! What is to be seen of a correction in the public text, beside what it says it is.

use chrono::{DateTime, NaiveDate};
use domain::ids::RecordId;
use domain::publication::Correction;
use domain::record::Content;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use storage::public::{self, PublicRecord};
use storage::{Conn, records};

/// A public text that another is about to replace, with its original.
pub(super) struct Replaced {
    public: PublicRecord,
    original: Content,
}

impl Replaced {
    /// The public text of a record, if there is one.
    pub(super) async fn of(conn: &mut Conn, id: RecordId) -> Result<Option<Self>, storage::Error> {
        let original = records::original_in_public(conn, id).await?;
        let public = public::by_ids(conn, &[id]).await?.pop();
        Ok(public
            .zip(original)
            .map(|(public, original)| Self { public, original }))
    }

    /// Whether `now` shows that it is corrected: facts are told otherwise, or less of the original is seen.
    pub(super) fn is_corrected(&self, correction: Correction, now: &PublicRecord) -> bool {
        match correction {
            Correction::Factual => told(&self.public) != told(now),
            Correction::Privacy => self.seen_in(now) < self.seen_in(&self.public),
        }
    }

    /// How many characters of the original a public text lets be seen.
    fn seen_in(&self, public: &PublicRecord) -> usize {
        let original = self.original.texts();
        seen(
            original.into_iter().map(|(_, text)| text),
            public.texts().map(|(_, text)| text),
        )
    }
}

/// A public text without what every publication changes.
fn told(public: &PublicRecord) -> PublicRecord {
    PublicRecord {
        version: 0,
        published_at: DateTime::UNIX_EPOCH,
        published_on: NaiveDate::default(),
        ..public.clone()
    }
}

/// How many characters of `original` stand in `shown`, in their order.
fn seen<'a>(original: impl Iterator<Item = &'a str>, shown: impl Iterator<Item = &'a str>) -> usize {
    let original: Vec<char> = original.flat_map(str::chars).collect();
    let shown: Vec<char> = shown.flat_map(str::chars).collect();
    let pieces = capture_diff_slices(Algorithm::Myers, &original, &shown);
    let kept = pieces.iter().filter_map(|piece| match piece {
        DiffOp::Equal { len, .. } => Some(len),
        _ => None,
    });
    kept.sum()
}

#[cfg(test)]
mod tests {
    use super::seen;
    use proptest::prelude::*;

    fn count(original: &str, shown: &str) -> usize {
        seen([original].into_iter(), [shown].into_iter())
    }

    #[test]
    fn every_further_mask_lets_less_be_seen_wherever_it_stands() {
        let original = "张三在幸福小区殴打李四，王五报警。";
        let rows = [
            original,
            "张某在幸福小区殴打李某，王五报警。",
            "张某在×××小区殴打李某，王五报警。",
            "张某在×××小区殴打李某，王某报警。",
            "张某殴打李某，王某报警。",
            "",
        ];
        let counts: Vec<usize> = rows.iter().map(|shown| count(original, shown)).collect();
        assert!(counts.is_sorted_by(|more, less| more > less), "{counts:?}");
        assert_eq!((counts[0], counts[5]), (original.chars().count(), 0));
    }

    proptest! {
        #[test]
        fn masking_one_character_more_is_noticed(text in "[甲乙丙丁，。]{1,60}", at in 0_usize..60, before in 0_usize..60) {
            let mask = |text: &str, at: usize| -> String {
                text.chars().enumerate().map(|(place, c)| if place == at { '某' } else { c }).collect()
            };
            let length = text.chars().count();
            let (at, before) = (at % length, before % length);
            prop_assume!(at != before);
            let once = mask(&text, before);
            prop_assert_eq!(count(&text, &once), length - 1);
            prop_assert_eq!(count(&text, &mask(&once, at)), length - 2);
        }
    }
}
