//! Views and islands: pure functions from a page model to HTML.
