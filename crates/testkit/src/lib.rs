//! Mock clock, seeded randomness, a database of each kind, an SMTP server: for tests only.
