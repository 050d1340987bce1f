//! Median, quartiles and whiskers of penalties. Quantiles are those of `QUARTILE.INC` (Hyndman and Fan, type 7), so that
//! anybody can check them in a spreadsheet; whiskers are Tukey's, 1.5 times the distance of the quartiles.

use super::Days;
use crate::money::Money;

/// Fewer decisions are not compared at all: a "usual" penalty of four cases is none.
pub const LEAST: usize = 5;
/// Fewer decisions have no quartiles.
const LEAST_FOR_QUARTILES: usize = 20;

/// What a penalty is measured in.
pub trait Measure: Copy + Ord {
    /// In the smallest part that it is reckoned in.
    fn parts(self) -> i64;
    /// From [`Self::parts`] that lie between those of two others.
    fn of_parts(parts: i64) -> Self;
}

impl Measure for Money {
    fn parts(self) -> i64 {
        self.fen()
    }

    fn of_parts(parts: i64) -> Self {
        Self::from_fen(parts).unwrap_or_default()
    }
}

impl Measure for Days {
    fn parts(self) -> i64 {
        self.quarters()
    }

    fn of_parts(parts: i64) -> Self {
        Self::from_quarters(parts)
    }
}

/// How the penalties of one class lie.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Distribution<T> {
    /// How many.
    pub n: usize,
    /// The least.
    pub least: T,
    /// The middle one, or halfway between the middle two.
    pub median: T,
    /// The most.
    pub most: T,
    /// What may be said of the rest.
    pub spread: Spread<T>,
}

/// What a number of decisions allows to say.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Spread<T> {
    /// Too few for quartiles: each penalty, in order.
    Each(Vec<T>),
    /// From 20.
    Quartiles(Quartiles<T>),
}

/// The middle half, and the reach of what is not far out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quartiles<T> {
    /// A quarter lies below.
    pub lower: T,
    /// A quarter lies above.
    pub upper: T,
    /// The least that is not far out.
    pub low_whisker: T,
    /// The most that is not far out.
    pub high_whisker: T,
}

/// On which side of the whiskers a penalty lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Lighter than all that is not far out.
    Below,
    /// Heavier.
    Above,
}

impl<T: Measure> Distribution<T> {
    /// Nothing below [`LEAST`] penalties.
    pub fn of(mut values: Vec<T>) -> Option<Self> {
        if values.len() < LEAST {
            return None;
        }
        values.sort_unstable();
        Some(Self {
            n: values.len(),
            least: values[0],
            median: quantile(&values, 2),
            most: values[values.len() - 1],
            spread: if values.len() < LEAST_FOR_QUARTILES {
                Spread::Each(values)
            } else {
                Spread::Quartiles(Quartiles::of(&values))
            },
        })
    }

    /// Where a penalty far out lies; nothing is far out of fewer than 20.
    pub fn far_out(&self, value: T) -> Option<Side> {
        match &self.spread {
            Spread::Each(_) => None,
            Spread::Quartiles(quartiles) => quartiles.far_out(value),
        }
    }
}

impl<T: Measure> Quartiles<T> {
    fn of(sorted: &[T]) -> Self {
        let (lower, upper) = (quantile(sorted, 1), quantile(sorted, 3));
        let bare = Self {
            lower,
            upper,
            low_whisker: lower,
            high_whisker: upper,
        };
        let mut near = sorted.iter().filter(|value| bare.far_out(**value).is_none());
        let least = near.next().copied().unwrap_or(lower);
        Self {
            low_whisker: least.min(lower),
            high_whisker: near.next_back().copied().unwrap_or(upper).max(upper),
            ..bare
        }
    }

    fn far_out(&self, value: T) -> Option<Side> {
        let (lower, upper) = (i128::from(self.lower.parts()), i128::from(self.upper.parts()));
        let (reach, twice) = (3 * (upper - lower), 2 * i128::from(value.parts()));
        if twice < 2 * lower - reach {
            Some(Side::Below)
        } else if twice > 2 * upper + reach {
            Some(Side::Above)
        } else {
            None
        }
    }
}

/// The point at so many quarters of a sorted, filled list; halves of the smallest part are rounded up.
fn quantile<T: Measure>(sorted: &[T], quarters: usize) -> T {
    let place = (sorted.len() - 1) * quarters;
    let (at, rest) = (place / 4, i128::try_from(place % 4).unwrap_or(0));
    let low = i128::from(sorted[at].parts());
    let high = i128::from(sorted[(at + 1).min(sorted.len() - 1)].parts());
    let between = low + ((high - low) * rest + 2) / 4;
    T::of_parts(i64::try_from(between).unwrap_or(i64::MAX))
}

