//! What was typed into a form, and what is wrong with it.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{Field, Tone, notice};
use crate::{t, t_with};

/// One thing to mend, at one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The form field's name.
    pub field: String,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// The kept values and the errors of a form; the same page renders it at 200 and at 422.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormState {
    values: BTreeMap<String, Vec<String>>,
    errors: Vec<FieldError>,
}

impl FormState {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// A form as it was posted; a repeated name keeps all its values.
    pub fn from_pairs<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut form = Self::new();
        for (name, value) in pairs {
            form.values.entry(name.into()).or_default().push(value.into());
        }
        form
    }

    /// Sets one field, for example a preselected unit.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), vec![value.into()]);
        self
    }

    /// Adds an error; the summary keeps the order in which they were added.
    pub fn error(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.errors.push(FieldError {
            field: field.into(),
            message: message.into(),
        });
    }

    /// The same with its errors in the order in which the fields stand on the page; others come last.
    #[must_use]
    pub fn in_order(mut self, fields: &[&str]) -> Self {
        let place = |error: &FieldError| {
            let place = fields.iter().position(|field| *field == error.field);
            place.unwrap_or(fields.len())
        };
        self.errors.sort_by_key(place);
        self
    }

    /// Whether the field came with what was sent, be it empty: a page may hold other forms than the one that was sent.
    pub fn was_sent(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// The first value of a field; empty when there is none.
    pub fn value(&self, name: &str) -> &str {
        self.values
            .get(name)
            .and_then(|values| values.first())
            .map_or("", String::as_str)
    }

    /// Whether a repeated field has this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values
            .get(name)
            .is_some_and(|values| values.iter().any(|kept| kept == value))
    }

    /// Whether nothing has to be mended.
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// The errors, in order.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// The first error of a field.
    pub fn error_of(&self, name: &str) -> Option<&str> {
        self.errors
            .iter()
            .find(|error| error.field == name)
            .map(|error| error.message.as_str())
    }

    /// What somebody wrote, field by field.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let fields = self.values.iter();
        let values = fields.flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
        values
            .filter(|(name, value)| is_words(name, value))
            .map(|(_, value)| value.as_str())
    }

    /// Above the form: why what was posted was not done. It tells where the words are, and shows them itself when
    /// the page no longer offers the form in which they were written.
    pub fn refusal(&self, why: Option<String>, is_offered: bool) -> Option<AnyView> {
        let why = why?;
        let has_words = self.words().next().is_some();
        let place = match (has_words, is_offered) {
            (false, _) => None,
            (true, true) => Some(t("common-typed-below")),
            (true, false) => Some(t("common-typed-here")),
        };
        let shown = self.words().filter(|_| !is_offered);
        let shown = shown
            .map(|text| view! { <p class="typed">{text.to_owned()}</p> })
            .collect_view();
        let words = view! { <p role="alert">{why} {place}</p> {shown} };
        Some(notice(Tone::Danger, words))
    }

    /// A field of this form: `form.field("title", t("feedback-title")).hint(…).input()`.
    pub fn field(&self, name: &str, label: impl Into<String>) -> Field<'_> {
        Field::new(self, name, label.into())
    }

    /// A hidden input with the kept value.
    pub fn hidden(&self, name: &str) -> AnyView {
        view! { <input type="hidden" name=name.to_owned() value=self.value(name).to_owned() /> }.into_any()
    }

    /// The list of errors on top of the page, each linked to its field; nothing when the form is valid. It takes
    /// the focus as the page arrives, so that a screen reader begins with it, without script.
    pub fn error_summary(&self) -> Option<AnyView> {
        if self.is_valid() {
            return None;
        }
        let title = t_with("common-error-summary", &[("count", self.errors.len().into())]);
        let items = self
            .errors
            .iter()
            .map(|error| {
                let target = format!("#{}", field_id(&error.field));
                view! { <li><a href=target>{error.message.clone()}</a></li> }
            })
            .collect_view();
        let summary = view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title">
                <h2 id="error-summary-title">{title}</h2>
                <ul>{items}</ul>
            </div>
        };
        Some(summary.into_any())
    }
}

/// Whether a field holds what somebody wrote. A reason may also be one of a list: its code is no writing.
pub(crate) fn is_words(name: &str, value: &str) -> bool {
    let is_code = || value.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    match name {
        "title" | "body" | "text" | "advice" | "to" | "comment" | "violation" | "facts" | "legal_basis"
        | "penalty_text" | "correction_reason" | "hide_passage" | "hide_reason" | "show_reason"
        | "strike_reason" | "passage" | "request" => !value.trim().is_empty(),
        "reason" => !is_code(),
        _ => false,
    }
}

/// The element id of a field: where the error summary leads.
pub(crate) fn field_id(name: &str) -> String {
    format!("field-{name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn a_posted_form_keeps_repeated_values() {
        let form = FormState::from_pairs([("reason", "slow"), ("reason", "rude"), ("text", "x")]);
        assert!(form.has("reason", "slow") && form.has("reason", "rude") && !form.has("reason", "x"));
        assert_eq!((form.value("text"), form.value("absent")), ("x", ""));
    }

    #[test]
    fn a_refusal_says_where_the_words_are_and_shows_them_where_their_form_is_gone() {
        let form = FormState::from_pairs([("text", "已经<b>核实</b>"), ("version", "3")]);
        let shown = |form: &FormState, offered| render(|| form.refusal(Some("刚有变动。".into()), offered));
        assert!(shown(&form, true).contains("还在下面") && !shown(&form, true).contains("核实"));
        assert!(shown(&form, false).contains("已经&lt;b&gt;核实&lt;/b&gt;"));
        let bare = shown(&FormState::new().with("version", "3"), false);
        assert!(bare.contains("刚有变动。") && !bare.contains("您写的"));
        assert!(form.refusal(None, false).is_none());
    }

    #[test]
    fn errors_are_told_in_the_order_of_the_page() {
        let mut form = FormState::new();
        for field in ["elsewhere", "body", "title"] {
            form.error(field, "请填写");
        }
        let form = form.in_order(&["title", "body"]);
        let order: Vec<&str> = form.errors().iter().map(|error| error.field.as_str()).collect();
        assert_eq!(order, ["title", "body", "elsewhere"]);
    }

    #[test]
    fn the_summary_links_every_error_to_its_field() {
        let mut form = FormState::new();
        assert!(form.error_summary().is_none() && form.is_valid());
        form.error("title", "请写一个标题");
        form.error("body", "请写下经过");
        insta::assert_snapshot!(render(|| form.error_summary()));
    }
}
