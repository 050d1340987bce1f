//! The portal from outside: its router on both databases, its binary as a process. One test program, since
//! linking it takes longer than running it.
#![expect(clippy::unwrap_used, reason = "in a test, failing is the message")]

mod audit;
mod authz;
mod bad_input;
mod callbacks;
mod command_line;
mod every_route;
mod feedback;
mod imports;
mod kept;
mod limits;
mod objections;
mod process;
mod progress;
mod records;
mod schema;
mod sign_in;
mod spot_checks;
mod subscriptions;
mod support;
