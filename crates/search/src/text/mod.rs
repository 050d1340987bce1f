//! Pure text: normaliser, tokens, document numbers. Nothing here knows the index.

mod fold;
mod gram;
pub mod number;
mod unit;

pub use fold::{fold, fold_char};
pub use gram::{Bigrams, Gram, all_phrase_grams, bigrams, phrase_grams};
pub use unit::{Unit, UnitText, is_han, units};
