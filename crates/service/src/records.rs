//! Records: from an original to a public text, and back off the page.

mod decide;
mod withdraw;

pub use decide::{decide, masked};
pub use withdraw::{Target, WithdrawError, find_target, withdraw};
