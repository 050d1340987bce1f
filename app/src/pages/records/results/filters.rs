//! The filters beside the results.

use leptos::prelude::*;

use super::Results;
use crate::components::{facet_list, hidden_inputs};
use crate::t;

/// Parameters whose message stands beside their own input.
pub(super) const BESIDE: [&str; 4] = ["from", "to", "fine_min", "fine_max"];

pub(super) fn filters(model: &Results) -> AnyView {
    let range = |name, label, kind| range_input(model, name, label, kind);
    let is_wrong = model
        .errors
        .iter()
        .any(|(name, _)| BESIDE.contains(&name.as_str()));
    let has_range = model
        .query
        .pairs()
        .iter()
        .any(|(name, _)| BESIDE.contains(&name.as_str()));
    // What is in force stands above the results, so a phone's fold stays closed unless something is to be mended.
    view! {
        <details class="filters" open=is_wrong>
            <summary>{t("common-filters")}</summary>
            {facet_list(&model.query, model.facets.clone())}
            <form class="facets" method="get" action="/records">
                {hidden_inputs(&model.query, &["from", "to", "fine_min", "fine_max", "page"])}
                <details class="facet" open=is_wrong || has_range>
                    <summary>{t("records-range")}</summary>
                    <div class="stack">
                        {range("from", "records-from", "date")}
                        {range("to", "records-to", "date")}
                        {range("fine_min", "records-fine-min", "text")}
                        {range("fine_max", "records-fine-max", "text")}
                        <button class="button button-secondary">{t("records-apply")}</button>
                    </div>
                </details>
            </form>
        </details>
    }
    .into_any()
}

/// One end of a range: what was typed is kept, what is wrong with it stands below.
fn range_input(model: &Results, name: &'static str, label: &'static str, kind: &'static str) -> AnyView {
    let typed = model
        .query
        .pairs()
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.clone());
    let error = model
        .errors
        .iter()
        .find(|(field, _)| field == name)
        .map(|(_, text)| text.clone());
    // A date input shows nothing of a text that is no date: such a text is kept in a plain one.
    let kind = if error.is_some() { "text" } else { kind };
    let (id, error_id) = (format!("filter-{name}"), format!("filter-{name}-error"));
    let described = error.is_some().then(|| error_id.clone());
    let invalid = error.is_some().then_some("true");
    let inputmode = (kind == "text").then_some("decimal");
    view! {
        <div class="field">
            <label for=id.clone()>{t(label)}</label>
            {error.map(|text| view! { <p class="field-error" id=error_id>{text}</p> })}
            <input id=id type=kind name=name value=typed.unwrap_or_default() inputmode=inputmode
                aria-invalid=invalid aria-describedby=described />
        </div>
    }
    .into_any()
}
