//! Spot checks (抽查) of what is public: records drawn at random, judged beside their originals, and what came of the
//! findings (公安机关执法公开规定 第八条: 定期检查评估, 立即撤回或者更正).
//!
//! A record is drawn once in a check and judged once. Whoever submitted or approved its text neither judges it nor says
//! that a finding does not hold.

mod draw;
mod finding;
mod item;
mod plan;
mod tally;

pub use draw::{Seed, draw, shares};
pub use finding::{FindingKind, Judgement, WORDS_MAX, Words};
pub use item::{
    Checker, FindingStage, ItemStage, Judged, NotSettled, Open, Outcome, OwnText, Settled, Settlement,
    Settler, Waiting,
};
pub use plan::{MOST, Plan, RawPlan, usual_days};
pub use tally::Tally;

#[cfg(test)]
mod tests;
