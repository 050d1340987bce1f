//! One drawn record: its public text beside the original, the judgement, and what came of the findings.

mod forms;

use chrono::NaiveDate;
use domain::objection::RecordNow;
use domain::role::Role;
use domain::spot_check::{FindingKind, FindingStage};
use leptos::prelude::*;

use super::{PATH, name, stage, unreviewed_mark};
use crate::components::{FormState, Tone, breadcrumbs, day, definition_list, notice, status_tag};
use crate::pages::staff_objections::now;
use crate::pages::staff_records::{Compared, comparison};
use crate::{Head, Ui, document, t, t_with};
use forms::{judge_form, step};

/// A drawn record.
#[derive(Debug, Clone)]
pub struct ItemModel {
    /// The number of the check.
    pub check: i32,
    /// The record's place in it, from 1.
    pub place: i32,
    /// The place of the next one that the reader may judge.
    pub next: Option<i32>,
    /// `R-…`, and what it is called in public, while it is.
    pub record: (String, Option<String>),
    /// Whose it is, by name.
    pub unit: String,
    /// Whether legal review let the drawn text pass.
    pub reviewed: bool,
    /// What has become of it since it was drawn, or judged.
    pub record_now: RecordNow,
    /// Its texts.
    pub original: Original,
    /// Where its judgement stands.
    pub judgeable: Judgeable,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The reader's, which says what may be done.
    pub role: Role,
    /// What was sent, and why it was not taken.
    pub posted: Posted,
}

/// The original beside the public text. Whoever reads it leaves a mark.
#[derive(Debug, Clone)]
pub enum Original {
    /// Each field.
    Beside(Vec<Compared>),
    /// It can be asked for.
    OnRequest,
    /// The record is public no longer.
    Gone,
}

/// A finding.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Which kind.
    pub kind: FindingKind,
    /// Where it stands.
    pub stage: FindingStage,
    /// Who settled it, and when.
    pub settled: Option<(String, NaiveDate)>,
}

/// Where a judgement stands.
#[derive(Debug, Clone)]
pub enum Judgeable {
    /// To be given, of this version of the public text, by the reader or by others.
    Waiting {
        /// The version that the reader sees.
        version: i32,
        /// The reader may judge.
        may: bool,
    },
    /// It left the public before.
    Left,
    /// Given: by whom, when, and what was seen.
    Judged {
        /// Who, and when.
        by: (String, NaiveDate),
        /// What was seen; nothing where it is in order.
        words: Option<String>,
    },
}

/// A form as it was sent.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    /// The finding that it was about; none where it was the judgement.
    pub finding: Option<FindingKind>,
    /// What was typed.
    pub form: FormState,
    /// Why it was not taken.
    pub refused: Option<String>,
}

impl Posted {
    /// The form to be shown for a finding, or for the judgement: as it was sent if it was this one.
    fn form_of(&self, finding: Option<FindingKind>) -> FormState {
        if self.finding == finding {
            self.form.clone()
        } else {
            FormState::new()
        }
    }
}

/// Renders a drawn record.
pub fn item(ui: &Ui, model: ItemModel) -> String {
    let title = t_with("spot-checks-item", &[("place", model.place.to_string().into())]);
    document(ui, Head::new(title.clone()).noindex(), move || {
        let check = format!("{PATH}/{}", model.check);
        let levels = [
            (PATH, t("spot-checks-title")),
            (check.as_str(), name(model.check)),
        ];
        view! {
            {breadcrumbs(&levels, title.clone())}
            <h1>{title}</h1>
            {model.posted.form.refusal(model.posted.refused.clone(), is_offered(&model))}
            {model.posted.form.error_summary()}
            {definition_list(facts(&model))}
            {judgement(&model)}
            {model.next.map(|place| next_link(model.check, place))}
            {findings(&model)}
            {original(&model)}
            {judge_form(&model)}
        }
    })
}

fn next_link(check: i32, place: i32) -> AnyView {
    let words = t_with("spot-checks-next", &[("place", place.to_string().into())]);
    view! { <p class="no-print"><a href=format!("{PATH}/{check}/{place}")>{words}</a></p> }.into_any()
}

