//! 邮件订阅: a search by mail. Asked for, confirmed from the mailbox, changed and stopped by the link in every letter.

mod form;
mod own;

pub use form::{AskedModel, FormModel, asked, fields, form};
pub use own::{Done, SubscriptionModel, gone, stopped, subscription};

#[cfg(test)]
mod tests;
