//! Ways to go on: breadcrumbs, pages of a list, links from data.

use domain::listing::DEEPEST;
use leptos::prelude::*;

use crate::{
    link::{Query, safe_href},
    t, t_with,
};

/// Home and the levels in between, each a path and a text; then where the reader is. On staff pages the menu is
/// home: the public one would lead out of the workbench.
pub fn breadcrumbs(levels: &[(&str, String)], here: impl Into<String>) -> AnyView {
    let items = levels
        .iter()
        .map(|(path, text)| view! { <li><a href=(*path).to_owned()>{text.clone()}</a></li> })
        .collect_view();
    let is_staff = levels.first().is_some_and(|(path, _)| path.starts_with("/staff"));
    let home = (!is_staff).then(|| view! { <li><a href="/">{t("common-home")}</a></li> });
    let here = here.into();
    view! {
        <nav class="breadcrumbs" aria-label=t("common-breadcrumbs")>
            <ol>
                {home}
                {items}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
    .into_any()
}

/// Links to the pages of a list that keep its filters; nothing when one page holds all. Pages count from 1.
pub fn pagination(query: &Query, page: u64, per_page: u64, total: u64) -> Option<AnyView> {
    let per_page = per_page.max(1);
    let last = total.div_ceil(per_page).min(DEEPEST / per_page);
    if last <= 1 {
        return None;
    }
    let page = page.clamp(1, last);
    let href = |to: u64| {
        if to == 1 {
            query.clone().clear("page")
        } else {
            query.clone().set("page", to)
        }
        .href()
    };
    let previous =
        (page > 1).then(|| view! { <li><a rel="prev" href=href(page - 1)>{t("common-previous")}</a></li> });
    let next =
        (page < last).then(|| view! { <li><a rel="next" href=href(page + 1)>{t("common-next")}</a></li> });
    let numbers = shown_pages(page, last)
        .into_iter()
        .map(|shown| match shown {
            None => view! { <li aria-hidden="true" class="gap">"…"</li> }.into_any(),
            Some(to) => {
                let label = t_with("common-page", &[("page", to.into())]);
                let current = (to == page).then_some("page");
                view! { <li><a href=href(to) aria-label=label aria-current=current>{to.to_string()}</a></li> }
                    .into_any()
            }
        })
        .collect_view();
    let view = view! {
        <nav class="pagination" aria-label=t("common-pagination")><ul>{previous} {numbers} {next}</ul></nav>
    };
    Some(view.into_any())
}

/// First, last and the neighbours of the current page; `None` stands for a gap.
fn shown_pages(page: u64, last: u64) -> Vec<Option<u64>> {
    let mut shown = Vec::new();
    let mut before = 0;
    for to in (1..=last).filter(|to| *to == 1 || *to == last || to.abs_diff(page) <= 2) {
        if to > before + 1 {
            shown.push(None);
        }
        shown.push(Some(to));
        before = to;
    }
    shown
}

/// The parameters of a list as hidden inputs, without those a form sends itself: a new search keeps its filters.
pub fn hidden_inputs(query: &Query, except: &[&str]) -> AnyView {
    query
        .pairs()
        .iter()
        .filter(|(name, _)| !except.contains(&name.as_str()))
        .map(|(name, value)| view! { <input type="hidden" name=name.clone() value=value.clone() /> })
        .collect_view()
        .into_any()
}

/// A link whose address comes from data. An address that is not http, https, mailto or a path stays plain text.
pub fn link_to(address: &str, text: impl Into<String>) -> AnyView {
    let text = text.into();
    match safe_href(address) {
        Some(href) if href.starts_with('/') => view! { <a href=href>{text}</a> }.into_any(),
        Some(href) => view! { <a href=href rel="noopener noreferrer">{text}</a> }.into_any(),
        None => view! { <span>{text}</span> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn only_the_neighbours_of_a_page_are_shown() {
        assert_eq!(shown_pages(1, 3), [Some(1), Some(2), Some(3)]);
        assert_eq!(
            shown_pages(10, 20),
            [
                Some(1),
                None,
                Some(8),
                Some(9),
                Some(10),
                Some(11),
                Some(12),
                None,
                Some(20)
            ]
        );
    }

    #[test]
    fn paging_keeps_the_filters_and_stops_where_the_api_does() {
        let query = Query::new("/records").with("q", "酒").with("page", 2);
        let html = render(|| pagination(&query, 2, 20, 45));
        assert!(
            html.contains(r#"href="/records?q=%E9%85%92""#)
                && html.contains("page=3")
                && !html.contains("page=4")
        );
        assert!(render(|| pagination(&query, 1, 20, 1_000_000)).contains("page=500\""));
        assert!(pagination(&query, 1, 20, 20).is_none());
    }

    #[test]
    fn a_hostile_address_stays_text() {
        assert_eq!(
            render(|| link_to("javascript:alert(1)", "来源")),
            "<span>来源</span>"
        );
        assert_eq!(
            render(|| link_to("/units", "单位")),
            r#"<a href="/units">单位</a>"#
        );
    }

    #[test]
    fn breadcrumbs_end_where_the_reader_is() {
        insta::assert_snapshot!(render(|| breadcrumbs(
            &[("/records", "执法公示".into())],
            "张某案"
        )));
    }
}
