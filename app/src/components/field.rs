//! A form field with its label, hint, inline error and kept value.

use domain::callback::Level;
use leptos::prelude::*;

use super::{FormState, face::face, form_state::field_id, text_area::TextArea};
use crate::t;

/// One choice of a select, a group of radio cards or of check boxes.
#[derive(Debug, Clone)]
pub struct Choice {
    value: String,
    label: String,
    hint: Option<String>,
    face: Option<Level>,
}

impl Choice {
    /// A choice with its words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
            face: None,
        }
    }

    /// A drawn face before the words, which still say it all.
    #[must_use]
    pub const fn face(mut self, level: Level) -> Self {
        self.face = Some(level);
        self
    }

    /// A line of explanation or an example below the words.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A field under construction; see [`FormState::field`]. It is required unless [`Field::optional`] is called.
#[derive(Debug, Clone)]
pub struct Field<'a> {
    form: &'a FormState,
    name: String,
    label: String,
    hint: Option<String>,
    optional: bool,
    max: Option<u32>,
    kind: &'static str,
    autocomplete: Option<&'static str>,
    inputmode: Option<&'static str>,
    apart: Option<String>,
    unchosen: Option<String>,
}

impl<'a> Field<'a> {
    pub(super) fn new(form: &'a FormState, name: &str, label: String) -> Self {
        Self {
            form,
            name: name.to_owned(),
            label,
            hint: None,
            optional: false,
            max: None,
            kind: "text",
            autocomplete: None,
            inputmode: None,
            apart: None,
            unchosen: None,
        }
    }

    /// Tells this field from those of the same name in the page's other forms. One that has to be mended keeps
    /// the plain id, where the summary of errors leads.
    #[must_use]
    pub fn apart(mut self, form: &str) -> Self {
        self.apart = Some(form.to_owned());
        self
    }

    /// A line below the label that helps to fill the field.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What a select without a choice stands for, so that it need not be chosen and says so itself: 全部单位.
    #[must_use]
    pub fn unless_chosen(mut self, label: impl Into<String>) -> Self {
        self.unchosen = Some(label.into());
        self
    }

    /// Marks the field 选填.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The longest text the browser lets in.
    #[must_use]
    pub const fn max(mut self, characters: u32) -> Self {
        self.max = Some(characters);
        self
    }

    /// The input's type: `email`, `tel`, `date`, `password`, `number`, `search`.
    #[must_use]
    pub const fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    /// The browser's autofill name, e.g. `name`, `tel`, `email`, `off`.
    #[must_use]
    pub const fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// The on-screen keyboard, e.g. `numeric`.
    #[must_use]
    pub const fn inputmode(mut self, mode: &'static str) -> Self {
        self.inputmode = Some(mode);
        self
    }

    /// A one-line input. A password's value is never sent back.
    pub fn input(self) -> AnyView {
        let value = if self.kind == "password" {
            String::new()
        } else {
            self.form.value(&self.name).to_owned()
        };
        let control = view! {
            <input
                id=self.id()
                type=self.kind
                name=self.name.clone()
                value=value
                maxlength=self.max.map(|max| max.to_string())
                required=!self.optional
                autocomplete=self.autocomplete
                inputmode=self.inputmode
                aria-describedby=self.described_by()
                aria-invalid=self.invalid()
            />
        };
        self.labelled(control.into_any())
    }

    /// A text area of so many rows.
    pub fn text_area(self, rows: u16) -> AnyView {
        let control = TextArea {
            id: self.id(),
            name: self.name.clone(),
            value: self.form.value(&self.name).to_owned(),
            rows,
            max: self.max,
            required: !self.optional,
            described_by: self.described_by(),
            invalid: self.invalid().is_some(),
        };
        self.labelled(control.view())
    }

