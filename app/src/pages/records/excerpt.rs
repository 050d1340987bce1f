//! A sentence of a record with what was searched marked in it.

use leptos::prelude::*;

/// A piece of text, marked where it matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The text.
    pub text: String,
    /// Whether it matched.
    pub marked: bool,
}

impl Segment {
    /// Text that did not match.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            marked: false,
        }
    }
}

/// The pieces in a row.
pub fn excerpt(segments: Vec<Segment>) -> AnyView {
    segments
        .into_iter()
        .map(|Segment { text, marked }| {
            if marked {
                view! { <mark>{text}</mark> }.into_any()
            } else {
                text.into_any()
            }
        })
        .collect_view()
        .into_any()
}
