//! Publish, search, withdraw: through the real router on both databases.

mod desk;
mod edges;
mod entry;
mod feed;
mod fixtures;
mod gaps;
mod index;
mod journey;
mod masking;
mod owed;
mod schedule;
