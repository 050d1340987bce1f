//! Use cases, one file each area; knows neither HTTP nor Leptos.

pub mod accounts;
pub mod auth;
pub mod backup;
pub mod calendar;
pub mod callback_token;
pub mod callbacks;
pub mod dashboard;
pub mod demo;
pub mod export;
pub mod feedback;
pub mod identity;
pub mod import;
pub mod jobs;
pub mod keys;
pub mod lifecycle;
pub mod limits;
pub mod overview;
pub mod passwords;
pub mod post_office;
pub mod receipt;
pub mod records;
pub mod rng;
pub mod sealing;
pub mod search;
pub mod services;
mod setting;
pub mod units;
