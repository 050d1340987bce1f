//! Publish, search, withdraw: through the real router on both databases.

mod corrections;
mod desk;
mod edges;
mod exceptions;
mod feed;
pub(crate) mod fixtures;
mod index;
mod journey;
mod policy;
mod statistics;