    /// A select with an empty first choice.
    pub fn select(self, choices: Vec<Choice>) -> AnyView {
        let options = choices
            .into_iter()
            .map(|choice| {
                let selected = self.form.has(&self.name, &choice.value);
                view! { <option value=choice.value selected=selected>{choice.label}</option> }
            })
            .collect_view();
        let is_required = !self.optional && self.unchosen.is_none();
        let unchosen = self.unchosen.clone().unwrap_or_else(|| t("common-select-empty"));
        let control = view! {
            <select
                id=self.id()
                name=self.name.clone()
                required=is_required
                aria-describedby=self.described_by()
                aria-invalid=self.invalid()
            >
                <option value="">{unchosen}</option>
                {options}
            </select>
        };
        self.labelled(control.into_any())
    }

    /// Radio buttons as cards: one of a few choices that need a word of explanation.
    pub fn radio_cards(self, choices: Vec<Choice>) -> AnyView {
        self.cards("radio", choices)
    }

    /// Check boxes as cards: any of a few choices.
    pub fn checkboxes(self, choices: Vec<Choice>) -> AnyView {
        self.cards("checkbox", choices)
    }

    /// One check box with the field's label beside it.
    pub fn checkbox(self, value: &str) -> AnyView {
        let checked = self.form.has(&self.name, value);
        view! {
            <div class=self.class()>
                <label class="check">
                    <input
                        id=self.id()
                        type="checkbox"
                        name=self.name.clone()
                        value=value.to_owned()
                        checked=checked
                        aria-describedby=self.described_by()
                        aria-invalid=self.invalid()
                    />
                    <span>{self.label.clone()}</span>
                </label>
                {self.help()}
            </div>
        }
        .into_any()
    }

    fn cards(self, kind: &'static str, choices: Vec<Choice>) -> AnyView {
        let required = kind == "radio" && !self.optional;
        let cards = choices
            .into_iter()
            .enumerate()
            .map(|(place, choice)| {
                // The summary's link leads to the first choice.
                let id = if place == 0 { self.id() } else { format!("{}-{}", self.id(), place + 1) };
                let checked = self.form.has(&self.name, &choice.value);
                let name = self.name.clone();
                view! {
                    <label class="card-choice">
                        <input id=id type=kind name=name value=choice.value checked=checked required=required />
                        <span class="card-label">{choice.face.map(face)} {choice.label}</span>
                        {choice.hint.map(|hint| view! { <span class="hint">{hint}</span> })}
                    </label>
                }
            })
            .collect_view();
        view! {
            <fieldset class=self.class() aria-describedby=self.described_by()>
                <legend>{self.label.clone()} {self.optional_mark()}</legend>
                {self.help()}
                <div class="card-choices">{cards}</div>
            </fieldset>
        }
        .into_any()
    }

    fn labelled(self, control: AnyView) -> AnyView {
        view! {
            <div class=self.class()>
                <label for=self.id()>{self.label.clone()} {self.optional_mark()}</label>
                {self.help()}
                {control}
            </div>
        }
        .into_any()
    }

    /// Hint and error, between label and control, where a screen reader and a zoomed screen meet them first.
    fn help(&self) -> AnyView {
        let hint = self
            .hint
            .clone()
            .map(|hint| view! { <p class="hint" id=format!("{}-hint", self.id())>{hint}</p> });
        let error = self.form.error_of(&self.name).map(|error| {
            let error = error.to_owned();
            view! { <p class="field-error" id=format!("{}-error", self.id())>{error}</p> }
        });
        (hint, error).into_any()
    }

    fn optional_mark(&self) -> Option<AnyView> {
        self.optional
            .then(|| view! { <span class="optional">{t("common-optional")}</span> }.into_any())
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id()));
        let error = self
            .form
            .error_of(&self.name)
            .map(|_| format!("{}-error", self.id()));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn class(&self) -> &'static str {
        if self.form.error_of(&self.name).is_some() {
            "field field-bad"
        } else {
            "field"
        }
    }

    fn invalid(&self) -> Option<&'static str> {
        self.form.error_of(&self.name).map(|_| "true")
    }

    fn id(&self) -> String {
        let id = field_id(&self.name);
        match &self.apart {
            Some(form) if self.form.error_of(&self.name).is_none() => format!("{id}-{form}"),
            _ => id,
        }
    }
}

#[cfg(test)]
mod tests;
