//! Spot checks (抽查): drawn, listed, judged, and their findings settled.

mod draw;
mod findings;
mod item;
mod items;
mod list;

pub use draw::{NewSpotCheck, count_frame, frame, insert, put};
pub use findings::{Found, Listed, count_findings, findings, settle};
pub use item::{Finding, Item, Shown, State};
pub use items::{item, items, judge};
pub use list::{SpotCheck, UnitShare, count, find, list, next_waiting, units};

/// What is public of a record `r` on the day `$1`.
macro_rules! shown {
    () => {
        " LEFT JOIN public_records p ON p.record_id = r.id AND (p.publish_until IS NULL OR p.publish_until >= $1)"
    };
}

/// Whether the public record `p` was let pass by legal review, in the text that is public.
macro_rules! reviewed {
    () => {
        "EXISTS (SELECT 1 FROM record_rounds s WHERE s.record_id = p.record_id AND s.revision = p.revision \
         AND s.verdict = 'approved')"
    };
}
use {reviewed, shown};
