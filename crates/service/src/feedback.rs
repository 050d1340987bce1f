//! Citizens' feedback: coming in, being followed, being worked.

mod around;
mod case;
mod demands;
mod error;
mod group_commit;
mod handle;
mod intake;
mod key;
mod masked;
mod new_demand;
mod owner;
mod post;
mod queue;
mod running;
mod submit;
mod timeline;

pub(crate) use around::periods;
pub use case::{Actions, CaseView, open_case, read_original};
pub use demands::{DemandView, answer_demand, open_demand, release_demand, send_demand_back};
pub use error::{HandleError, LookUpError, SubmitError};
pub use group_commit::Intakes;
pub use handle::{Step, handle};
pub use key::Key;
pub(crate) use key::{UsableKey, joined};
pub use new_demand::{DemandDraft, NewDemand, draft_demand, send_demand};
pub use owner::{OwnCase, look_up, withdraw, write};
pub use post::tell;
pub use queue::{QUEUE_PAGE, Queue, queue};
pub use submit::{Receipt, Received, Submission, forget_keys, submit};
pub use timeline::Happening;

#[cfg(test)]
mod tests;
