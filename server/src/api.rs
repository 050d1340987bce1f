//! Handlers of the API, one file each area.

pub mod feedback;
pub mod openapi;
pub mod records;
pub mod statistics;
pub mod units;
