//! The one place with a text area.
//!
//! Leptos writes the content of this element unescaped, so it is escaped here; a test of the crate makes sure
//! that no other file writes one.

use leptos::prelude::*;

/// A text area's attributes and content.
#[derive(Debug, Clone, Default)]
pub(super) struct TextArea {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) value: String,
    pub(super) rows: u16,
    pub(super) max: Option<u32>,
    pub(super) required: bool,
    pub(super) described_by: Option<String>,
    pub(super) invalid: bool,
}

impl TextArea {
    pub(super) fn view(self) -> AnyView {
        // The parser drops a first newline, so one is given away to keep the citizen's own.
        let content = format!("\n{}", escaped(&self.value));
        view! {
            <textarea
                id=self.id
                name=self.name
                rows=self.rows.to_string()
                maxlength=self.max.map(|max| max.to_string())
                required=self.required
                aria-describedby=self.described_by
                aria-invalid=self.invalid.then_some("true")
                inner_html=content
            ></textarea>
        }
        .into_any()
    }
}

/// A bare text area outside a [`super::Field`], for example the reply editor.
pub fn text_area(id: &str, name: &str, value: &str, rows: u16) -> AnyView {
    TextArea {
        id: id.into(),
        name: name.into(),
        value: value.into(),
        rows,
        ..TextArea::default()
    }
    .view()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn what_was_typed_cannot_leave_the_text_area() {
        let html = render(|| text_area("b", "body", "</textarea><script>alert(1)</script>&amp;", 5));
        assert_eq!(
            html,
            "<textarea id=\"b\" name=\"body\" rows=\"5\">\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;</textarea>"
        );
    }

    #[test]
    fn a_first_newline_survives_the_parser() {
        assert!(render(|| text_area("b", "body", "\n二", 5)).contains(">\n\n二</"));
    }
}
