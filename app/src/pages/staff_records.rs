//! 公示记录 at the workbench: what waits for publication, and one record before and after masking.

use chrono::NaiveDate;
use domain::record::WithdrawalCode;
use leptos::prelude::*;

use super::records::Segment;
use crate::components::{
    Choice, FormState, Table, Tone, breadcrumbs, day, day_or_unknown, definition_list, empty_state, notice,
    number, pagination, status_tag,
};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};

/// The lists of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Not public yet.
    Drafts,
    /// Public, with a newer original waiting.
    Corrections,
    /// Held back by policy.
    Held,
    /// Public.
    Published,
    /// Taken down.
    Withdrawn,
}

impl Tab {
    /// In the order of the page.
    pub const ALL: [Self; 5] = [
        Self::Drafts,
        Self::Corrections,
        Self::Held,
        Self::Published,
        Self::Withdrawn,
    ];

    /// The value of the parameter.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Corrections => "corrections",
            Self::Held => "held",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the parameter.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.as_str() == text)
    }

    fn label(self) -> String {
        match self {
            Self::Drafts => t("staff-records-drafts"),
            Self::Corrections => t("staff-records-corrections"),
            Self::Held => t("staff-records-held"),
            Self::Published => t("staff-records-published"),
            Self::Withdrawn => t("staff-records-withdrawn"),
        }
    }
}

/// A record of a list.
#[derive(Debug, Clone)]
pub struct Line {
    /// `R-…`.
    pub reference: String,
    /// Title of the newest original.
    pub title: String,
    /// The unit.
    pub unit: String,
    /// 文号.
    pub document_number: Option<String>,
    /// When it was decided.
    pub decided_on: Option<NaiveDate>,
    /// When it came in.
    pub came_in: NaiveDate,
    /// Why policy ruled as it did.
    pub ground: Option<String>,
}

/// One list of the desk.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Which one.
    pub tab: Tab,
    /// How many records each holds.
    pub counts: [(Tab, u64); 5],
    /// This page's records.
    pub lines: Vec<Line>,
    /// This page, from 1.
    pub page: u64,
    /// Records on a page.
    pub per_page: u64,
    /// Records in the list.
    pub total: u64,
}

/// Renders a list of the desk.
pub fn desk(ui: &Ui, model: Desk) -> String {
    document(ui, Head::new(t("staff-records-title")), || {
        let query = Query::new("/staff/records").with("list", model.tab.as_str());
        let is_empty = model.lines.is_empty();
        let table = (!is_empty).then(|| table(model.tab, model.lines));
        view! {
            <h1>{t("staff-records-title")}</h1>
            {tabs(model.tab, model.counts)}
            {table}
            {is_empty.then(|| empty_state(t("staff-records-empty"), view! { <p>{t("staff-records-empty-text")}</p> }))}
            {pagination(&query, model.page, model.per_page, model.total)}
        }
    })
}

fn tabs(current: Tab, counts: [(Tab, u64); 5]) -> AnyView {
    let links = counts
        .into_iter()
        .map(|(tab, count)| {
            let href = Query::new("/staff/records").with("list", tab.as_str()).href();
            let here = (tab == current).then_some("page");
            view! { <li><a class="chip" href=href aria-current=here>{tab.label()}" "{number(count)}</a></li> }
        })
        .collect_view();
    view! { <nav aria-label=t("staff-records-lists")><ul class="chips">{links}</ul></nav> }.into_any()
}

fn table(tab: Tab, lines: Vec<Line>) -> AnyView {
    let mut table = Table::new(tab.label())
        .column(t("staff-records-record"))
        .column(t("records-unit"))
        .column(t("records-number"))
        .column(t("records-decided"))
        .column(t("staff-records-came-in"));
    let shows_ground = matches!(tab, Tab::Held);
    if shows_ground {
        table = table.column(t("staff-records-ground"));
    }
    for line in lines {
        let href = format!("/staff/records/{}", line.reference);
        let mut cells = vec![
            view! { <a href=href>{line.title}</a> }.into_any(),
            line.unit.into_any(),
            line.document_number.unwrap_or_default().into_any(),
            day_or_unknown(line.decided_on),
            day(line.came_in),
        ];
        if shows_ground {
            cells.push(line.ground.unwrap_or_default().into_any());
        }
        table = table.row(cells);
    }
    table.view()
}

/// What policy says of the newest original.
#[derive(Debug, Clone)]
pub enum Ruling {
    /// May be public, masked.
    Publish {
        /// Law and article.
        ground: String,
    },
    /// Must not.
    Hold {
        /// Law and article.
        ground: String,
    },
}

