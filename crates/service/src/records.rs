//! Records: from an original to a public text, and back off the page.

mod decide;
mod desk;
mod difference;
mod exceptions;
mod read;
mod removed;
mod steps;
mod withdraw;

pub(crate) use decide::decide_with;
pub use decide::{decide, masked, maskings};
pub use desk::{DeskError, List, PER_PAGE, counts, list, preview, review_of};
pub use difference::{Piece, difference};
pub use exceptions::{answer, exceptions_of, propose, register};
pub use read::{Happening, earlier_texts, history, look_up};
pub use removed::{PER_PAGE as TOMBSTONES_PER_PAGE, removals, tombstones};
pub use steps::{Seen, approve, approve_plain, beyond_names, forget_earlier, publish, send_back, submit};
pub use withdraw::{Target, WithdrawError, find_target, withdraw};
