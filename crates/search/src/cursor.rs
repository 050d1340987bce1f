//! Places in an order, for paging as deep as anyone likes.

use std::fmt;
use std::str::FromStr;

use domain::listing::{DEEPEST, Sort};

use crate::error::{Result, SearchError};

/// A place in an order, opaque to clients: the rank within the re-ranked head, or the last key given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) sort: Sort,
    pub(crate) place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Rank(usize),
    After(SortKey),
}

/// Higher keys come first; equal ones by reference, then by id order of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SortKey {
    pub(crate) key: u64,
    pub(crate) reference: u64,
}

impl SortKey {
    /// Order of the result list: `Less` comes first.
    pub(crate) fn list_order(&self, other: &Self) -> std::cmp::Ordering {
        other
            .key
            .cmp(&self.key)
            .then(self.reference.cmp(&other.reference))
    }
}

/// The words of the orders begin differently.
fn letter(sort: Sort) -> char {
    sort.as_str().chars().next().unwrap_or_default()
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::Rank(rank) => write!(f, "{}{rank}", letter(self.sort)),
            Place::After(SortKey { key, reference }) => {
                write!(f, "{}{key:x}.{reference:x}", letter(self.sort))
            }
        }
    }
}

impl FromStr for Cursor {
    type Err = SearchError;

    fn from_str(text: &str) -> Result<Self> {
        let bad = || SearchError::BadCursor;
        let mut chars = text.chars();
        let first = chars.next().ok_or_else(bad)?;
        let sort = Sort::ALL
            .into_iter()
            .find(|&sort| letter(sort) == first)
            .ok_or_else(bad)?;
        let hex = |text: &str| u64::from_str_radix(text, 16).map_err(|_| bad());
        let place = match chars.as_str().split_once('.') {
            Some((key, reference)) => Place::After(SortKey {
                key: hex(key)?,
                reference: hex(reference)?,
            }),
            None => Place::Rank(
                chars
                    .as_str()
                    .parse::<u64>()
                    .ok()
                    .filter(|&rank| rank <= DEEPEST)
                    .and_then(|rank| usize::try_from(rank).ok())
                    .ok_or_else(bad)?,
            ),
        };
        Ok(Self { sort, place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text_and_rubbish_is_refused() {
        for cursor in [
            Cursor {
                sort: Sort::Relevance,
                place: Place::Rank(20),
            },
            Cursor {
                sort: Sort::Fine,
                place: Place::After(SortKey {
                    key: u64::MAX,
                    reference: 7,
                }),
            },
        ] {
            for sort in Sort::ALL {
                let cursor = Cursor { sort, ..cursor };
                assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
            }
        }
        for rubbish in ["", "x1", "r", "r-1", "n1.g", "r99999999", "😀"] {
            assert!(rubbish.parse::<Cursor>().is_err(), "{rubbish}");
        }
    }
}
