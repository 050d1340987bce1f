//! 反映问题, 回执, 反映进度: forms of citizens.

mod models;
mod new;
mod status;

pub(crate) use models::with_errors;
pub use models::{happening_by, messages, when};
pub use new::{form, submit};
pub use status::{act, look_up, look_up_form};

/// A posted form: names may repeat.
pub type Pairs = axum::Form<Vec<(String, String)>>;
