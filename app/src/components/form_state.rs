//! What was typed into a form, and what is wrong with it.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::Field;
use crate::t_with;

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

/// The element id of a field: where the error summary leads.
pub(super) fn field_id(name: &str) -> String {
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
    fn the_summary_links_every_error_to_its_field() {
        let mut form = FormState::new();
        assert!(form.error_summary().is_none() && form.is_valid());
        form.error("title", "请写一个标题");
        form.error("body", "请写下经过");
        insta::assert_snapshot!(render(|| form.error_summary()));
    }
}
