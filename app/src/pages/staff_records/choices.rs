//! What people decided about single passages, and the forms for it.

use chrono::NaiveDate;
use domain::masking::Kind;
use domain::masking::choice::{MOST_PASSAGE, MOST_REASON};
use leptos::prelude::*;

use super::review::Review;
use crate::components::{Choice, FormState, Table, Tone, day, field_id, notice, status_tag};
use crate::islands::selection::{HideSelection, SelectionText};
use crate::{t, t_with};

/// A choice on a passage.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// As it stands in the original.
    pub passage: String,
    /// Whether it is masked by this choice; else it is shown by it.
    pub hides: bool,
    /// As what.
    pub kind: Kind,
    /// Why.
    pub reason: String,
    /// Who decided so, and when.
    pub by: (String, NaiveDate),
    /// Whether the passage still stands in the newest original.
    pub applies: bool,
}

/// The choices on a record.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Every one.
    pub chosen: Vec<Chosen>,
    /// Passages whose masking may be refused, with what they are masked as.
    pub refusable: Vec<(Kind, String)>,
    /// Whether the person may decide.
    pub may: bool,
}

/// The table of choices and the forms; nothing where there are none and none may be made.
pub(super) fn choices(record: &Review) -> Option<AnyView> {
    let (model, form) = (record.choices.clone(), &record.form);
    if model.chosen.is_empty() && !model.may {
        return None;
    }
    let to = Place {
        reference: &record.reference,
        revision: record.revision,
    };
    let correction = (model.may && record.can_withdraw)
        .then(|| notice(Tone::Warn, view! { <p>{t("staff-records-choices-public")}</p> }));
    let table = (!model.chosen.is_empty()).then(|| table(to, model.chosen, model.may));
    let forms = model.may.then(|| {
        let show = (!model.refusable.is_empty()).then(|| show_form(to, model.refusable, form));
        view! { <p>{t("staff-records-choices-lead")}</p> {selection()} <div class="cards">{hide_form(to, form)} {show}</div> }
    });
    let section = view! {
        <section id="choices">
            <h2>{t("staff-records-choices")}</h2>
            {correction}
            {table}
            {forms}
        </section>
    };
    Some(section.into_any())
}

/// Which original of which record a form is about.
#[derive(Clone, Copy)]
struct Place<'a> {
    reference: &'a str,
    revision: i32,
}

impl Place<'_> {
    /// A form that decides about a passage.
    fn form(self, act: &'static str, class: &'static str, fields: AnyView) -> AnyView {
        let action = format!("/staff/records/{}/masking", self.reference);
        view! {
            <form method="post" action=action class=class novalidate>
                <input type="hidden" name="revision" value=self.revision.to_string() />
                <input type="hidden" name="act" value=act />
                {fields}
            </form>
        }
        .into_any()
    }
}

fn table(to: Place<'_>, chosen: Vec<Chosen>, may: bool) -> AnyView {
    let mut table = Table::new(t("staff-records-choices"))
        .column(t("staff-records-passage"))
        .column(t("staff-records-choice"))
        .column(t("staff-records-choice-reason"))
        .column(t("staff-records-choice-by"));
    if may {
        table = table.column(t("staff-records-choice-act"));
    }
    for one in chosen {
        let key = if one.hides {
            "staff-records-hidden-as"
        } else {
            "staff-records-shown-as"
        };
        let what = t_with(key, &[("kind", one.kind.label().into())]);
        let idle = (!one.applies).then(|| status_tag(Tone::Warn, t("staff-records-choice-idle")));
        let (by, on) = one.by;
        let mut cells = vec![
            view! { <span class="typed">{one.passage.clone()}</span> }.into_any(),
            view! { {what} " " {idle} }.into_any(),
            view! { <div class="typed">{one.reason}</div> }.into_any(),
            view! { {by} " " {day(on)} }.into_any(),
        ];
        if may {
            cells.push(take_back(to, one.passage));
        }
        table = table.row(cells);
    }
    table.view()
}

fn take_back(to: Place<'_>, passage: String) -> AnyView {
    let name = t_with("staff-records-leave-one", &[("passage", passage.as_str().into())]);
    let fields = view! {
        <input type="hidden" name="passage" value=passage />
        <button class="button button-quiet" aria-label=name>{t("staff-records-leave")}</button>
    };
    to.form("leave", "", fields.into_any())
}

fn hide_form(to: Place<'_>, form: &FormState) -> AnyView {
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.as_str(), kind.label()));
    let passage = form.field("hide_passage", t("staff-records-passage"));
    let passage = passage
        .hint(t("staff-records-passage-hint"))
        .max(most(MOST_PASSAGE));
    let fields = view! {
        <h3>{t("staff-records-hide")}</h3>
        {passage.autocomplete("off").input()}
        {form.field("hide_kind", t("staff-records-hide-kind")).select(kinds.into())}
        {reason(form, "hide_reason")}
        <div class="button-row"><button class="button button-secondary">{t("staff-records-hide")}</button></div>
    };
    to.form("hide", "card", fields.into_any())
}

/// A button that masks a passage which makes somebody findable.
pub(super) fn hide_at_once(reference: &str, revision: i32, passage: String, kind: Kind) -> AnyView {
    let name = t_with("staff-records-hide-one", &[("passage", passage.as_str().into())]);
    let fields = view! {
        <input type="hidden" name="hide_passage" value=passage />
        <input type="hidden" name="hide_kind" value=kind.as_str() />
        <input type="hidden" name="hide_reason" value=t("staff-records-findable-reason") />
        <button class="button button-secondary" aria-label=name>{t("staff-records-hide-now")}</button>
    };
    Place { reference, revision }.form("hide", "button-row", fields.into_any())
}

/// With a script: what is selected in an original above is put into the form.
fn selection() -> AnyView {
    let text = SelectionText {
        selected: t("staff-records-selected"),
        hide: t("staff-records-hide-selected"),
    };
    let (field, next) = (field_id("hide_passage"), field_id("hide_kind"));
    view! { <HideSelection scope="[data-original]".to_owned() field next text /> }.into_any()
}

fn show_form(to: Place<'_>, refusable: Vec<(Kind, String)>, form: &FormState) -> AnyView {
    let passages = refusable.into_iter().map(|(kind, passage)| {
        let pair = [("name", kind.label().into()), ("value", passage.as_str().into())];
        let label = t_with("common-pair", &pair);
        Choice::new(passage, label)
    });
    let passage = form.field("show_passage", t("staff-records-show-which"));
    let fields = view! {
        <h3>{t("staff-records-show")}</h3>
        <p class="hint">{t("staff-records-show-hint")}</p>
        {passage.select(passages.collect())}
        {reason(form, "show_reason")}
        <div class="button-row"><button class="button button-secondary">{t("staff-records-show")}</button></div>
    };
    to.form("show", "card", fields.into_any())
}

fn reason(form: &FormState, name: &str) -> AnyView {
    let field = form.field(name, t("staff-records-choice-reason"));
    field
        .hint(t("staff-records-choice-reason-hint"))
        .max(most(MOST_REASON))
        .text_area(2)
}

fn most(characters: usize) -> u32 {
    u32::try_from(characters).unwrap_or(u32::MAX)
}
