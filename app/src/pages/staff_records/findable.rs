//! The warning that a public text makes somebody findable.

use domain::masking::Kind;
use leptos::prelude::*;

use super::choices::hide_at_once;
use crate::components::{Tone, notice, status_tag};
use crate::{t, t_with};

/// What makes somebody findable.
#[derive(Debug, Clone)]
pub struct FindableNote {
    /// In a line.
    pub summary: String,
    /// Each passage, what it tells, and as what it can be masked by itself.
    pub passages: Vec<(String, &'static str, Option<Kind>)>,
    /// Whether the person may mask one.
    pub may_hide: bool,
    /// Whether the public sees this text already.
    pub is_public: bool,
}

/// The tag in a list.
pub(super) fn tag(summary: String) -> AnyView {
    view! {
        <div>{status_tag(Tone::Warn, t("staff-records-findable-tag"))} " " <span class="hint">{summary}</span></div>
    }
    .into_any()
}

/// The warning on the page of a record, with the passages and what to do about them; `judges` where the page offers the
/// form of legal review.
pub(super) fn note((reference, revision): (&str, i32), judges: bool, note: FindableNote) -> AnyView {
    let FindableNote {
        summary,
        passages,
        may_hide,
        is_public,
    } = note;
    let advice = match (may_hide, judges, is_public) {
        (true, ..) => "staff-records-findable-mask",
        (_, true, _) => "staff-records-findable-judge",
        (.., true) => "staff-records-findable-public",
        (false, false, false) => "staff-records-findable-desk",
    };
    let lines = passages.into_iter().map(|(passage, mark, kind)| {
        let told = [("passage", passage.as_str().into()), ("mark", mark.into())];
        let told = t_with("staff-records-findable-passage", &told);
        let button = kind
            .filter(|_| may_hide)
            .map(|kind| hide_at_once(reference, revision, passage, kind));
        view! { <li>{told} " " {button}</li> }
    });
    let words = view! {
        <h2>{t("staff-records-findable")}</h2>
        <p><strong>{summary}</strong></p>
        <p>{t("staff-records-findable-why")}</p>
        <ul>{lines.collect_view()}</ul>
        <p>{t(advice)}</p>
    };
    view! { <section id="findable">{notice(Tone::Warn, words)}</section> }.into_any()
}
