//! The only user of lettre: transports and templates.
