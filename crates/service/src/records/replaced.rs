//! What is to be seen of a correction in the public text, beside what it says it is.

use chrono::{DateTime, NaiveDate};
use domain::ids::RecordId;
use domain::publication::Correction;
use domain::record::Content;
use storage::public::{self, PublicRecord};
use storage::{Conn, earlier, records};

/// How many steps a comparison takes at most: some tens of milliseconds, and thousands of masks. The only writer of a
/// database waits for it.
const MOST_STEPS: usize = 20_000_000;

/// What can be read of a record until another text takes its place.
pub(super) struct Replaced {
    public: Told,
    /// Earlier texts, which a factual correction keeps and a privacy correction deletes.
    earlier: Vec<Told>,
}

/// A text that can be read, with its original.
struct Told {
    public: PublicRecord,
    original: Content,
}

impl Replaced {
    /// What can be read of a record, if it is public.
    pub(super) async fn of(conn: &mut Conn, id: RecordId) -> Result<Option<Self>, storage::Error> {
        let original = records::original_in_public(conn, id).await?;
        let public = public::by_ids(conn, &[id]).await?.pop();
        let Some((public, original)) = public.zip(original) else {
            return Ok(None);
        };
        let mut earlier = Vec::new();
        for kept in earlier::list(conn, id).await? {
            if let Some(original) = records::original(conn, id, kept.revision).await? {
                let public = kept.record;
                earlier.push(Told { public, original });
            }
        }
        let public = Told { public, original };
        Ok(Some(Self { public, earlier }))
    }

    /// The originals of the texts that can be read.
    pub(super) fn originals(&self) -> impl Iterator<Item = &Content> {
        let read = std::iter::once(&self.public).chain(&self.earlier);
        read.map(|told| &told.original)
    }

    /// Whether `now` shows that it is corrected: facts are told otherwise, or less can be read of an original.
    pub(super) fn is_corrected(&self, correction: Correction, now: &PublicRecord) -> bool {
        match correction {
            Correction::Factual => comparable(&self.public.public) != comparable(now),
            Correction::Privacy => {
                let mut steps = MOST_STEPS;
                let mut read = std::iter::once(&self.public).chain(&self.earlier);
                read.any(|told| told.shows_more_than(now, &mut steps))
            }
        }
    }
}

impl Told {
    /// Whether less of the original can be read in `now`; not, where nobody can say within the steps that are left.
    fn shows_more_than(&self, now: &PublicRecord, steps: &mut usize) -> bool {
        let original = characters(self.original.texts().into_iter().map(|(_, text)| text));
        let shown = characters(self.public.texts().map(|(_, text)| text));
        let now = characters(now.texts().map(|(_, text)| text));
        shown != now && shows_less(&original, &shown, &now, steps).unwrap_or(false)
    }
}

fn characters<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<char> {
    texts.flat_map(str::chars).collect()
}

/// A public text without what every publication changes: a term counts from its day.
fn comparable(public: &PublicRecord) -> PublicRecord {
    PublicRecord {
        version: 0,
        published_at: DateTime::UNIX_EPOCH,
        published_on: NaiveDate::default(),
        publish_until: None,
        ..public.clone()
    }
}

/// Whether less of `original` stands in `now` than in `before`.
fn shows_less(original: &[char], before: &[char], now: &[char], steps: &mut usize) -> Option<bool> {
    let seen_before = seen(original, before, steps)?;
    Some(now.len() < seen_before || seen(original, now, steps)? < seen_before)
}

