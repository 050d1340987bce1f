//! Facts, figures and short messages.

use leptos::prelude::*;

use super::Tone;

/// Pairs of a term and what it is, e.g. 决定文号, 决定日期.
pub fn definition_list(facts: Vec<(String, AnyView)>) -> AnyView {
    let rows = facts
        .into_iter()
        .map(|(term, fact)| view! { <div><dt>{term}</dt><dd>{fact}</dd></div> })
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}

/// A document number, which breaks at its brackets alone: 明公（治）行罚决字〔2026〕12号.
pub fn document_number(number: impl Into<String>) -> AnyView {
    let number = number.into();
    view! { <span class="document-number">{number}</span> }.into_any()
}

/// A list that is empty: what that means, and what to do next.
pub fn empty_state(title: impl Into<String>, next: impl IntoView + 'static) -> AnyView {
    let title = title.into();
    view! { <div class="empty"><p class="empty-title">{title}</p>{next}</div> }.into_any()
}

/// A boxed message; its tone is also said in its words.
pub fn notice(tone: Tone, content: impl IntoView + 'static) -> AnyView {
    let class = match tone {
        Tone::Neutral | Tone::Active => "notice",
        Tone::Ok => "notice notice-ok",
        Tone::Warn => "notice notice-warn",
        Tone::Danger => "notice notice-danger",
    };
    view! { <div class=class>{content}</div> }.into_any()
}

/// One figure with its name and what it rests on (n, interval, formula). With `href` the cases behind it.
pub fn stat_tile(
    name: impl Into<String>,
    value: impl Into<String>,
    basis: impl Into<String>,
    href: Option<String>,
) -> AnyView {
    let (name, value, basis) = (name.into(), value.into(), basis.into());
    let figure = match href {
        Some(href) => view! { <a href=href>{value}</a> }.into_any(),
        None => value.into_any(),
    };
    view! {
        <div class="stat">
            <p class="stat-name">{name}</p>
            <p class="stat-value">{figure}</p>
            <p class="stat-basis">{basis}</p>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn facts_tiles_notices_and_empty_states_read_in_order() {
        let html = render(|| {
            [
                definition_list(vec![("决定文号".into(), "〔2025〕88号".into_any())]),
                stat_tile("满意率", "91.2 %", "n=812", Some("/staff/callbacks".into())),
                notice(Tone::Danger, "已撤回"),
                empty_state("没有找到", view! { <p>"换个说法试试"</p> }),
            ]
        });
        insta::assert_snapshot!(html.replace("><", ">\n<"));
    }
}
