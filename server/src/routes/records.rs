//! 执法公示: the search, one decision, its history.

mod covered;
mod document;
mod earlier;
mod list;
mod model;
mod withdrawals;

pub(crate) use document::{Canonical, canonical, gone_json, gone_page, version};
pub use document::{history, json, show};
pub(crate) use earlier::changes;
pub use earlier::earlier;
pub(crate) use list::known;
pub use list::list;
pub(crate) use model::{applied, result_item};
pub use withdrawals::withdrawals;
