//! Pages by area: pure functions from a page model to a document. They never compile into wasm.

pub mod callback;
pub mod feedback;
pub mod home;
pub mod legal;
pub mod objections;
pub mod problem;
pub mod progress;
pub mod records;
pub mod sign_in;
pub mod staff;
pub mod staff_objections;
pub mod staff_records;
pub mod staff_spot_checks;
pub mod statistics;
pub mod subscriptions;
pub mod units;
