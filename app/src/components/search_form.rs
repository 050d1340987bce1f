//! The search form of the home page and of the results, with the suggestion island inside.

use leptos::prelude::*;

use super::hidden_inputs;
use crate::{
    islands::suggest::{SuggestBox, SuggestText},
    link::Query,
    t,
};

/// A form that searches `query`'s path for what is typed and keeps its other filters. It starts at page one.
pub fn search_form(query: &Query, typed: &str) -> AnyView {
    let text = SuggestText {
        label: t("suggest-label"),
        placeholder: t("suggest-placeholder"),
        list: t("suggest-list"),
        count: t("suggest-count"),
    };
    view! {
        <form class="search-form" role="search" method="get" action=query.path().to_owned()>
            <SuggestBox value=typed.to_owned() text />
            <button class="button">{t("suggest-submit")}</button>
            {hidden_inputs(query, &["q", "page"])}
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn the_form_is_a_plain_search_that_keeps_its_filters() {
        let query = Query::new("/records")
            .with("q", "旧")
            .with("year", 2025)
            .with("page", 3);
        let html = render(|| search_form(&query, "酒驾\"><script>"));
        assert!(html.contains("<leptos-island") && html.contains("type=\"search\" name=\"q\""));
        assert!(html.contains("value=\"酒驾&quot;&gt;&lt;script&gt;\""));
        assert!(html.contains(r#"<input type="hidden" name="year" value="2025">"#));
        assert!(!html.contains("name=\"page\"") && !html.contains("role=\"combobox\""));
    }
}
