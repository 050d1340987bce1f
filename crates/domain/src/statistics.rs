//! Satisfaction figures: named, versioned formulas, always with n and an interval.

use serde::{Deserialize, Serialize};

/// How many there are, and how many of them the list behind the figure shows to this viewer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Listed {
    /// Counted for everybody whom none of them concerns.
    pub all: u64,
    /// On the viewer's list.
    pub listed: u64,
}

impl std::ops::Add for Listed {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            all: self.all + other.all,
            listed: self.listed + other.listed,
        }
    }
}

/// Figures of fewer are not told to the public: they would point at people.
pub const PUBLIC_MIN: u64 = 5;

/// Which of several counts must be withheld where their total is told: those of a few ([`PUBLIC_MIN`]), and as many of
/// the smallest others as it takes for the withheld together to be nobody or enough, so that none can be reckoned from
/// the rest.
pub fn withheld(counts: &[u64]) -> Vec<bool> {
    let is_few = |count: u64| (1..PUBLIC_MIN).contains(&count);
    let mut withheld: Vec<bool> = counts.iter().map(|&count| is_few(count)).collect();
    loop {
        let told = counts.iter().zip(&withheld).enumerate();
        let told = told.filter(|(_, (count, withheld))| **count > 0 && !**withheld);
        let smallest = told.min_by_key(|(_, (count, _))| **count).map(|(place, _)| place);
        let together: u64 = counts
            .iter()
            .zip(&withheld)
            .filter(|(_, withheld)| **withheld)
            .map(|(count, _)| count)
            .sum();
        match smallest {
            Some(place) if is_few(together) => withheld[place] = true,
            _ => return withheld,
        }
    }
}

/// A proportion with its 95 % Wilson interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// How many counted.
    pub n: u64,
    /// How many of them were satisfied.
    pub satisfied: u64,
    /// Lower end, 0..=1.
    pub low: f64,
    /// Upper end, 0..=1.
    pub high: f64,
}

impl Rate {
    /// `None` without any counted rating: no rate is shown for n = 0.
    pub fn new(satisfied: u64, n: u64) -> Option<Self> {
        if n == 0 || satisfied > n {
            return None;
        }
        let (low, high) = wilson(satisfied, n);
        Some(Self {
            n,
            satisfied,
            low,
            high,
        })
    }

    /// The share, 0..=1.
    #[expect(clippy::cast_precision_loss, reason = "counts of ratings stay far below 2^52")]
    pub fn share(&self) -> f64 {
        self.satisfied as f64 / self.n as f64
    }

    /// Whether a rank may be given: below 20 the noise of a small unit is larger than any difference.
    pub fn may_be_ranked(&self) -> bool {
        self.n >= 20
    }
}

/// Wilson score interval at 95 % (Wilson 1927; z = 1.959964).
#[expect(clippy::cast_precision_loss, reason = "counts of ratings stay far below 2^52")]
fn wilson(satisfied: u64, n: u64) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    let (k, n) = (satisfied as f64, n as f64);
    let p = k / n;
    let z2 = Z * Z;
    let centre = p + z2 / (2.0 * n);
    let spread = Z * ((p * (1.0 - p) + z2 / (4.0 * n)) / n).sqrt();
    let scale = 1.0 + z2 / n;
    (
        ((centre - spread) / scale).max(0.0),
        ((centre + spread) / scale).min(1.0),
    )
}

/// A named, versioned formula that turns levels into "satisfied".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Formula {
    /// 满意率（五级）第 1 版: (非常满意 + 满意 + 基本满意) ÷ 有效评价, after 国办发〔2019〕51号, where the last two
    /// of five levels count as 差评.
    FiveLevelV1,
}

impl Formula {
    /// The name that stands beside every figure computed by it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FiveLevelV1 => "满意率（五级）第1版 =（非常满意＋满意＋基本满意）÷ 有效评价",
        }
    }

    /// Whether a level (5 = 非常满意 … 1 = 非常不满意) counts as satisfied.
    pub const fn is_satisfied(self, level: u8) -> bool {
        match self {
            Self::FiveLevelV1 => level >= 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_smallest_others_are_withheld_with_a_few() {
        assert_eq!(withheld(&[40, 20, 3]), [false, true, true]);
        assert_eq!(withheld(&[40, 20, 0]), [false, false, false]);
        assert_eq!(withheld(&[40, 4, 4]), [false, true, true]);
        assert_eq!(withheld(&[3, 0]), [true, false]);
    }

    #[test]
    fn the_interval_is_wilsons() {
        let rate = Rate::new(8, 10).unwrap();
        assert!(
            (rate.low - 0.4902).abs() < 5e-4 && (rate.high - 0.9433).abs() < 5e-4,
            "{rate:?}"
        );
        assert_eq!(Rate::new(0, 0), None);
        assert_eq!(Rate::new(3, 2), None);
    }

    proptest! {
        #[test]
        fn the_share_lies_in_its_interval_and_more_ratings_narrow_it(n in 1u64..5000, k in 0u64..5000) {
            let k = k.min(n);
            let rate = Rate::new(k, n).unwrap();
            prop_assert!(rate.low >= 0.0 && rate.high <= 1.0);
            prop_assert!(rate.low <= rate.share() + 1e-12 && rate.share() <= rate.high + 1e-12);
            let ten_times = Rate::new(k * 10, n * 10).unwrap();
            prop_assert!(ten_times.high - ten_times.low <= rate.high - rate.low + 1e-12);
        }
    }
}
