//! Mock clock, seeded randomness, a database of each kind, an SMTP server: for tests only.

pub mod connection;
pub mod hostile;
mod mock_clock;
pub mod postgres;
pub mod smtp;

pub use mock_clock::MockClock;
