//! Document numbers of a year: what is known, what is missing, what was said of it.

use domain::document_number::{Cause, Run, Series, Standing};
use leptos::prelude::*;

use crate::components::{
    Choice, FormState, Table, Tone, breadcrumbs, empty_state, link_to, notice, number, status_tag,
};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};

/// At most so many runs are written out for one word; the count tells of the rest.
const MOST_RUNS: usize = 60;

/// The page.
#[derive(Debug, Clone)]
pub struct Gaps {
    /// The year.
    pub year: i32,
    /// Units to choose from: code and name.
    pub units: Vec<(String, String)>,
    /// What is shown.
    pub shown: Shown,
    /// Whether the person may say why numbers are missing.
    pub may_explain: bool,
    /// What was chosen, and the form as it was sent.
    pub form: FormState,
}

/// What the page shows.
#[derive(Debug, Clone)]
pub enum Shown {
    /// Every unit that has numbers.
    Units(Vec<UnitLine>),
    /// One unit.
    Unit {
        /// Its code.
        code: String,
        /// Each word with its numbers.
        series: Vec<(String, Series)>,
        /// Numbers that do not count by year.
        other: u64,
    },
}

/// A unit in the overview.
#[derive(Debug, Clone)]
pub struct UnitLine {
    /// Code and name.
    pub unit: (String, String),
    /// How many words its numbers have.
    pub words: u64,
    /// How many numbers are known.
    pub known: u64,
    /// How many are missing.
    pub missing: u64,
}

/// Renders the page.
pub fn gaps(ui: &Ui, model: Gaps) -> String {
    let title = t("staff-records-gaps");
    document(ui, Head::new(title.clone()), || {
        let Gaps {
            year,
            units,
            shown,
            may_explain,
            form,
        } = model;
        let body = match shown {
            Shown::Units(lines) => overview(year, lines),
            Shown::Unit { code, series, other } => {
                of_unit(Place { unit: &code, year }, series, other, may_explain, &form)
            }
        };
        view! {
            {breadcrumbs(&[("/staff/records", t("staff-records-title"))], title.clone())}
            <h1>{title}</h1>
            {form.error_summary()}
            <p>{t("staff-records-gaps-lead")}</p>
            {chooser(&form, units)}
            {body}
        }
    })
}

fn chooser(form: &FormState, units: Vec<(String, String)>) -> AnyView {
    let units = units.into_iter().map(|(code, name)| Choice::new(code, name));
    view! {
        <form method="get" action="/staff/records/gaps" class="row">
            {form.field("unit", t("records-unit")).unless_chosen(t("common-all-units")).select(units.collect())}
            {form.field("year", t("staff-records-gaps-year")).inputmode("numeric").max(4).input()}
            <button class="button button-secondary">{t("staff-records-gaps-look")}</button>
        </form>
    }
    .into_any()
}

fn address(unit: &str, year: i32) -> String {
    let year = year.to_string();
    Query::new("/staff/records/gaps")
        .with("unit", unit)
        .with("year", &year)
        .href()
}

fn nothing() -> AnyView {
    empty_state(
        t("staff-records-gaps-empty"),
        view! { <p>{t("staff-records-gaps-empty-text")}</p> },
    )
    .into_any()
}

fn overview(year: i32, lines: Vec<UnitLine>) -> AnyView {
    if lines.is_empty() {
        return nothing();
    }
    let caption = t_with("staff-records-gaps-of-year", &[("year", year.to_string().into())]);
    let mut table = Table::new(caption)
        .column(t("records-unit"))
        .figures(t("staff-records-gaps-words"))
        .figures(t("staff-records-gaps-known"))
        .figures(t("staff-records-gaps-missing"));
    for line in lines {
        let (code, name) = line.unit;
        table = table.row(vec![
            link_to(&address(&code, year), name),
            number(line.words).into_any(),
            number(line.known).into_any(),
            missing_mark(line.missing),
        ]);
    }
    table.view()
}

fn missing_mark(count: u64) -> AnyView {
    match count {
        0 => status_tag(Tone::Ok, "0"),
        count => status_tag(Tone::Warn, number(count)),
    }
}

/// Which numbers a form is about.
#[derive(Clone, Copy)]
struct Place<'a> {
    unit: &'a str,
    year: i32,
}

impl Place<'_> {
    fn form(self, act: &'static str, class: &'static str, fields: AnyView) -> AnyView {
        view! {
            <form method="post" action="/staff/records/gaps" class=class novalidate>
                <input type="hidden" name="act" value=act />
                <input type="hidden" name="unit" value=self.unit.to_owned() />
                <input type="hidden" name="year" value=self.year.to_string() />
                {fields}
            </form>
        }
        .into_any()
    }
}

