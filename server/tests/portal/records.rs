//! Publish, search, withdraw: through the real router on both databases.

mod corrections;
mod desk;
mod edges;
mod exceptions;
mod feed;
mod fixtures;
mod index;
mod journey;
mod like;
mod policy;
mod statistics;
mod words;
