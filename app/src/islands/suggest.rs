//! The suggestion box: a search input that offers words while one types.
//!
//! Until the wasm has arrived, and without it, it is a plain search input of the form around it. Then it becomes
//! an ARIA combobox: arrow keys move, Enter takes, Escape closes. Input in composition (拼音) is left alone.

#![expect(
    missing_docs,
    reason = "the island macro writes a struct without documentation"
)]

use std::time::Duration;

use leptos::{
    ev, html, leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local, wasm_bindgen::JsCast,
};
use serde::{Deserialize, Serialize};

use super::fetch;

/// How long typing must pause before the portal is asked.
const PAUSE: Duration = Duration::from_millis(150);

/// The words of the box.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SuggestText {
    /// The input's label, for screen readers.
    pub label: String,
    /// The example inside the empty input.
    pub placeholder: String,
    /// The name of the list.
    pub list: String,
    /// Follows the number of suggestions in the announcement.
    pub count: String,
}

/// What `/api/v1/suggest` answers.
#[derive(Debug, Clone, Deserialize)]
struct Answer {
    items: Vec<Suggestion>,
}

/// One suggestion.
#[derive(Debug, Clone, Deserialize)]
struct Suggestion {
    text: String,
    kind: String,
    count: u64,
}

impl Suggestion {
    /// The filter that finds exactly the records that were counted; a document number is sought as it is.
    fn filter(&self) -> Option<&str> {
        let kind = self.kind.as_str();
        matches!(kind, "violation" | "unit" | "statute").then_some(kind)
    }
}

/// What the box knows while it is in use.
#[derive(Clone, Copy)]
struct State {
    items: RwSignal<Vec<Suggestion>>,
    active: RwSignal<Option<usize>>,
    /// Counts the questions asked, so that a late answer to an older one is dropped.
    asked: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl State {
    fn new() -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            active: RwSignal::new(None),
            asked: StoredValue::new(0),
            timer: StoredValue::new(None),
        }
    }

    fn is_open(self) -> bool {
        self.items.with(|items| !items.is_empty())
    }

    fn close(self) {
        self.asked.update_value(|asked| *asked += 1);
        self.active.set(None);
        self.items.set(Vec::new());
    }

    /// Asks after a pause in typing.
    fn ask_soon(self, typed: String) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        self.timer
            .set_value(set_timeout_with_handle(move || self.ask(typed), PAUSE).ok());
    }

    fn ask(self, typed: String) {
        self.close();
        if typed.trim().is_empty() {
            return;
        }
        let question = self.asked.get_value();
        spawn_local(async move {
            let Some(body) = fetch::get("/api/v1/suggest", &typed).await else {
                return;
            };
            let Ok(answer) = leptos::serde_json::from_str::<Answer>(&body) else {
                return;
            };
            if self.asked.try_get_value() == Some(question) {
                self.items.set(answer.items);
            }
        });
    }

    /// Moves through the list and around its ends.
    fn step(self, forward: bool) {
        let count = self.items.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        self.active.update(|active| {
            *active = Some(match (*active, forward) {
                (Some(at), true) => (at + 1) % count,
                (None, true) => 0,
                (Some(at), false) => (at + count - 1) % count,
                (None, false) => count - 1,
            });
        });
    }

    fn take_active(self) -> Option<Suggestion> {
        let at = self.active.get_untracked()?;
        self.items.with_untracked(|items| items.get(at).cloned())
    }
}

/// Takes the chosen words for what is sought, as a filter where there is one for them, and sends the form.
fn choose(input: NodeRef<html::Input>, state: State, chosen: &Suggestion) {
    state.close();
    let Some(input) = input.get_untracked() else {
        return;
    };
    input.set_value(&chosen.text);
    let Some(form) = input.form() else {
        return;
    };
    let Some(name) = chosen.filter() else {
        // A browser that refuses leaves the words in the input, ready for the button.
        let _ = form.request_submit();
        return;
    };
    // What was filtered by that name gives way. The form is as it was when somebody comes back to the page.
    let held = std::iter::from_fn(|| take_filter(&form, name)).collect::<Vec<_>>();
    let filter = add_filter(&form, name, &chosen.text);
    if filter.is_some() {
        input.set_value("");
    }
    let _ = form.request_submit();
    if let Some(filter) = filter {
        filter.remove();
    }
    for field in held {
        let _ = form.append_child(&field);
    }
}

