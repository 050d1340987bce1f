//! Pure types and rules of the portal; no input or output.
//!
//! Everything that is law, arithmetic or a state machine lives here, so that it can be read and tested
//! without a database, a clock or a browser.

pub mod calendar;
pub mod callback;
pub mod clock;
pub mod crockford;
pub mod deadline;
pub mod demand;
pub mod document_number;
pub mod event;
pub mod feedback;
pub mod field_error;
pub mod ids;
pub mod likeness;
pub mod listing;
pub mod masking;
pub mod money;
pub mod objection;
pub mod outside;
pub mod person;
pub mod policy;
pub mod progress;
pub mod publication;
pub mod receipt;
pub mod record;
pub mod rectification;
pub mod role;
pub mod routing;
pub mod scramble;
pub mod spot_check;
pub mod statistics;
pub mod subscription;
pub mod text;
pub mod unit;
mod words;
