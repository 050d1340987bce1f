//! Objections to public records (异议): coming in, being followed, being answered.

mod desk;
mod owner;
mod post;
mod submit;

pub use desk::{AnswerError, List, Opened, PER_PAGE, answer, list, open};
pub use owner::{OwnObjection, look_up};
pub use post::tell;
pub use submit::{Receipt, Submission, SubmitError, submit};
