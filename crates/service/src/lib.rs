//! Use cases, one file each area; knows neither HTTP nor Leptos.

pub mod callback_token;
pub mod keys;
pub mod limits;
pub mod passwords;
pub mod receipt;
pub mod rng;
pub mod sealing;
