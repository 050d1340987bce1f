//! What the bureau must not judge about itself: where to turn, and the typed text to keep.

use domain::outside::POINTERS;
use leptos::prelude::*;

use super::quick_exit;
use crate::components::{Tone, link_to, notice, text_area};
use crate::{Head, Ui, document, t};

/// What was typed.
#[derive(Debug, Clone)]
pub struct OutsideModel {
    /// The title.
    pub title: String,
    /// The account.
    pub body: String,
}

/// Nothing was stored; here is who can take it.
pub fn outside(ui: &Ui, model: OutsideModel) -> String {
    document(ui, Head::new(t("outside-title")).noindex(), move || {
        let pointers = POINTERS
            .iter()
            .map(|pointer| {
                view! {
                    <li>
                        <strong>{pointer.name}</strong> " · " {t("outside-phone")} " " {pointer.phone} " · "
                        {link_to(pointer.url, pointer.url)}
                    </li>
                }
            })
            .collect_view();
        let typed = format!("{}\n\n{}", model.title, model.body);
        view! {
            <div class="narrow stack">
                {quick_exit()}
                <h1>{t("outside-title")}</h1>
                {notice(Tone::Warn, view! { <p><strong>{t("outside-not-stored")}</strong></p> <p>{t("outside-why")}</p> })}
                <h2>{t("outside-where")}</h2>
                <ul>{pointers}</ul>
                <h2><label for="typed">{t("outside-text")}</label></h2>
                <p>{t("outside-text-hint")}</p>
                {text_area("typed", "typed", &typed, 12)}
                <p><a href="/feedback/new">{t("outside-again")}</a></p>
            </div>
        }
    })
}
