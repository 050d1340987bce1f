//! Pure text: normaliser, tokens, document numbers. Nothing here knows the index.

mod fold;
pub mod number;
mod token;

pub use fold::{fold, fold_char};
pub use token::{Gram, Unit, UnitText, all_phrase_grams, bigrams, is_han, phrase_grams, units};
