//! A view becomes a string.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

/// Renders a view under an owner of its own, so that nothing outlives the page and the same view always gives
/// the same bytes. Leptos marks places for hydration with `<!>`; without an island nobody reads them. (Text cannot
/// be mistaken for one: its `<` is escaped.)
pub fn render<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| view().into_view().to_html());
    owner.unset_with_forced_cleanup();
    if html.contains("<leptos-island") {
        html
    } else {
        html.replace("<!>", "")
    }
}

#[cfg(test)]
mod tests {
    use super::render;
    use leptos::prelude::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let hostile = "<script>\"&'";
        let html = render(|| view! { <p title=hostile>{hostile}</p> });
        assert_eq!(
            html,
            "<p title=\"&lt;script&gt;&quot;&amp;'\">&lt;script&gt;\"&amp;'</p>"
        );
    }

    #[test]
    fn the_same_view_gives_the_same_bytes() {
        let page = || render(|| view! { <ul><li>"一"</li><li>{Some("二")}</li></ul> });
        assert_eq!(page(), page());
    }
}
