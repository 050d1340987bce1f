//! The frame around every page: head, header, menu, footer, and the boot script where a page has an island.

mod footer;
mod head;
mod header;

use leptos::prelude::*;

pub use head::Head;

use crate::{Done, Ui, render};

/// Renders a whole document. `body` is what stands inside `<main>`; it runs under the page's own owner, so it
/// may contain islands.
pub fn document<V: IntoView + 'static>(ui: &Ui, head: Head, body: impl FnOnce() -> V) -> String {
    let html = render(|| {
        let body = body();
        let holds_form = head.holds_form;
        view! {
            <!DOCTYPE html>
            <html lang=ui.lang.tag() data-theme=ui.theme.as_str() data-size=ui.size.as_str()>
                {head::head(ui, head)}
                <body>
                    {header::header(ui, holds_form)}
                    <main id="main" class="page" tabindex="-1">
                        {ui.done.map(Done::view)}
                        {body}
                    </main>
                    {footer::footer(ui)}
                </body>
            </html>
        }
    });
    with_boot_script(ui, html)
}

/// Pages without an island carry no script at all.
fn with_boot_script(ui: &Ui, html: String) -> String {
    let Some(islands) = ui
        .assets
        .islands
        .as_ref()
        .filter(|_| html.contains("<leptos-island"))
    else {
        return html;
    };
    let (boot, js, wasm) = (islands.boot.clone(), islands.js.clone(), islands.wasm.clone());
    let script = render(|| view! { <script defer src=boot data-js=js data-wasm=wasm></script> });
    // The first `</head>` is the real one: every text before it is escaped.
    html.replacen("</head>", &format!("{script}</head>"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::{StaffItem, StaffUi, TextSize, Theme};

    fn page(ui: &Ui) -> String {
        document(
            ui,
            Head::new("单位").description("各单位").canonical("/units"),
            || view! { <h1>"单位"</h1> },
        )
    }

    #[test]
    fn a_public_page_has_head_header_menu_and_footer() {
        insta::assert_snapshot!(pretty(&page(&Ui {
            path: "/units?x=1&y=2".into(),
            ..Ui::sample()
        })));
    }

    #[test]
    fn a_staff_page_has_the_menu_of_its_role_and_is_not_indexed() {
        let staff = StaffUi {
            name: "李法制".into(),
            role: "法制审核".into(),
            menu: vec![StaffItem::Queue, StaffItem::Records],
        };
        let ui = Ui {
            path: "/staff/records".into(),
            staff: Some(staff),
            theme: Theme::Dark,
            size: TextSize::Large,
            ..Ui::sample()
        };
        insta::assert_snapshot!(pretty(&page(&ui)));
    }

    #[test]
    fn only_a_page_with_an_island_loads_a_script() {
        let ui = Ui::sample();
        assert!(!page(&ui).contains("<script"));
        let island = || crate::components::search_form(&crate::link::Query::new("/records"), "");
        let with_island = document(&ui, Head::new("查"), island);
        assert!(with_island.contains("<script defer src=\"/pkg/boot.js\" data-js=\"/pkg/mingjing.js\""));
        let without_wasm = Ui {
            assets: crate::ui::Assets::default(),
            ..ui
        };
        assert!(!document(&without_wasm, Head::new("查"), island).contains("<script"));
    }

    #[test]
    fn a_hostile_title_stays_text() {
        let html = document(
            &Ui::sample(),
            Head::new("</title></head><script>x</script>"),
            || "",
        );
        assert!(!html.contains("<script"));
    }

    #[test]
    fn the_same_page_gives_the_same_bytes() {
        assert_eq!(page(&Ui::sample()), page(&Ui::sample()));
    }

    /// One tag a line, so that a snapshot's difference can be read.
    fn pretty(html: &str) -> String {
        html.replace("><", ">\n<")
    }
}