fn of_unit(
    at: Place<'_>,
    series: Vec<(String, Series)>,
    other: u64,
    may_explain: bool,
    form: &FormState,
) -> AnyView {
    if series.is_empty() && other == 0 {
        return nothing();
    }
    let open: Vec<&str> = series
        .iter()
        .filter(|(_, series)| !series.missing().is_empty())
        .map(|(word, _)| word.as_str())
        .collect();
    let explain = (may_explain && !open.is_empty()).then(|| explain_form(at, &open, form));
    let others = (other > 0).then(|| {
        let count = [("count", number(other).into())];
        notice(
            Tone::Neutral,
            view! { <p>{t_with("staff-records-gaps-other", &count)}</p> },
        )
    });
    let said = explained(at, &series, may_explain);
    view! { {table(at.year, &series)} {others} {explain} {said} }.into_any()
}

fn table(year: i32, all: &[(String, Series)]) -> AnyView {
    let caption = t_with("staff-records-gaps-of-year", &[("year", year.to_string().into())]);
    let mut table = Table::new(caption)
        .column(t("staff-records-gaps-word"))
        .column(t("staff-records-gaps-bounds"))
        .figures(t("staff-records-gaps-public"))
        .figures(t("staff-records-gaps-held"))
        .figures(t("staff-records-gaps-waiting"))
        .figures(t("staff-records-gaps-gone"))
        .figures(t("staff-records-gaps-missing"))
        .column(t("staff-records-gaps-which"));
    for (word, series) in all {
        let missing = series.missing();
        let count: u64 = missing.iter().map(|run| run.count()).sum();
        let mut cells = vec![
            word.clone().into_any(),
            series.bounds().map(run_text).unwrap_or_default().into_any(),
        ];
        cells.extend(Standing::ALL.map(|standing| number(series.count(standing)).into_any()));
        cells.extend([missing_mark(count), runs_text(&missing).into_any()]);
        table = table.row(cells);
    }
    table.view()
}

fn run_text(run: Run) -> String {
    if run.first == run.last {
        run.first.to_string()
    } else {
        format!("{}–{}", run.first, run.last)
    }
}

fn runs_text(runs: &[Run]) -> String {
    let shown: Vec<String> = runs.iter().take(MOST_RUNS).map(|run| run_text(*run)).collect();
    let more = if runs.len() > MOST_RUNS { "……" } else { "" };
    format!("{}{more}", shown.join(&t("common-comma")))
}

fn explain_form(at: Place<'_>, words: &[&str], form: &FormState) -> AnyView {
    let words = words.iter().map(|word| Choice::new(*word, *word));
    let causes = Cause::ALL.map(|cause| Choice::new(cause.as_str(), cause.label()));
    let figure = |name: &str, label: &str| {
        form.field(name, t(label))
            .inputmode("numeric")
            .autocomplete("off")
    };
    let fields = view! {
        <h2>{t("staff-records-gaps-explain")}</h2>
        {form.field("word", t("staff-records-gaps-word")).select(words.collect())}
        {figure("first", "staff-records-gaps-first").input()}
        {figure("last", "staff-records-gaps-last").hint(t("staff-records-gaps-last-hint")).optional().input()}
        {form.field("cause", t("staff-records-gaps-cause")).radio_cards(causes.into())}
        {form
            .field("reason", t("staff-records-gaps-reason"))
            .hint(t("staff-records-gaps-reason-hint"))
            .max(500)
            .text_area(2)}
        <div class="button-row"><button class="button">{t("staff-records-gaps-explain")}</button></div>
    };
    at.form("explain", "card narrow", fields.into_any())
}

fn explained(at: Place<'_>, all: &[(String, Series)], may: bool) -> Option<AnyView> {
    let mut table = Table::new(t("staff-records-gaps-explained"))
        .column(t("staff-records-gaps-word"))
        .column(t("staff-records-gaps-which"))
        .column(t("staff-records-gaps-cause"))
        .column(t("staff-records-gaps-reason"));
    if may {
        table = table.column(t("staff-records-choice-act"));
    }
    let mut is_empty = true;
    for (word, series) in all {
        for said in series.explained() {
            is_empty = false;
            let mut cells = vec![
                word.clone().into_any(),
                run_text(said.run).into_any(),
                said.cause.label().into_any(),
                view! { <div class="typed">{said.reason.clone()}</div> }.into_any(),
            ];
            if may {
                cells.push(reopen(at, word, said.run));
            }
            table = table.row(cells);
        }
    }
    (!is_empty).then(|| table.view())
}

fn reopen(at: Place<'_>, word: &str, run: Run) -> AnyView {
    let what = format!("{word} {}", run_text(run));
    let name = t_with("staff-records-gaps-reopen-one", &[("what", what.into())]);
    let fields = view! {
        <input type="hidden" name="word" value=word.to_owned() />
        <input type="hidden" name="first" value=run.first.to_string() />
        <input type="hidden" name="last" value=run.last.to_string() />
        <button class="button button-quiet" aria-label=name>{t("staff-records-gaps-reopen")}</button>
    };
    at.form("reopen", "", fields.into_any())
}
