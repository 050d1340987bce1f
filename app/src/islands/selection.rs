//! Hiding what is selected: a bar that puts the selected words of an original into the form below it.
//!
//! Until the wasm has arrived, and without it, the words are typed into the form by hand.

#![expect(
    missing_docs,
    reason = "the island macro writes a struct without documentation"
)]

#[cfg(feature = "hydrate")]
use domain::masking::choice::MOST_PASSAGE;
use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use serde::{Deserialize, Serialize};

/// The words of the bar.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SelectionText {
    /// Stands before what is selected.
    pub selected: String,
    /// The button.
    pub hide: String,
}

/// What is selected within one element that matches `scope`, its lines joined; nothing where it is too long to be taken.
#[cfg(feature = "hydrate")]
fn selected_in(scope: &str) -> Option<String> {
    let selection = web_sys::window()?.get_selection().ok()??;
    let holder = |node: web_sys::Node| node.parent_element()?.closest(scope).ok()?;
    if holder(selection.anchor_node()?)? != holder(selection.focus_node()?)? {
        return None;
    }
    let text = String::from(selection.to_string());
    let words: String = text.lines().map(str::trim).collect();
    (1..=MOST_PASSAGE)
        .contains(&words.chars().count())
        .then_some(words)
}

/// Ends the selection: it has served.
#[cfg(feature = "hydrate")]
fn unselect() {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok().flatten());
    if let Some(selection) = selection {
        // A selection that cannot be ended only shows the bar again.
        let _ = selection.remove_all_ranges();
    }
}

/// On the server there is none.
#[cfg(not(feature = "hydrate"))]
const fn unselect() {}

/// On the server nothing is ever selected.
#[cfg(not(feature = "hydrate"))]
const fn selected_in(_scope: &str) -> Option<String> {
    None
}

/// Puts the words into the field and leads to what is to be chosen next.
fn fill(field: &str, next: &str, words: &str) {
    let named = |id: &str| document().get_element_by_id(id);
    if let Some(field) = named(field).and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        field.set_value(words);
    }
    if let Some(next) = named(next).and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok()) {
        next.scroll_into_view();
        // A browser that refuses the focus has scrolled there all the same.
        let _ = next.focus();
    }
}

/// The bar; `field` and `next` are ids of the form's fields.
#[island]
pub fn HideSelection(
    /// Selects the elements that hold originals.
    scope: String,
    /// The field that takes the words.
    field: String,
    /// The field that has to be filled next.
    next: String,
    /// The words of the bar.
    text: SelectionText,
) -> impl IntoView {
    let words = RwSignal::new(None::<String>);
    let scope = StoredValue::new(scope);
    let look = move || words.set(scope.with_value(|scope| selected_in(scope)));
    Effect::new(move || {
        let after_mouse = window_event_listener(ev::mouseup, move |_| look());
        let after_key = window_event_listener(ev::keyup, move |_| look());
        let after_touch = window_event_listener(ev::touchend, move |_| look());
        on_cleanup(move || {
            after_mouse.remove();
            after_key.remove();
            after_touch.remove();
        });
    });
    let take = move |_| {
        if let Some(chosen) = words.get_untracked() {
            words.set(None);
            unselect();
            fill(&field, &next, &chosen);
        }
    };
    view! {
        <div class="selection-bar" role="status" hidden=move || words.with(Option::is_none)>
            <span>{text.selected} <mark class="typed">{move || words.get()}</mark></span>
            // The press would end the selection before the click is told.
            <button type="button" class="button" on:mousedown=|press| press.prevent_default() on:click=take>
                {text.hide}
            </button>
        </div>
    }
}
