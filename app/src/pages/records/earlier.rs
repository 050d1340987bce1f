//! A public text that a factual correction replaced, with the difference marked.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::decision::{Decision, text_of};
use super::excerpt::Segment;
use crate::components::{Table, Tone, breadcrumbs, day_text, notice};
use crate::{Head, Ui, document, t, t_with};

/// A field that the correction changed.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its name in the interface.
    pub field: String,
    /// As it was, marked where it was changed.
    pub before: Vec<Segment>,
    /// As it is since, marked likewise.
    pub after: Vec<Segment>,
}

/// An earlier public text.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// The text.
    pub text: Decision,
    /// When it became public.
    pub from: NaiveDate,
    /// When the next one took its place.
    pub until: NaiveDate,
    /// What the next one changed.
    pub changes: Vec<Change>,
}

/// Renders the earlier text.
pub fn earlier(ui: &Ui, model: Earlier) -> String {
    let current = format!("/records/{}", model.text.reference);
    let history = format!("{current}/history");
    let version = [("version", model.text.version.into())];
    let title = t_with("records-earlier-title", &version);
    let head = Head::new(t_with(
        "records-earlier-of",
        &[
            ("title", model.text.title.as_str().into()),
            ("version", model.text.version.into()),
        ],
    ))
    .noindex();
    document(ui, head, || {
        let term = [
            ("from", day_text(model.from).into()),
            ("until", day_text(model.until).into()),
        ];
        let trail = [
            ("/records", t("menu-records")),
            (current.as_str(), model.text.reference.clone()),
            (history.as_str(), t("records-history")),
        ];
        let replaced = view! {
            <p>{t_with("records-earlier-replaced", &term)}</p>
            <p><a href=current.clone()>{t("records-earlier-current")}</a></p>
        };
        view! {
            {breadcrumbs(&trail, title.clone())}
            <h1>{title}</h1>
            {notice(Tone::Warn, replaced)}
            {changes(t("records-earlier-changes"), ["records-earlier-before", "records-earlier-after"], model.changes.clone())
                .unwrap_or_else(|| view! { <p>{t("records-earlier-nothing")}</p> }.into_any())}
            <article class="decision">
                <h2>{t("records-earlier-text")}</h2>
                <p><strong>{model.text.title.clone()}</strong></p>
                {text_of(&model.text)}
            </article>
        }
    })
}

/// What a correction changes, in two columns with the names of these keys; nothing where it changes nothing.
pub(crate) fn changes(caption: String, columns: [&str; 2], changes: Vec<Change>) -> Option<AnyView> {
    if changes.is_empty() {
        return None;
    }
    let mut table = Table::new(caption).column(t("records-earlier-field"));
    for column in columns {
        table = table.column(t(column));
    }
    for Change { field, before, after } in changes {
        table = table.row(vec![
            field.into_any(),
            pieces(before, |text| view! { <del>{text}</del> }.into_any()),
            pieces(after, |text| view! { <ins>{text}</ins> }.into_any()),
        ]);
    }
    Some(table.view())
}

fn pieces(segments: Vec<Segment>, mark: impl Fn(String) -> AnyView) -> AnyView {
    let pieces = segments.into_iter().map(
        |Segment { text, marked }| {
            if marked { mark(text) } else { text.into_any() }
        },
    );
    view! { <div class="typed">{pieces.collect_view()}</div> }.into_any()
}
