//! Filters of a list as links that can be bookmarked.

use leptos::prelude::*;

use super::number;
use crate::{link::Query, t, t_with};

/// How many options of a facet stand open; the rest folds away.
const OPEN_OPTIONS: usize = 8;

/// One filter: its title, its parameter and its options.
#[derive(Debug, Clone)]
pub struct Facet {
    /// The heading, e.g. 类别.
    pub title: String,
    /// The query parameter, e.g. `kind`.
    pub name: &'static str,
    /// The options, most frequent first.
    pub options: Vec<FacetOption>,
}

/// One option of a filter.
#[derive(Debug, Clone)]
pub struct FacetOption {
    /// The parameter's value.
    pub value: String,
    /// The words shown.
    pub label: String,
    /// How many items it leaves, the facet's own filter ignored.
    pub count: u64,
}

/// The filters beside a list. A selected option's link takes it off again; every change starts at page one.
pub fn facet_list(query: &Query, facets: Vec<Facet>) -> AnyView {
    let groups = facets
        .into_iter()
        .filter(|facet| !facet.options.is_empty())
        .map(|facet| group(query, facet))
        .collect_view();
    view! { <aside class="facets" aria-label=t("common-filters")>{groups}</aside> }.into_any()
}

fn group(query: &Query, facet: Facet) -> AnyView {
    let name = facet.name;
    let mut items: Vec<AnyView> = facet
        .options
        .into_iter()
        .map(|option| item(query, name, option))
        .collect();
    let folded = items.split_off(items.len().min(OPEN_OPTIONS));
    let more = (!folded.is_empty()).then(|| {
        view! { <details><summary>{t("common-more")}</summary><ul>{folded}</ul></details> }
    });
    view! { <details class="facet" open><summary>{facet.title}</summary><ul>{items}</ul>{more}</details> }
        .into_any()
}

fn item(query: &Query, name: &'static str, option: FacetOption) -> AnyView {
    let selected = query.has(name, &option.value);
    let query = query.clone().clear("page");
    let href = if selected {
        query.without(name, &option.value)
    } else {
        query.with(name, &option.value)
    }
    .href();
    let count = number(option.count);
    view! {
        <li>
            <a href=href aria-current=selected.then_some("true")>
                <span>{option.label}</span>" "<span class="count">{count}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The filters in force, each with a way to take it off: parameter, value, words. Nothing when there are none.
pub fn active_filters(query: &Query, active: Vec<(&'static str, String, String)>) -> Option<AnyView> {
    if active.is_empty() {
        return None;
    }
    let cleared = active
        .iter()
        .fold(query.clone().clear("page"), |query, (name, _, _)| {
            query.clear(name)
        })
        .href();
    let items = active
        .into_iter()
        .map(|(name, value, label)| {
            let href = query.clone().clear("page").without(name, &value).href();
            let remove = t_with("common-remove-filter", &[("label", label.as_str().into())]);
            view! { <li><a class="chip" href=href aria-label=remove>{label}" "<span aria-hidden="true">"✕"</span></a></li> }
        })
        .collect_view();
    let view = view! {
        <div class="active-filters">
            <span>{t("common-selected")}</span>
            <ul>{items}</ul>
            <a href=cleared>{t("common-clear-filters")}</a>
        </div>
    };
    Some(view.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    fn option(value: &str, count: u64) -> FacetOption {
        FacetOption {
            value: value.into(),
            label: format!("标签{value}"),
            count,
        }
    }

    #[test]
    fn an_option_adds_itself_and_a_selected_one_takes_itself_off() {
        let query = Query::new("/records")
            .with("q", "a")
            .with("year", 2025)
            .with("page", 4);
        let facet = Facet {
            title: "年份".into(),
            name: "year",
            options: vec![option("2025", 1_200), option("2024", 3)],
        };
        insta::assert_snapshot!(render(|| facet_list(&query, vec![facet])));
    }

    #[test]
    fn many_options_fold_away() {
        let options = (0..12).map(|n| option(&n.to_string(), n)).collect();
        let facet = Facet {
            title: "单位".into(),
            name: "unit",
            options,
        };
        let html = render(|| facet_list(&Query::new("/records"), vec![facet]));
        assert_eq!(html.matches("<details").count(), 2);
    }

    #[test]
    fn filters_in_force_can_be_taken_off_one_by_one_or_all() {
        let query = Query::new("/records")
            .with("q", "a")
            .with("year", 2025)
            .with("unit", "traffic");
        let active = vec![
            ("year", "2025".into(), "2025年".into()),
            ("unit", "traffic".into(), "交警大队".into()),
        ];
        insta::assert_snapshot!(render(|| active_filters(&query, active)));
        assert!(active_filters(&query, vec![]).is_none());
    }
}