/// Whether the form that was sent is still on the page.
fn is_offered(model: &ItemModel) -> bool {
    match model.posted.finding {
        None => matches!(
            (&model.judgeable, &model.original),
            (Judgeable::Waiting { may: true, .. }, Original::Beside(_))
        ),
        Some(sent) => {
            let mut findings = model.findings.iter();
            findings.any(|one| one.kind == sent && matches!(one.stage, FindingStage::Open(_)))
        }
    }
}

fn facts(model: &ItemModel) -> Vec<(String, AnyView)> {
    vec![
        (t("objection-record"), record(model)),
        (t("records-unit"), model.unit.clone().into_any()),
        (t("staff-objections-record-now"), now(model.record_now)),
    ]
}

fn record(model: &ItemModel) -> AnyView {
    let (reference, title) = model.record.clone();
    let public = match title {
        Some(title) => {
            view! { <a href=format!("/records/{reference}")>{reference.clone()}</a> " " {title} }.into_any()
        }
        None => reference.clone().into_any(),
    };
    let desk = model.role.sees_drafts().then(|| {
        let href = format!("/staff/records/{reference}");
        view! { " " <a class="no-print" href=href>{t("staff-objections-open-record")}</a> }
    });
    view! { {public} " " {unreviewed_mark(model.reviewed)} {desk} }.into_any()
}

fn judgement(model: &ItemModel) -> AnyView {
    match &model.judgeable {
        Judgeable::Waiting { may: true, .. } => {
            view! { <p class="narrow">{t("spot-checks-judge-lead")}</p> }.into_any()
        }
        Judgeable::Waiting { .. } => {
            view! { <p class="muted">{t("spot-checks-only-checkers")}</p> }.into_any()
        }
        Judgeable::Left => notice(Tone::Neutral, view! { <p>{t("spot-checks-left-text")}</p> }),
        Judgeable::Judged { by, words } => judged(by.clone(), words.clone()),
    }
}

fn judged((by, on): (String, NaiveDate), words: Option<String>) -> AnyView {
    let (tag, words) = match words {
        None => (status_tag(Tone::Ok, t("spot-checks-in-order")), None),
        Some(words) => {
            let seen = view! { <p class="typed">{words}</p> };
            (status_tag(Tone::Warn, t("spot-checks-found")), Some(seen))
        }
    };
    view! {
        <section class="narrow">
            <h2>{t("spot-checks-judgement")}</h2>
            <p>{tag} " " {by} " " {day(on)}</p>
            {words}
        </section>
    }
    .into_any()
}

fn original(model: &ItemModel) -> Option<AnyView> {
    match &model.original {
        Original::Beside(fields) => Some(comparison(fields.clone())),
        Original::OnRequest => {
            let action = format!("{PATH}/{}/{}/original", model.check, model.place);
            let button = view! {
                <form method="post" action=action class="no-print">
                    <p class="button-row"><button class="button">{t("case-read-original")}</button></p>
                </form>
            };
            Some(button.into_any())
        }
        Original::Gone => None,
    }
}

fn findings(model: &ItemModel) -> AnyView {
    let one = |finding: &Finding| {
        let (kind, at) = (finding.kind, &finding.stage);
        let by = finding
            .settled
            .clone()
            .map(|(by, on)| view! { " " {by} " " {day(on)} });
        let reason = match at {
            FindingStage::Settled(settled) => settled.settlement().reason().map(str::to_owned),
            FindingStage::Open(_) | FindingStage::Left => None,
        };
        let step = matches!(at, FindingStage::Open(_)).then(|| step(model, kind));
        view! {
            <section class="narrow">
                <h2>{kind.label()}</h2>
                <p>{stage(at)} {by}</p>
                {reason.map(|reason| view! { <p class="typed">{reason}</p> })}
                {step}
            </section>
        }
    };
    model.findings.iter().map(one).collect_view().into_any()
}
