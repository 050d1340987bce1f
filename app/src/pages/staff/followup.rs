//! One follow-up: what was rated, what was found, what can be done.

use chrono::{DateTime, Utc};
use domain::callback::{Dimension, Rating, Round};
use domain::ids::{DemandId, FollowUpId};
use leptos::prelude::*;

use super::callbacks::{FollowUpRow, tone};
use crate::components::{
    Choice, FormState, TimelineItem, breadcrumbs, day, deadline, definition_list, moment, status_tag,
    timeline,
};
use crate::{Head, Ui, document, t, t_with};

/// A note.
#[derive(Debug, Clone)]
pub struct NoteRow {
    /// `contact`, `verify` …
    pub kind: String,
    /// The words.
    pub text: String,
    /// The writer.
    pub author: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The page's model.
#[derive(Debug, Clone)]
pub struct FollowUpModel {
    /// The follow-up.
    pub row: FollowUpRow,
    /// Counts changes; posted back.
    pub version: i32,
    /// Who looks into it.
    pub queue: &'static str,
    /// The unit may learn the number.
    pub may_tell_unit: bool,
    /// First and second rating.
    pub ratings: Vec<Rating>,
    /// What was written down.
    pub notes: Vec<NoteRow>,
    /// Words of the acts that this person can do now.
    pub acts: Vec<&'static str>,
    /// Verified follow-ups that can be sent together: id, label.
    pub companions: Vec<(FollowUpId, String)>,
    /// Fewest unnamed ratings in a rectification.
    pub group_size: u32,
    /// The rectification it was sent with.
    pub demand: Option<DemandId>,
    /// What was typed.
    pub form: FormState,
    /// Why the last step was not taken.
    pub refused: Option<String>,
}

/// The page.
pub fn follow_up(ui: &Ui, model: FollowUpModel) -> String {
    let today = ui.today;
    document(
        ui,
        Head::new(t("followup-title")).noindex().holds_form(),
        move || {
            let row = model.row.clone();
            let demand = model.demand.map(|id| {
                let href = format!("/staff/rectifications/{id}");
                view! { <p><a href=href>{t("followup-demand")}</a></p> }
            });
            view! {
                {breadcrumbs(&[("/staff/callbacks", t("callbacks-title"))], t("followup-title"))}
                <h1>{row.number.clone()} " " {row.level.label()}</h1>
                <p>{status_tag(tone(row.state), row.state.label())} " " {row.due_on.map(|on| deadline(on, today))}</p>
                {model.form.refusal(model.refused.clone(), is_offered(&model))}
                {model.form.error_summary()}
                {facts(&model)}
                {ratings(&model.ratings)}
                {demand}
                {(!model.notes.is_empty()).then(|| notes(model.notes.clone()))}
                {(!model.acts.is_empty()).then(|| acts(&model))}
                {(!model.companions.is_empty()).then(|| send(&model))}
            }
        },
    )
}

/// Whether the form that was posted is still on the page: that of an act, or that of a rectification.
fn is_offered(model: &FollowUpModel) -> bool {
    if model.form.value("act").is_empty() {
        !model.companions.is_empty()
    } else {
        !model.acts.is_empty()
    }
}

fn yes_no(yes: bool) -> AnyView {
    t(if yes { "followup-yes" } else { "followup-no" }).into_any()
}

fn facts(model: &FollowUpModel) -> AnyView {
    let row = &model.row;
    let round = t(match row.round {
        Round::First => "followup-first",
        Round::Second => "followup-second",
    });
    definition_list(vec![
        (t("callbacks-col-kind"), row.kind.label().into_any()),
        (t("callbacks-col-unit"), row.unit.clone().into_any()),
        (t("callbacks-col-closed"), day(row.closed_on)),
        (t("followup-round"), round.into_any()),
        (t("followup-queue"), model.queue.into_any()),
        (t("followup-wants-contact"), yes_no(row.wants_contact)),
        (t("followup-may-tell"), yes_no(model.may_tell_unit)),
    ])
}

fn ratings(ratings: &[Rating]) -> AnyView {
    let titles = [t("followup-first"), t("followup-second")];
    let sections = titles
        .into_iter()
        .zip(ratings.iter().cloned())
        .map(|(title, rating)| {
            let reasons: Vec<_> = rating.reasons.iter().map(|reason| reason.label()).collect();
            let mut facts = vec![(t("callbacks-col-level"), rating.level.label().into_any())];
            for part in Dimension::ALL {
                if let Some(level) = rating.dimensions.of(part) {
                    facts.push((part.label().to_owned(), level.label().into_any()));
                }
            }
            if let Some(integrity) = rating.integrity {
                facts.push((t("followup-integrity"), integrity.label().into_any()));
            }
            if !reasons.is_empty() {
                facts.push((
                    t("followup-reasons"),
                    reasons.join(&t("common-semicolon")).into_any(),
                ));
            }
            if let Some(text) = rating.text {
                facts.push((
                    t("followup-text"),
                    view! { <p class="typed">{text}</p> }.into_any(),
                ));
            }
            view! { <section><h2>{title}</h2>{definition_list(facts)}</section> }
        });
    sections.collect_view().into_any()
}

fn notes(notes: Vec<NoteRow>) -> AnyView {
    let items = notes.into_iter().rev().map(|note| TimelineItem {
        when: moment(note.at),
        what: t(&format!("followup-note-{}", note.kind)),
        who: Some(note.author),
        text: Some(note.text),
        link: None,
    });
    view! { <section><h2>{t("followup-notes")}</h2>{timeline(items.collect())}</section> }.into_any()
}

fn acts(model: &FollowUpModel) -> AnyView {
    let choices = model
        .acts
        .iter()
        .map(|act| Choice::new(*act, t(&format!("followup-act-{act}"))))
        .collect();
    let form = &model.form;
    view! {
        <section>
            <h2>{t("followup-act")}</h2>
            <p class="muted">{t("followup-phone")}</p>
            <form method="post" action=format!("/staff/callbacks/{}", model.row.id) class="stack narrow" novalidate>
                <input type="hidden" name="version" value=model.version.to_string() />
                {form.field("act", t("followup-act")).radio_cards(choices)}
                {form
                    .field("text", t("followup-act-text"))
                    .hint(t("followup-act-hint"))
                    .max(2000)
                    .text_area(4)}
                <p><button class="button">{t("followup-act-submit")}</button></p>
            </form>
        </section>
    }
    .into_any()
}

fn send(model: &FollowUpModel) -> AnyView {
    let choices = model
        .companions
        .iter()
        .map(|(id, label)| Choice::new(id.to_string(), label.clone()))
        .collect();
    let form = &model.form;
    let hint = t_with("followup-send-hint", &[("size", model.group_size.into())]);
    view! {
        <section>
            <h2>{t("followup-send-title")}</h2>
            <p class="muted">{hint}</p>
            <form method="post" action="/staff/rectifications" class="stack narrow" novalidate>
                <input type="hidden" name="from" value=model.row.id.to_string() />
                {form.field("follow_up", t("followup-send-which")).checkboxes(choices)}
                {form
                    .field("advice", t("followup-send-text"))
                    .hint(t("followup-send-text-hint"))
                    .optional()
                    .max(5000)
                    .text_area(4)}
                <p><button class="button">{t("followup-send-submit")}</button></p>
            </form>
        </section>
    }
    .into_any()
}
