//! What a form posted, kept beside its request: whatever refuses it later, the page that says so gives the words back.

use axum::body::Bytes;
use axum::http::Extensions;
use std::sync::{Arc, OnceLock};

/// More than any form of ours has.
const MOST_FIELDS: usize = 64;
/// Twice the longest text that a form takes.
const MOST_BYTES: usize = 64 * 1024;

/// Empty until the form was read; what was never read cannot be given back.
#[derive(Clone, Default)]
pub(crate) struct Typed(Arc<OnceLock<Bytes>>);

impl Typed {
    /// Keeps the form of the request that these extensions belong to.
    pub(super) fn keep(extensions: &Extensions, form: &Bytes) {
        if let Some(Self(slot)) = extensions.get::<Self>() {
            // A request has one form.
            let _ = slot.set(form.clone());
        }
    }

    /// Whether somebody wrote something into the form of this request.
    pub(super) fn holds_words(extensions: &Extensions) -> bool {
        let typed = extensions.get::<Self>();
        typed.is_some_and(|typed| app::pages::problem::holds_words(&typed.fields()))
    }

    /// The fields, in the order in which they were posted; none of a form that is not one of our pages': giving it
    /// back would cost more than what it is refused.
    pub(super) fn fields(&self) -> Vec<(String, String)> {
        let form = self.0.get().map_or(&[][..], |form| &form[..]);
        let fields: Vec<_> = form_urlencoded::parse(form)
            .take(MOST_FIELDS + 1)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let bytes: usize = fields.iter().map(|(name, value)| name.len() + value.len()).sum();
        if fields.len() > MOST_FIELDS || bytes > MOST_BYTES {
            return Vec::new();
        }
        fields
    }
}
