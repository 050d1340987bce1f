//! A table that scrolls in its own container and becomes cards on narrow screens.

use leptos::prelude::*;

/// A table under construction.
pub struct Table {
    caption: String,
    columns: Vec<(String, bool)>,
    rows: Vec<Vec<AnyView>>,
}

impl Table {
    /// A table; the caption says what it shows.
    pub fn new(caption: impl Into<String>) -> Self {
        Self {
            caption: caption.into(),
            columns: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// A column of text.
    #[must_use]
    pub fn column(mut self, title: impl Into<String>) -> Self {
        self.columns.push((title.into(), false));
        self
    }

    /// A column of figures, aligned to the right.
    #[must_use]
    pub fn figures(mut self, title: impl Into<String>) -> Self {
        self.columns.push((title.into(), true));
        self
    }

    /// A row, one cell a column: `"text".into_any()` or any view. The first cell names the row.
    #[must_use]
    pub fn row(mut self, cells: Vec<AnyView>) -> Self {
        self.rows.push(cells);
        self
    }

    /// The finished table.
    pub fn view(self) -> AnyView {
        let columns = self.columns;
        let heads = columns
            .iter()
            .map(|(title, figures)| view! { <th scope="col" class=cell_class(*figures)>{title.clone()}</th> })
            .collect_view();
        let rows = self
            .rows
            .into_iter()
            .map(|cells| row(&columns, cells))
            .collect_view();
        view! {
            <div class="table-scroll" tabindex="0" role="region" aria-label=self.caption.clone()>
                <table class="table">
                    <caption>{self.caption.clone()}</caption>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }
}

fn cell_class(figures: bool) -> &'static str {
    if figures { "figures" } else { "words" }
}

fn row(columns: &[(String, bool)], cells: Vec<AnyView>) -> AnyView {
    let cells = cells
        .into_iter()
        .zip(columns)
        .enumerate()
        .map(|(place, (cell, (title, figures)))| {
            let class = cell_class(*figures);
            // On narrow screens the stylesheet shows the column's title before each cell.
            let title = title.clone();
            if place == 0 {
                view! { <th scope="row" data-label=title class=class>{cell}</th> }.into_any()
            } else {
                view! { <td data-label=title class=class>{cell}</td> }.into_any()
            }
        })
        .collect_view();
    view! { <tr>{cells}</tr> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn every_cell_knows_its_column() {
        let html = render(|| {
            Table::new("满意度")
                .column("单位")
                .figures("有效")
                .row(vec!["城关派出所".into_any(), "12".into_any()])
                .view()
        });
        insta::assert_snapshot!(html);
    }
}
