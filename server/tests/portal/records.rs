//! Publish, search, withdraw: through the real router on both databases.

mod desk;
mod edges;
mod feed;
mod fixtures;
mod index;
mod journey;
mod like;
mod words;
