//! Bad input of every kind: each a clear sentence and the status of the contract, nothing half done, nothing lost.

mod files;
mod forms;
pub(crate) mod page_form;
mod requests;
