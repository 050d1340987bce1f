//! Who looks into a bad rating.

use crate::callback::{Integrity, Rating};
use crate::unit::UnitCode;

/// The queue of a follow-up; its words are unit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Queue {
    /// 民意访评中心: how the matter was handled.
    Center,
    /// 督察: 廉洁 and conduct.
    Inspection,
    /// 县局: what concerns the two above, and what is passed up.
    County,
}

impl Queue {
    /// Where a rating of `unit` is followed up; `None` when it calls for none. Nobody looks into itself.
    pub fn of(rating: &Rating, unit: &UnitCode) -> Option<Self> {
        let conduct = rating.integrity == Some(Integrity::Problem)
            || rating.reasons.iter().any(|reason| reason.is_conduct());
        let queue = match (conduct, rating.level.is_bad()) {
            (true, _) => Self::Inspection,
            (false, true) => Self::Center,
            (false, false) => return None,
        };
        Some(match (queue, unit.as_str()) {
            (_, UnitCode::INSPECTION) => Self::County,
            (Self::Center, UnitCode::CENTER) => Self::Inspection,
            (queue, _) => queue,
        })
    }

    /// The code of the unit whose staff works the queue.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Center => UnitCode::CENTER,
            Self::Inspection => UnitCode::INSPECTION,
            Self::County => UnitCode::COUNTY,
        }
    }

    /// The name for staff.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Center => "民意访评中心",
            Self::Inspection => "督察",
            Self::County => "县局",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Center, Self::Inspection, Self::County]
            .into_iter()
            .find(|queue| queue.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callback::Submission;

    fn rating(pairs: &[(&str, &str)]) -> Rating {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        match Submission::from_pairs(&pairs) {
            Ok(Submission::Rated(rating)) => rating,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn bad_handling_goes_to_the_centre_and_bad_conduct_to_inspection() {
        let ps01 = UnitCode::parse("ps01").unwrap();
        for (sent, queue) in [
            (vec![("level", "3")], None),
            (vec![("level", "2")], Some(Queue::Center)),
            (vec![("level", "1"), ("reason", "slow")], Some(Queue::Center)),
            (vec![("level", "1"), ("reason", "rude")], Some(Queue::Inspection)),
            (
                vec![("level", "5"), ("integrity", "problem")],
                Some(Queue::Inspection),
            ),
            (vec![("level", "5"), ("integrity", "ok")], None),
        ] {
            assert_eq!(Queue::of(&rating(&sent), &ps01), queue, "{sent:?}");
        }
    }

    #[test]
    fn nobody_looks_into_itself() {
        let bad = rating(&[("level", "1")]);
        let conduct = rating(&[("level", "1"), ("integrity", "problem")]);
        let unit = |code| UnitCode::parse(code).unwrap();
        assert_eq!(Queue::of(&bad, &unit(UnitCode::CENTER)), Some(Queue::Inspection));
        assert_eq!(Queue::of(&bad, &unit(UnitCode::INSPECTION)), Some(Queue::County));
        assert_eq!(
            Queue::of(&conduct, &unit(UnitCode::INSPECTION)),
            Some(Queue::County)
        );
        assert_eq!(
            Queue::of(&conduct, &unit(UnitCode::CENTER)),
            Some(Queue::Inspection)
        );
    }
}
