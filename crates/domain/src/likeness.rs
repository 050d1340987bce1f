//! 类案: which decisions may be compared, and where one lies among them (行政处罚法 第三十四条: 裁量基准;
//! 同案同罚). Pure: the figures are the same whatever order the decisions come in.

mod band;
mod class;
mod days;
mod distribution;

pub use band::{Band, Circumstances};
pub use class::CaseClass;
pub use days::Days;
pub use distribution::{Compared, Comparison, Distribution, LEAST, Measure, Quartiles, Side, Spread};

use chrono::{Months, NaiveDate};

/// Decisions of the last two years are compared, this day included.
pub fn window(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let since = today.checked_sub_months(Months::new(24)).unwrap_or(today);
    (since, today)
}
