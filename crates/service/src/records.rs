//! Records: from an original to a public text, and back off the page.

mod choose;
mod decide;
mod desk;
mod difference;
mod entry;
mod exceptions;
mod findable;
mod gaps;
mod owe;
mod read;
mod removed;
mod replaced;
mod schedule;
mod steps;
mod typed;
mod under;
mod withdraw;

pub use choose::{Asked, ChoiceError, choose};
pub use decide::{always_masked, decide, maskings};
pub(crate) use decide::{decide_with, needs_no_look};
pub use desk::{
    DeskError, List, PER_PAGE, Waiting, counts, display_name, list, preview, replacement, review_of,
};
pub use difference::{Piece, difference};
pub use entry::{EntryError, enter, mend, original};
pub use exceptions::{answer, exceptions_of, propose, register};
pub use findable::findable;
pub use gaps::{Book, GapError, Place, books, explain, reopen};
pub use owe::{note_owed, strike_owed};
pub(crate) use read::corrected_since;
pub use read::{Happening, earlier_texts, history, look_up};
pub use removed::{PER_PAGE as TOMBSTONES_PER_PAGE, removals, tombstones, withdrawn_under};
pub(crate) use schedule::publish_scheduled;
pub use schedule::{schedule, unschedule};
pub use steps::{Seen, approve, approve_plain, beyond_names, forget_earlier, publish, send_back, submit};
pub use typed::{Posted, form_of};
pub use under::under;
pub use withdraw::{Target, WithdrawError, Withdrawal, find_target, withdraw, withdrawals};
