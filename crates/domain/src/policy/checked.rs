//! What a person wrote may be a slip: it is looked for while a policy is read, so that it is told with its line.

use super::{Rule, Term};
use chrono::NaiveDate;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// The longest ground, in characters.
const LONGEST_GROUND: usize = 200;
/// Nothing is shown for longer than a person's life, in months.
const LONGEST_TERM: u32 = 1200;

/// What cannot be a policy, and how to mend it.
#[derive(Debug, thiserror::Error)]
pub(super) enum Slip {
    /// Nothing could ever be public.
    #[error("公开政策里没有一条规则，所有记录都不会公开。请至少写一条规则")]
    NoRule,
    /// A rule without its law.
    #[error("没有写依据，或者依据超过 {LONGEST_GROUND} 个字。请在 ground 里写明法律和条款")]
    Ground,
    /// A rule for no day.
    #[error("until（{until}）不晚于 from（{from}），对哪一天都不适用。请改正日期")]
    NoDay { from: NaiveDate, until: NaiveDate },
    /// A term of no length, or an endless one.
    #[error("公示期的月数（{0}）不在 1 到 {LONGEST_TERM} 之间。请改正 months")]
    Months(u32),
}

/// Part of a policy that may be a slip.
pub(super) trait Check {
    /// Whether it can be applied.
    fn check(&self) -> Result<(), Slip>;
}

impl Check for Rule {
    fn check(&self) -> Result<(), Slip> {
        match (self.from, self.until) {
            (Some(from), Some(until)) if until <= from => Err(Slip::NoDay { from, until }),
            _ => check_ground(&self.ground),
        }
    }
}

impl Check for Term {
    fn check(&self) -> Result<(), Slip> {
        if !(1..=LONGEST_TERM).contains(&self.months) {
            return Err(Slip::Months(self.months));
        }
        check_ground(&self.ground)
    }
}

fn check_ground(ground: &str) -> Result<(), Slip> {
    if ground.trim().is_empty() || ground.chars().count() > LONGEST_GROUND {
        return Err(Slip::Ground);
    }
    Ok(())
}

/// The rules of a policy, at least one.
pub(super) fn rules<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Rule>, D::Error> {
    let rules = items(from)?;
    if rules.is_empty() {
        return Err(D::Error::custom(Slip::NoRule));
    }
    Ok(rules)
}

/// A list whose items are checked one by one, each where it stands.
pub(super) fn items<'de, T, D>(from: D) -> Result<Vec<T>, D::Error>
where
    T: Check + Deserialize<'de>,
    D: Deserializer<'de>,
{
    let items = Vec::<Checked<T>>::deserialize(from)?;
    Ok(items.into_iter().map(|Checked(item)| item).collect())
}

struct Checked<T>(T);

impl<'de, T: Check + Deserialize<'de>> Deserialize<'de> for Checked<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Reading(PhantomData)).map(Self)
    }
}

/// Reads an item and checks it before the reader goes on: what is told now is told with the item's own line.
struct Reading<T>(PhantomData<T>);

impl<'de, T: Check + Deserialize<'de>> Visitor<'de> for Reading<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let item = T::deserialize(MapAccessDeserializer::new(map))?;
        item.check().map_err(A::Error::custom)?;
        Ok(item)
    }
}
