//! Who runs the portal, the standing pages, and the emergency number.

use leptos::prelude::*;

use crate::{Ui, t, t_with};

/// Only where the portal knows its own address.
const SITEMAP: &str = "/sitemap.xml";
/// Standing pages: path and text key.
const LINKS: &[(&str, &str)] = &[
    ("/feedback/new", "footer-feedback"),
    ("/statistics", "footer-statistics"),
    ("/privacy", "footer-privacy"),
    ("/accessibility", "footer-accessibility"),
    (SITEMAP, "footer-sitemap"),
];

pub(super) fn footer(ui: &Ui) -> impl IntoView + use<> {
    let links = LINKS
        .iter()
        .filter(|(path, _)| ui.has_sitemap || *path != SITEMAP)
        .map(|(path, key)| view! { <li><a href=*path>{t(key)}</a></li> })
        .collect_view();
    view! {
        <footer class="site-footer">
            <p class="emergency">{t("footer-emergency")}</p>
            <nav aria-label=t("footer-label")><ul>{links}</ul></nav>
            <p>{t_with("footer-organiser", &[("bureau", ui.bureau.as_str().into())])}</p>
        </footer>
    }
}