/// One text before and after masking.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The field's name in the API.
    pub field: &'static str,
    /// The original, marked where masking takes something away.
    pub original: Vec<Segment>,
    /// The public text; nothing where none may be.
    pub public: Option<String>,
}

/// One record, the original beside its public text.
#[derive(Debug, Clone)]
pub struct Review {
    /// `R-…`.
    pub reference: String,
    /// The unit.
    pub unit: String,
    /// Where it stands, in words.
    pub state: String,
    /// Which original this is.
    pub revision: i32,
    /// What policy says.
    pub ruling: Ruling,
    /// The texts.
    pub fields: Vec<Compared>,
    /// Whether it waits for publication.
    pub can_publish: bool,
    /// Whether it is public.
    pub can_withdraw: bool,
    /// The withdrawal form as it was sent.
    pub form: FormState,
}

/// Renders one record with what can be done with it.
pub fn review(ui: &Ui, model: Review) -> String {
    let title = t_with(
        "staff-records-of",
        &[("reference", model.reference.as_str().into())],
    );
    document(ui, Head::new(title.clone()), || {
        let public = if model.can_withdraw {
            view! { <a href=format!("/records/{}", model.reference)>{model.reference.clone()}</a> }.into_any()
        } else {
            model.reference.clone().into_any()
        };
        let rows = vec![
            (t("records-unit"), model.unit.clone().into_any()),
            (
                t("staff-records-state"),
                status_tag(Tone::Neutral, model.state.clone()),
            ),
            (t("gone-reference"), public),
        ];
        view! {
            {breadcrumbs(&[("/staff/records", t("staff-records-title"))], title.clone())}
            <h1>{title}</h1>
            {model.form.error_summary()}
            {definition_list(rows)}
            {ruling(&model.ruling)}
            {publish_form(&model)}
            {comparison(model.fields.clone())}
            {withdraw_form(&model)}
        }
    })
}

fn ruling(ruling: &Ruling) -> AnyView {
    match ruling.clone() {
        Ruling::Publish { ground } => notice(
            Tone::Ok,
            t_with("staff-records-may", &[("ground", ground.into())]),
        ),
        Ruling::Hold { ground } => notice(
            Tone::Danger,
            t_with("staff-records-must-not", &[("ground", ground.into())]),
        ),
    }
    .into_any()
}

fn comparison(fields: Vec<Compared>) -> AnyView {
    let mut table = Table::new(t("staff-records-compare"))
        .column(t("staff-records-field"))
        .column(t("staff-records-original"))
        .column(t("staff-records-public"));
    for Compared {
        field,
        original,
        public,
    } in fields
    {
        let public = public.unwrap_or_else(|| t("staff-records-nothing-public"));
        let original = original.into_iter().map(|piece| {
            let class = piece.marked.then_some("mask");
            view! { <span class=class>{piece.text}</span> }
        });
        table = table.row(vec![
            t(&format!("staff-records-field-{}", field.replace('_', "-"))).into_any(),
            view! { <div class="typed">{original.collect_view()}</div> }.into_any(),
            view! { <div class="typed">{public}</div> }.into_any(),
        ]);
    }
    table.view()
}

fn publish_form(model: &Review) -> Option<AnyView> {
    if !model.can_publish {
        return None;
    }
    let action = format!("/staff/records/{}/publish", model.reference);
    let (hint, button) = match model.ruling {
        Ruling::Publish { .. } => ("staff-records-publish-hint", "staff-records-publish"),
        Ruling::Hold { .. } => ("staff-records-hold-hint", "staff-records-hold"),
    };
    let form = view! {
        <form method="post" action=action class="card narrow">
            <p>{t(hint)}</p>
            <input type="hidden" name="revision" value=model.revision.to_string() />
            <div class="button-row"><button class="button">{t(button)}</button></div>
        </form>
    };
    Some(form.into_any())
}

fn withdraw_form(model: &Review) -> Option<AnyView> {
    if !model.can_withdraw {
        return None;
    }
    let action = format!("/staff/records/{}/withdraw", model.reference);
    let reasons = WithdrawalCode::ALL.iter().map(|code| {
        let hint = if code.leaves_tombstone() {
            t("staff-records-tombstone")
        } else {
            t("staff-records-bare")
        };
        Choice::new(code.as_str(), code.label()).hint(hint)
    });
    let form = view! {
        <form method="post" action=action class="card narrow" novalidate>
            <h2>{t("staff-records-withdraw")}</h2>
            {model.form.field("reason", t("gone-reason")).radio_cards(reasons.collect())}
            {model.form.field("confirmed", t("staff-records-confirm")).checkbox("yes")}
            <div class="button-row"><button class="button button-danger">{t("staff-records-withdraw")}</button></div>
        </form>
    };
    Some(form.into_any())
}
