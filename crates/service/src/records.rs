//! Records: from an original to a public text, and back off the page.

mod decide;
mod desk;
mod read;
mod withdraw;

pub use decide::{decide, masked, maskings};
pub use desk::{DeskError, List, PER_PAGE, counts, list, preview, publish};
pub use read::{Happening, history, look_up};
pub use withdraw::{Target, WithdrawError, find_target, withdraw};
