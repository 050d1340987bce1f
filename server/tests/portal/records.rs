//! Publish, search, withdraw: through the real router on both databases.

mod agenda;
mod corrections;
pub(crate) mod desk;
mod edges;
mod entry;
mod exceptions;
mod feed;
mod findable;
pub(crate) mod fixtures;
mod gaps;
mod index;
mod journey;
mod like;
mod masking;
mod over;
mod owed;
mod policy;
mod schedule;
mod shelved;
mod statistics;
mod told;
mod words;
