//! Layout files: how the columns of a foreign table become native fields. See `layouts/` for examples.

mod apply;
mod file;

pub use file::Layout;

#[cfg(test)]
mod tests;
