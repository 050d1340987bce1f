//! 执法公示: the search, one decision, its history.

mod document;
mod list;
mod model;

pub use document::{history, json, show};
pub use list::list;
pub(crate) use document::{canonical, gone_json};
pub(crate) use model::result_item;
