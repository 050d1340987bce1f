//! Islands: the few parts of a page that come alive in the browser. Compiled for both sides.
//!
//! An island gets its text as properties, because fluent stays on the server.

mod fetch;
pub mod selection;
pub mod suggest;
