//! Handlers of pages and forms, one file each area: parse, call the use case, render.

pub mod account;
pub mod operations;
pub mod preferences;
pub mod robots;
