//! 执法公示: the search, one decision, its history.

mod document;
mod list;
mod model;

pub(crate) use document::{Canonical, canonical, gone_json, version};
pub use document::{history, json, show};
pub use list::list;
pub(crate) use model::result_item;
