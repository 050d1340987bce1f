//! 执法统计: decisions that are sealed, in counts, and how satisfied people are.

use domain::statistics::Rate;
use leptos::prelude::*;

use crate::components::{Table, breadcrumbs, empty_state, number, percent};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};

/// A table of counts: what is told, and what only together.
#[derive(Debug, Clone)]
pub struct Counts {
    /// What the first column names.
    pub title: String,
    /// Name and count.
    pub told: Vec<(String, u64)>,
    /// All others together.
    pub others: u64,
}

/// The sealed decisions of a year.
#[derive(Debug, Clone)]
pub struct SealedYear {
    /// Which.
    pub year: i32,
    /// The last month that is counted.
    pub through: u32,
    /// How many, if enough to tell.
    pub total: Option<u64>,
    /// Each counts the same decisions.
    pub tables: Vec<Counts>,
}

/// How satisfied the people were whom one unit dealt with.
#[derive(Debug, Clone)]
pub struct SatisfactionLine {
    /// The unit; `None` for all together.
    pub unit: Option<String>,
    /// Nothing where too few answered.
    pub rate: Option<Rate>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct Statistics {
    /// Years that have sealed decisions, the last one first.
    pub years: Vec<i32>,
    /// The year that is shown.
    pub sealed: Option<SealedYear>,
    /// The month of the satisfaction, `2026年10月`.
    pub month: String,
    /// The formula's name.
    pub formula: &'static str,
    /// All units together first.
    pub satisfaction: Vec<SatisfactionLine>,
}

/// Renders the page.
pub fn statistics(ui: &Ui, model: Statistics) -> String {
    let head = Head::new(t("statistics-title"))
        .description(t("statistics-description"))
        .canonical("/statistics");
    document(ui, head, || {
        view! {
            {breadcrumbs(&[], t("statistics-title"))}
            <h1>{t("statistics-title")}</h1>
            {sealed(model.years.clone(), model.sealed.clone())}
            {satisfaction(&model)}
        }
    })
}

fn sealed(years: Vec<i32>, shown: Option<SealedYear>) -> AnyView {
    let body = match shown {
        None => empty_state(
            t("statistics-sealed-none"),
            view! { <p><a href="/records">{t("gone-search")}</a></p> },
        ),
        Some(year) => view! { {chooser(years, year.year)} {year_of(year)} }.into_any(),
    };
    view! {
        <section>
            <h2>{t("statistics-sealed")}</h2>
            <p>{t("statistics-sealed-text")}</p>
            {body}
        </section>
    }
    .into_any()
}

fn chooser(years: Vec<i32>, shown: i32) -> AnyView {
    let links = years.into_iter().map(|year| {
        let href = Query::new("/statistics").with("year", year.to_string()).href();
        let here = (year == shown).then_some("page");
        let words = t_with("records-year", &[("year", year.to_string().into())]);
        view! { <li><a class="chip" href=href aria-current=here>{words}</a></li> }
    });
    view! { <nav aria-label=t("statistics-years")><ul class="chips">{links.collect_view()}</ul></nav> }
        .into_any()
}

fn year_of(year: SealedYear) -> AnyView {
    let Some(total) = year.total else {
        return view! { <p>{t("statistics-few")}</p> }.into_any();
    };
    let told = [
        ("year", year.year.to_string().into()),
        ("through", year.through.into()),
        ("total", number(total).into()),
    ];
    let tables = year.tables.into_iter().map(counts).collect_view();
    view! {
        <p>{t_with("statistics-sealed-total", &told)}</p>
        <div class="columns">{tables}</div>
        <p class="small">{t("statistics-withheld")}</p>
    }
    .into_any()
}

fn counts(counts: Counts) -> AnyView {
    let caption = t_with("statistics-by", &[("what", counts.title.as_str().into())]);
    let mut table = Table::new(caption)
        .column(counts.title)
        .figures(t("statistics-count"));
    for (name, count) in counts.told {
        table = table.row(vec![name.into_any(), number(count).into_any()]);
    }
    if counts.others > 0 {
        table = table.row(vec![
            t("statistics-others").into_any(),
            number(counts.others).into_any(),
        ]);
    }
    table.view()
}

fn satisfaction(model: &Statistics) -> AnyView {
    let mut table = Table::new(t_with(
        "statistics-satisfaction-of",
        &[("month", model.month.as_str().into())],
    ))
    .column(t("records-unit"))
    .figures(t("statistics-answers"))
    .figures(t("statistics-rate"))
    .figures(t("statistics-interval"));
    for line in model.satisfaction.clone() {
        let unit = line.unit.unwrap_or_else(|| t("statistics-all-units"));
        let (answers, rate, interval) = match line.rate {
            Some(rate) => (
                number(rate.n),
                percent(rate.share()),
                format!("{}–{}", percent(rate.low), percent(rate.high)),
            ),
            None => (t("statistics-too-few"), "—".to_owned(), "—".to_owned()),
        };
        table = table.row(vec![
            unit.into_any(),
            answers.into_any(),
            rate.into_any(),
            interval.into_any(),
        ]);
    }
    view! {
        <section>
            <h2>{t("statistics-satisfaction")}</h2>
            <p>{t("statistics-satisfaction-text")}</p>
            {table.view()}
            <p class="small">{t_with("statistics-formula", &[("formula", model.formula.into())])}</p>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_a_name_and_the_formula_stands_below_the_table() {
        let formula = "满意率第1版 =（非常满意＋满意）÷ 有效评价";
        let model = Statistics {
            years: Vec::new(),
            sealed: None,
            month: "2026年10月".into(),
            formula,
            satisfaction: vec![SatisfactionLine {
                unit: None,
                rate: Rate::new(8, 10),
            }],
        };
        let html = statistics(&Ui::sample(), model);
        let (table, below) = html.rsplit_once("</table>").unwrap();
        assert!(
            table.contains(">满意率</th>") && !table.contains(formula),
            "{table}"
        );
        assert!(below.contains(formula), "{below}");
    }
}