/// One penalty among those of its class.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Comparison<T> {
    /// The penalty.
    pub value: T,
    /// The others, and this one if it is among them.
    pub among: Distribution<T>,
    /// How many are lower.
    pub lower: usize,
    /// How many are the same, this one included.
    pub same: usize,
    /// How many are higher.
    pub higher: usize,
}

/// What a comparison came to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Compared<T> {
    /// Fewer than [`LEAST`] decisions: nothing is said.
    TooFew,
    /// Where it lies.
    Among(Comparison<T>),
}

impl<T: Measure> Compared<T> {
    /// Compares one penalty with those of its class.
    pub fn of(value: T, values: Vec<T>) -> Self {
        let count = |wanted| values.iter().filter(|other| other.cmp(&&value) == wanted).count();
        let [lower, same, higher] = [
            std::cmp::Ordering::Less,
            std::cmp::Ordering::Equal,
            std::cmp::Ordering::Greater,
        ]
        .map(count);
        Distribution::of(values).map_or(Self::TooFew, |among| {
            Self::Among(Comparison {
                value,
                among,
                lower,
                same,
                higher,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn yuan(values: impl IntoIterator<Item = u32>) -> Vec<Money> {
        values.into_iter().map(Money::from_yuan).collect()
    }

    #[test]
    fn quantiles_are_those_of_a_spreadsheet() {
        // QUARTILE.INC over 1…21 and MEDIAN over 1…6.
        let twenty_one = Distribution::of(yuan(1..=21)).unwrap();
        let Spread::Quartiles(quartiles) = twenty_one.spread else {
            panic!("{twenty_one:?}")
        };
        let shown = [quartiles.lower, twenty_one.median, quartiles.upper];
        assert_eq!(shown.map(|sum| sum.to_string()), ["6", "11", "16"]);
        let six = Distribution::of((1..=6).map(Days::whole).collect()).unwrap();
        assert_eq!(six.median.to_string(), "3.5");
    }

    #[test]
    fn nothing_is_said_below_five_and_no_quartiles_below_twenty() {
        let of = |n: u32| Distribution::of(yuan(1..=n));
        assert_eq!(of(4), None);
        assert!(matches!(of(5).unwrap().spread, Spread::Each(values) if values.len() == 5));
        assert!(matches!(of(19).unwrap().spread, Spread::Each(_)));
        assert!(matches!(of(20).unwrap().spread, Spread::Quartiles(_)));
        assert_eq!(Compared::of(Money::from_yuan(1), yuan(1..=4)), Compared::TooFew);
    }

    #[test]
    fn what_lies_beyond_the_whiskers_is_far_out() {
        let mut fines = yuan(100..=120);
        fines.push(Money::from_yuan(5000));
        let all = Distribution::of(fines).unwrap();
        let Spread::Quartiles(quartiles) = all.spread else {
            panic!("{all:?}")
        };
        assert_eq!(quartiles.high_whisker, Money::from_yuan(120));
        assert_eq!(all.most, Money::from_yuan(5000));
        assert_eq!(all.far_out(Money::from_yuan(5000)), Some(Side::Above));
        assert_eq!(all.far_out(Money::from_yuan(1)), Some(Side::Below));
        assert_eq!(all.far_out(Money::from_yuan(120)), None);
    }

    proptest! {
        #[test]
        fn the_order_of_the_decisions_does_not_matter(
            mut fen in prop::collection::vec(0i64..1_000_000, 0..60), turned in 0usize..60,
        ) {
            let of = |fen: &[i64]| {
                Distribution::of(fen.iter().filter_map(|fen| Money::from_fen(*fen)).collect())
            };
            let before = of(&fen);
            let middle = turned.min(fen.len());
            fen.rotate_left(middle);
            fen.reverse();
            prop_assert_eq!(of(&fen), before);
        }

        #[test]
        fn every_figure_lies_between_the_least_and_the_most(
            fen in prop::collection::vec(0i64..=i64::MAX / 4, 0..80), value in 0i64..=i64::MAX / 4,
        ) {
            let values: Vec<Money> = fen.iter().filter_map(|fen| Money::from_fen(*fen)).collect();
            let value = Money::from_fen(value).unwrap();
            match Compared::of(value, values.clone()) {
                Compared::TooFew => prop_assert!(values.len() < LEAST),
                Compared::Among(told) => {
                    prop_assert!(values.len() >= LEAST);
                    prop_assert_eq!(told.lower + told.same + told.higher, told.among.n);
                    let all = &told.among;
                    prop_assert!(all.least <= all.median && all.median <= all.most);
                    match &all.spread {
                        Spread::Each(each) => prop_assert!(each.len() == all.n && all.n < 20),
                        Spread::Quartiles(q) => {
                            let line = [all.least, q.low_whisker, q.lower, all.median, q.upper, q.high_whisker, all.most];
                            prop_assert!(all.n >= 20 && line.is_sorted(), "{:?}", line);
                        }
                    }
                }
            }
        }
    }
}
