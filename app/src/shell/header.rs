//! Skip link, name of the portal, preferences and menu.

use leptos::prelude::*;

use crate::{
    Ui, t,
    ui::{StaffUi, TextSize, Theme},
};

/// The public menu: path and text key. Five at most; an entry stands here once its page exists.
const PUBLIC_MENU: &[(&str, &str)] = &[
    ("/records", "menu-records"),
    ("/units", "menu-units"),
    ("/feedback/new", "menu-feedback"),
    ("/feedback/status", "menu-status"),
];

pub(super) fn header(ui: &Ui, holds_form: bool) -> impl IntoView + use<> {
    let (home, portal) = match ui.staff {
        Some(_) => ("/staff", t("shell-workbench")),
        None => ("/", t("shell-portal")),
    };
    view! {
        <a class="skip-link" href="#main">{t("shell-skip")}</a>
        <header class="site-header">
            <div class="site-bar">
                <a class="site-name" href=home>
                    <span class="site-bureau">{ui.bureau.clone()}</span>
                    " "
                    <span class="site-portal">{portal}</span>
                </a>
                // A receipt is shown once: the way over an address would lose it.
                {(!ui.posted).then(|| preferences(ui, holds_form))}
            </div>
            {match &ui.staff {
                Some(staff) => staff_menu(ui, staff).into_any(),
                None => public_menu(ui).into_any(),
            }}
        </header>
    }
}

fn public_menu(ui: &Ui) -> impl IntoView + use<> {
    let items = PUBLIC_MENU
        .iter()
        .map(|(path, key)| menu_item(ui, path, t(key)))
        .collect_view();
    view! { <nav class="site-menu" aria-label=t("shell-menu")><ul>{items}</ul></nav> }
}

fn staff_menu(ui: &Ui, staff: &StaffUi) -> impl IntoView + use<> {
    let items = staff
        .menu
        .iter()
        .map(|item| menu_item(ui, item.path(), t(item.key())))
        .collect_view();
    view! {
        <nav class="site-menu" aria-label=t("shell-menu")>
            <ul>{items}</ul>
            <form class="site-account" method="post" action="/staff/sign-out">
                <span>{staff.name.clone()} " · " {staff.role.clone()}</span>
                <button class="button-quiet">{t("shell-sign-out")}</button>
            </form>
        </nav>
    }
}

fn menu_item(ui: &Ui, path: &'static str, text: String) -> impl IntoView + use<> {
    let current = (section(&ui.path) == Some(path)
        || section(&ui.path).is_none() && is_within(&ui.path, path))
    .then_some("page");
    view! { <li><a href=path aria-current=current>{text}</a></li> }
}

/// The section of a page whose address does not lie below its own: what is behind a figure belongs to the figures, and
/// what decides on records to the records.
fn section(path: &str) -> Option<&'static str> {
    let elsewhere = [
        ("/staff/callbacks/cases", "/staff/dashboard"),
        ("/staff/policy", "/staff/records"),
        ("/staff/exceptions", "/staff/records"),
    ];
    let found = elsewhere.iter().find(|(page, _)| is_within(path, page));
    found.map(|(_, section)| *section)
}

/// Whether `path` (with its query) is `section` or below it.
fn is_within(path: &str, section: &str) -> bool {
    path.strip_prefix(section)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

/// Buttons that work without JavaScript: each posts one choice and comes back. Where people write, coming back would
/// lose what they wrote: there the page stays as it is, and the next one looks as chosen.
fn preferences(ui: &Ui, holds_form: bool) -> impl IntoView + use<> {
    let size = match ui.size {
        TextSize::Normal => preference("size", TextSize::Large.as_str(), "shell-size-large", ""),
        TextSize::Large => preference("size", TextSize::Normal.as_str(), "shell-size-normal", ""),
    };
    // When the system decides, the stylesheet shows the one of the two that changes something.
    let dark = (ui.theme != Theme::Dark).then(|| preference("theme", "dark", "shell-theme-dark", "to-dark"));
    let light =
        (ui.theme != Theme::Light).then(|| preference("theme", "light", "shell-theme-light", "to-light"));
    view! {
        <form class="preferences" method="post" action="/preferences" aria-label=t("shell-preferences")>
            <input type="hidden" name="back" value=ui.path.clone() />
            {holds_form.then(stay)}
            {size}
            {dark}
            {light}
        </form>
    }
}

fn stay() -> AnyView {
    view! {
        <input type="hidden" name="stay" value="true" />
        <span class="small muted">{t("shell-preferences-next")}</span>
    }
    .into_any()
}

fn preference(name: &'static str, value: &'static str, key: &str, class: &str) -> AnyView {
    let class = format!("button-quiet {class}").trim_end().to_owned();
    view! { <button class=class name=name value=value>{t(key)}</button> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::{header, is_within};
    use crate::{Ui, render};

    #[test]
    fn what_answers_a_post_has_no_buttons_that_lead_away_from_it() {
        let shown = |posted| {
            let ui = Ui {
                posted,
                ..Ui::sample()
            };
            render(|| header(&ui, false)).contains("action=\"/preferences\"")
        };
        assert!(shown(false) && !shown(true));
    }

    #[test]
    fn where_people_write_the_buttons_keep_the_page_and_say_so() {
        let shown = |holds_form| render(|| header(&Ui::sample(), holds_form));
        assert!(shown(true).contains("name=\"stay\"") && shown(true).contains("换页后生效"));
        assert!(!shown(false).contains("name=\"stay\"") && !shown(false).contains("换页后生效"));
    }

    #[test]
    fn a_page_below_a_section_marks_the_section() {
        assert!(is_within("/records", "/records"));
        assert!(is_within("/records?q=1", "/records"));
        assert!(is_within("/records/R-1", "/records"));
        assert!(!is_within("/records-old", "/records"));
        assert!(!is_within("/", "/records"));
    }
}
