//! Handlers of pages and forms, one file each area: parse, call the use case, render.

pub mod account;
pub mod callback;
pub mod dashboard;
pub mod feedback;
pub mod feeds;
pub mod home;
pub mod legal;
pub mod objections;
pub mod operations;
pub mod preferences;
pub mod progress;
pub mod records;
pub mod rectifications;
pub mod robots;
mod shown;
pub mod sitemap;
pub mod staff_callbacks;
pub mod staff_cases;
pub mod staff_objections;
pub mod staff_records;
pub mod staff_spot_checks;
pub mod statistics;
pub mod subscriptions;
pub mod units;