/// Takes a filter out of the form.
fn take_filter(form: &web_sys::HtmlFormElement, name: &str) -> Option<web_sys::Element> {
    let hidden = format!("input[type=hidden][name={name}]");
    let held = form.query_selector(&hidden).ok()??;
    held.remove();
    Some(held)
}

/// Adds a filter to the form.
fn add_filter(form: &web_sys::HtmlFormElement, name: &str, value: &str) -> Option<web_sys::Element> {
    let made = document().create_element("input").ok()?;
    for (attribute, value) in [("type", "hidden"), ("name", name), ("value", value)] {
        made.set_attribute(attribute, value).ok()?;
    }
    form.append_child(&made).ok()?;
    Some(made)
}

fn on_key(key: &ev::KeyboardEvent, input: NodeRef<html::Input>, state: State) {
    if key.is_composing() {
        return;
    }
    match key.key().as_str() {
        "ArrowDown" | "ArrowUp" if state.items.with_untracked(|items| !items.is_empty()) => {
            key.prevent_default();
            state.step(key.key() == "ArrowDown");
        }
        "Escape" => state.close(),
        "Enter" => {
            if let Some(chosen) = state.take_active() {
                key.prevent_default();
                choose(input, state, &chosen);
            }
        }
        _ => {}
    }
}

/// The suggestion box; stands inside a GET form and sends its text as `q`.
#[island]
pub fn SuggestBox(
    /// What has been searched so far.
    value: String,
    /// The words of the box.
    text: SuggestText,
) -> impl IntoView {
    let state = State::new();
    let input = NodeRef::<html::Input>::new();
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    let when_alive = move |value: &'static str| move || alive.get().then_some(value);
    let expanded = move || {
        alive
            .get()
            .then(|| if state.is_open() { "true" } else { "false" })
    };
    let active_id = move || state.active.get().map(|at| format!("suggest-{at}"));
    let typed = move |target: String| state.ask_soon(target);
    let announcement = move || match state.items.with(Vec::len) {
        0 => String::new(),
        count => format!("{count} {}", text.count),
    };
    view! {
        <div class="suggest">
            <input
                node_ref=input
                id="search-box"
                type="search"
                name="q"
                value=value
                maxlength="200"
                aria-label=text.label
                placeholder=text.placeholder
                autocomplete="off"
                role=when_alive("combobox")
                aria-autocomplete=when_alive("list")
                aria-controls=when_alive("suggest-list")
                aria-expanded=expanded
                aria-activedescendant=active_id
                on:input=move |event| {
                    if !event.unchecked_ref::<web_sys::InputEvent>().is_composing() {
                        typed(event_target_value(&event));
                    }
                }
                on:compositionend=move |event| typed(event_target_value(&event))
                on:keydown=move |key| on_key(&key, input, state)
                on:blur=move |_| state.close()
            />
            <ul id="suggest-list" role="listbox" aria-label=text.list hidden=move || !state.is_open()>
                {move || options(input, state)}
            </ul>
            <span class="visually-hidden" role="status">{announcement}</span>
        </div>
    }
}

fn options(input: NodeRef<html::Input>, state: State) -> impl IntoView {
    let items = state.items.get();
    items
        .into_iter()
        .enumerate()
        .map(|(at, item)| {
            let selected = move || {
                if state.active.get() == Some(at) {
                    "true"
                } else {
                    "false"
                }
            };
            let chosen = item.clone();
            // mousedown, not click: it comes before the input's blur, which closes the list.
            let take = move |event: ev::MouseEvent| {
                event.prevent_default();
                choose(input, state, &chosen);
            };
            view! {
                <li id=format!("suggest-{at}") role="option" aria-selected=selected on:mousedown=take>
                    <span>{item.text}</span>
                    <span class="count">{item.count}</span>
                </li>
            }
        })
        .collect_view()
}
