//! Links from what was held against a record to what mends it.

use leptos::prelude::*;

use crate::t;

/// What mends a public record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// A new original.
    Mend,
    /// Masking a passage.
    Mask,
    /// Taking it down.
    Withdraw,
}

impl Way {
    /// Every one, in the order of the page.
    pub(crate) const ALL: [Self; 3] = [Self::Mend, Self::Mask, Self::Withdraw];
}

/// The links as buttons.
pub(crate) fn ways(reference: &str, ways: &[Way]) -> AnyView {
    let record = format!("/staff/records/{reference}");
    let links = ways.iter().map(|way| {
        let (href, key) = match way {
            Way::Mend => (format!("{record}/edit"), "staff-records-go-mend"),
            Way::Mask => (format!("{record}#choices"), "staff-records-go-mask"),
            Way::Withdraw => (format!("{record}#withdraw"), "staff-records-go-withdraw"),
        };
        view! { <a class="button button-secondary" href=href>{t(key)}</a> }
    });
    view! { <p class="button-row">{links.collect_view()}</p> }.into_any()
}
