//! The portal as a program: command line, configuration, routes, worker. A library, so that tests can drive the
//! real router and the real commands.

pub mod api;
pub mod assets;
pub mod cli;
pub mod config;
pub mod feed;
pub(crate) mod heartbeat;
pub mod http;
pub mod index_view;
pub(crate) mod metrics;
pub mod middleware;
pub mod problem;
pub mod readiness;
pub mod render;
pub mod route;
pub mod router;
pub mod routes;
pub mod shelf;
pub mod state;
pub mod visit;
pub mod worker;