/// How many characters of `original` stand in `shown`, in their order, as the shortest way from one to the other tells
/// (Myers 1986, <https://doi.org/10.1007/BF01840446>); nothing once the steps are used up.
fn seen(original: &[char], shown: &[char], steps: &mut usize) -> Option<usize> {
    let (length, longest) = (original.len(), original.len() + shown.len());
    // How far in the original so many edits lead, by how many of them remove a character.
    let mut reached: Vec<usize> = Vec::new();
    for edits in 0..=longest {
        reached.push(0);
        for removed in (0..=edits).rev() {
            let by_removal = removed.checked_sub(1).map_or(0, |fewer| reached[fewer] + 1);
            let from = reached[removed].max(by_removal);
            let added = edits - removed;
            let behind = original.get(from..).unwrap_or_default().iter();
            let beside = shown.get(from - removed + added..).unwrap_or_default().iter();
            let pairs = behind.zip(beside);
            let same = pairs.take_while(|(one, other)| one == other).count();
            *steps = steps.checked_sub(same + 1)?;
            let to = from + same;
            if to >= length && to - removed + added >= shown.len() {
                return Some((longest - edits) / 2);
            }
            reached[removed] = to;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::UnitId;
    use domain::record::{PartyType, RecordKind};
    use proptest::prelude::*;

    fn row(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn count(original: &str, shown: &str) -> usize {
        let mut steps = MOST_STEPS;
        seen(&row(original), &row(shown), &mut steps).unwrap()
    }

    /// The plain comparison: every character with every other.
    fn longest_common(original: &str, shown: &str) -> usize {
        let (original, shown) = (row(original), row(shown));
        let mut best = vec![0; shown.len() + 1];
        for one in original {
            let mut before = 0;
            for (at, other) in shown.iter().enumerate() {
                let above = best[at + 1];
                best[at + 1] = if one == *other {
                    before + 1
                } else {
                    above.max(best[at])
                };
                before = above;
            }
        }
        best[shown.len()]
    }

    fn public(facts: &str) -> PublicRecord {
        PublicRecord {
            id: RecordId(uuid::Uuid::nil()),
            reference: "R-AAAAAAAA".into(),
            version: 1,
            published_at: DateTime::UNIX_EPOCH,
            unit: UnitId(uuid::Uuid::nil()),
            personal: true,
            kind: RecordKind::Penalty,
            title: "某人案".into(),
            document_number: None,
            decided_on: None,
            party_name: None,
            party_type: PartyType::Person,
            violation: None,
            facts: Some(facts.into()),
            legal_basis: Vec::new(),
            penalty_kinds: Vec::new(),
            penalty_text: None,
            fine: None,
            confiscated: None,
            detention_days: None,
            body: None,
            acted_on: None,
            published_on: NaiveDate::default(),
            publish_until: None,
            source_url: None,
        }
    }

    fn told(original: &str, shown: &str) -> Told {
        let original = serde_json::json!({"kind": "penalty", "title": "某人案", "facts": original});
        Told {
            public: public(shown),
            original: serde_json::from_value(original).unwrap(),
        }
    }

    #[test]
    fn a_term_that_moves_with_the_day_tells_nothing_else() {
        let day = NaiveDate::default();
        let mut before = told("张三打人。", "张某打人。");
        before.public.publish_until = day.checked_add_days(chrono::Days::new(365));
        let replaced = Replaced {
            public: before,
            earlier: Vec::new(),
        };
        let mut now = public("张某打人。");
        now.version = 2;
        now.published_on = day.succ_opt().unwrap();
        now.publish_until = now.published_on.checked_add_days(chrono::Days::new(365));
        assert!(!replaced.is_corrected(Correction::Factual, &now));
        now.facts = Some("张某骂人。".into());
        assert!(replaced.is_corrected(Correction::Factual, &now));
    }

    #[test]
    fn a_privacy_correction_that_deletes_what_showed_more_is_seen() {
        let (original, more, less) = ("张三在柳河村打人。", "张某在柳河村打人。", "张某在×××打人。");
        let of = |earlier: &[&str]| Replaced {
            public: told(original, less),
            earlier: earlier.iter().map(|shown| told(original, shown)).collect(),
        };
        assert!(of(&[more]).is_corrected(Correction::Privacy, &public(less)));
        assert!(!of(&[less]).is_corrected(Correction::Privacy, &public(less)));
        assert!(!of(&[]).is_corrected(Correction::Privacy, &public(less)));
        assert!(!of(&[]).is_corrected(Correction::Privacy, &public(more)));
        assert!(of(&[]).is_corrected(Correction::Privacy, &public("某人打人。")));
    }

    #[test]
    fn a_long_text_is_compared_where_it_is_masked_and_given_up_where_all_of_it_is_new() {
        let clauses: Vec<String> = (0..20_000)
            .map(|n| format!("张三第{n}次在幸福小区殴打李四，王五报警。"))
            .collect();
        let original = clauses.concat();
        let masked = original.replacen("张三", "张某", 300);
        let more = masked.replacen("张三", "张某", 1);
        let replaced = Replaced {
            public: told(&original, &masked),
            earlier: Vec::new(),
        };
        assert!(replaced.is_corrected(Correction::Privacy, &public(&more)));
        assert!(!replaced.is_corrected(Correction::Privacy, &public(&masked)));
        let other: String = ('\u{4E00}'..='\u{9FA5}').cycle().take(600_000).collect();
        assert!(!replaced.is_corrected(Correction::Privacy, &public(&other)));
        assert!(replaced.is_corrected(Correction::Privacy, &public("一句话。")));
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
        fn the_answer_is_that_of_the_plain_comparison(
            original in "[甲乙丙，]{0,30}", before in "[甲乙丙，]{0,30}", now in "[甲乙丙，]{0,30}"
        ) {
            prop_assert_eq!(count(&original, &before), longest_common(&original, &before));
            let mut steps = MOST_STEPS;
            let less = shows_less(&row(&original), &row(&before), &row(&now), &mut steps);
            let plain = longest_common(&original, &now) < longest_common(&original, &before);
            prop_assert_eq!(less, Some(plain));
        }

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
