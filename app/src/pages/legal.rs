//! 隐私 and 无障碍: what the portal keeps and promises.

use leptos::prelude::*;

use crate::components::breadcrumbs;
use crate::{Head, Ui, document, t};

/// Renders the privacy notice (个人信息保护法 第十七条、第三十五条).
pub fn privacy(ui: &Ui) -> String {
    let sections = [
        ("privacy-who", "privacy-who-text"),
        ("privacy-read", "privacy-read-text"),
        ("privacy-feedback", "privacy-feedback-text"),
        ("privacy-anonymous", "privacy-anonymous-text"),
        ("privacy-objection", "privacy-objection-text"),
        ("privacy-subscription", "privacy-subscription-text"),
        ("privacy-callback", "privacy-callback-text"),
        ("privacy-published", "privacy-published-text"),
        ("privacy-kept", "privacy-kept-text"),
        ("privacy-rights", "privacy-rights-text"),
    ];
    page(ui, "/privacy", "privacy-title", "privacy-lead", &sections)
}

/// Renders the accessibility statement (无障碍环境建设法 第三十二条).
pub fn accessibility(ui: &Ui) -> String {
    let sections = [
        ("accessibility-how", "accessibility-how-text"),
        ("accessibility-care", "accessibility-care-text"),
        ("accessibility-limits", "accessibility-limits-text"),
        ("accessibility-help", "accessibility-help-text"),
    ];
    page(
        ui,
        "/accessibility",
        "accessibility-title",
        "accessibility-lead",
        &sections,
    )
}

fn page(
    ui: &Ui,
    path: &'static str,
    title: &'static str,
    lead: &'static str,
    sections: &[(&str, &str)],
) -> String {
    let head = Head::new(t(title)).description(t(lead)).canonical(path);
    document(ui, head, || {
        let sections = sections
            .iter()
            .map(|(heading, text)| {
                let paragraphs = t(text)
                    .split('\n')
                    .map(|line| view! { <p>{line.to_owned()}</p> })
                    .collect_view();
                view! { <section><h2>{t(heading)}</h2>{paragraphs}</section> }
            })
            .collect_view();
        view! {
            {breadcrumbs(&[], t(title))}
            <div class="narrow"><h1>{t(title)}</h1><p>{t(lead)}</p>{sections}</div>
        }
    })
}
