//! The binary `mingjing`.
fn main() {}
