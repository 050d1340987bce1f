//! One drawn record: its public text beside the original, the judgement, and what came of the findings.

use chrono::NaiveDate;
use domain::objection::RecordNow;
use domain::role::Role;
use domain::spot_check::{FindingKind, FindingStage, Outcome, WORDS_MAX};
use leptos::prelude::*;

use super::{PATH, name, stage, unreviewed_mark};
use crate::components::{Choice, FormState, Tone, breadcrumbs, day, definition_list, notice, status_tag};
use crate::pages::staff_objections::now;
use crate::pages::staff_records::{Compared, comparison};
use crate::{Head, Ui, document, t, t_with};

/// A drawn record.
#[derive(Debug, Clone)]
pub struct ItemModel {
    /// The number of the check.
    pub check: i32,
    /// The record's place in it, from 1.
    pub place: i32,
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
            {findings(&model)}
            {original(&model)}
            {judge_form(&model)}
        }
    })
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

/// Nobody judges without the original beside it.
fn judge_form(model: &ItemModel) -> Option<AnyView> {
    let (Judgeable::Waiting { version, may: true }, Original::Beside(_)) =
        (&model.judgeable, &model.original)
    else {
        return None;
    };
    let form = model.posted.form_of(None);
    let action = format!("{PATH}/{}/{}", model.check, model.place);
    let verdicts = vec![
        Choice::new("in-order", t("spot-checks-in-order")),
        Choice::new("found", t("spot-checks-found")),
    ];
    let kinds = FindingKind::ALL.map(|kind| Choice::new(kind.as_str(), kind.label()));
    let text = form
        .field("text", t("spot-checks-words"))
        .hint(t("spot-checks-words-hint"));
    let view = view! {
        <form method="post" action=action class="card narrow" novalidate>
            <h2>{t("spot-checks-judge")}</h2>
            <input type="hidden" name="version" value=version.to_string() />
            {form.field("verdict", t("spot-checks-judgement")).radio_cards(verdicts)}
            {form
                .field("finding", t("spot-checks-kinds"))
                .hint(t("spot-checks-kinds-hint"))
                .optional()
                .checkboxes(kinds.into())}
            {text.optional().max(most()).text_area(4)}
            <div class="button-row"><button class="button">{t("spot-checks-judge")}</button></div>
        </form>
    };
    Some(view.into_any())
}

fn most() -> u32 {
    u32::try_from(WORDS_MAX).unwrap_or(u32::MAX)
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

/// What is done about an open finding: at the record first, then said here.
fn step(model: &ItemModel, kind: FindingKind) -> AnyView {
    if !model.role.settles_findings() {
        return view! { <p class="muted">{t("spot-checks-only-desk")}</p> }.into_any();
    }
    let form = model.posted.form_of(Some(kind));
    let action = format!("{PATH}/{}/{}/{}", model.check, model.place, kind.as_str());
    let outcome = |outcome: Outcome| {
        let word = outcome.as_str();
        Choice::new(word, outcome.label()).hint(t(&format!("spot-checks-outcome-{word}")))
    };
    view! {
        {ways(model, kind)}
        <form method="post" action=action class="card" novalidate>
            {form
                .field("outcome", t("spot-checks-outcome"))
                .apart(kind.as_str())
                .radio_cards(Outcome::ALL.map(outcome).into())}
            {form
                .field("reason", t("spot-checks-reason"))
                .apart(kind.as_str())
                .hint(t("spot-checks-reason-hint"))
                .optional()
                .max(most())
                .text_area(3)}
            <div class="button-row"><button class="button">{t("spot-checks-settle")}</button></div>
        </form>
    }
    .into_any()
}

/// The links to what mends it.
fn ways(model: &ItemModel, kind: FindingKind) -> AnyView {
    let record = format!("/staff/records/{}", model.record.0);
    let withdraw = view! { <a class="button button-secondary" href=format!("{record}#withdraw")>{t("spot-checks-go-withdraw")}</a> };
    let mend = (model.role.publishes() && !kind.asks_for_withdrawal()).then(|| {
        let (href, key) = match kind {
            FindingKind::Personal => (format!("{record}#choices"), "spot-checks-go-mask"),
            _ => (format!("{record}/edit"), "spot-checks-go-mend"),
        };
        view! { <a class="button button-secondary" href=href>{t(key)}</a> }
    });
    view! {
        <p>{t("spot-checks-ways")}</p>
        <p class="button-row">{mend} {withdraw}</p>
    }
    .into_any()
}
