//! One record before and after masking, what legal review said of it, and what may be done with it.

mod steps;

use chrono::{DateTime, NaiveDate, Utc};
use domain::publication::Stage;
use leptos::prelude::*;

use super::choices::{Choices, choices};
use super::comparison::{Compared, comparison};
use super::exceptions::{self, ExceptionLine, ExceptionStep};
use super::findable::{self, FindableNote};
use super::over::Over;
use super::owed::{OwedNote, note};
use super::rounds::{Round, rounds};
use crate::components::{
    FormState, Tone, breadcrumbs, deadline, definition_list, notice, provisional_mark, status_tag,
};
use crate::pages::records::{Change, changes};
use crate::{Head, Ui, document, t, t_with};
use steps::{forget_form, hour, next_step, owe_form, withdraw_form};

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

/// What the person may do with the record now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// 送审.
    Submit,
    /// 通过或打回.
    Judge,
    /// 发布.
    Publish,
    /// 确认不公开.
    Hold,
    /// Others work on it, or nothing is left to do.
    Nothing,
}

/// What is done with a record that tells of somebody under eighteen, if that is whom it punishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Minor {
    /// A reviewer sends it back.
    Judged,
    /// A publisher notes why it is not public.
    Mended,
}

/// One record, the original beside its public text.
#[derive(Debug, Clone)]
pub struct Review {
    /// `R-…`.
    pub reference: String,
    /// The unit.
    pub unit: String,
    /// Where it stands.
    pub stage: Stage,
    /// The same in words.
    pub state: String,
    /// Why the public sees it no longer.
    pub over: Option<Over>,
    /// The title of the newest original.
    pub title: String,
    /// Which original this is.
    pub revision: i32,
    /// What is to be done where it tells of somebody under eighteen.
    pub minor: Option<Minor>,
    /// What it would change of the public text, where it is a correction.
    pub changes: Option<Vec<Change>>,
    /// What policy says.
    pub ruling: Ruling,
    /// The texts.
    pub fields: Vec<Compared>,
    /// What in them makes somebody findable.
    pub findable: Option<FindableNote>,
    /// What people decided about single passages.
    pub choices: Choices,
    /// What legal review was asked and said, first to last.
    pub rounds: Vec<Round>,
    /// Exceptions from the policy that were asked for, first to last.
    pub exceptions: Vec<ExceptionLine>,
    /// What the person may do about one.
    pub exception_step: ExceptionStep,
    /// Why it must go, if it must.
    pub owed: Option<OwedNote>,
    /// The last day for making it public, and whether it is counted by weekends alone.
    pub due: Option<(NaiveDate, bool)>,
    /// When it becomes public by itself.
    pub publish_at: Option<DateTime<Utc>>,
    /// Today.
    pub today: NaiveDate,
    /// The next step, if it is this person's.
    pub next: Next,
    /// Whether it is public.
    pub can_withdraw: bool,
    /// How many earlier texts the public may still read.
    pub earlier: usize,
    /// Whether the person is a publisher.
    pub publishes: bool,
    /// Whether the person may give it a new original.
    pub can_mend: bool,
    /// The form as it was sent.
    pub form: FormState,
}

/// Renders one record with what can be done with it.
pub fn review(ui: &Ui, model: Review) -> String {
    let title = t_with(
        "staff-records-of",
        &[("reference", model.reference.as_str().into())],
    );
    let ui = ui.telling(|step| step.holds_at(&model.stage));
    document(&ui, Head::new(title.clone()), || {
        let public = if model.can_withdraw {
            view! { <a href=format!("/records/{}", model.reference)>{model.reference.clone()}</a> }.into_any()
        } else {
            model.reference.clone().into_any()
        };
        let mut rows = vec![
            (t("records-unit"), model.unit.clone().into_any()),
            (t("staff-records-state"), state(&model)),
            (t("gone-reference"), public),
        ];
        let over = model.over.clone().into_iter().flat_map(Over::facts);
        rows.extend(over.map(|(key, fact)| (t(key), fact)));
        if let Some((on, provisional)) = model.due {
            let mark = provisional_mark(provisional);
            rows.push((
                t("staff-records-due"),
                view! { {deadline(on, model.today)} {mark} }.into_any(),
            ));
        }
        view! {
            {breadcrumbs(&[("/staff/records", t("staff-records-title"))], title.clone())}
            <h1>{model.title.clone()}</h1>
            {model.form.error_summary()}
            {definition_list(rows)}
            {model.owed.clone().map(|owed| note(&model.reference, owed, model.today, &model.form))}
            {model.over.as_ref().map_or_else(|| ruling(&model.ruling), Over::note)}
            {model.minor.map(minor)}
            {model.findable.clone().map(|found| {
                findable::note((model.reference.as_str(), model.revision), model.next == Next::Judge, found)
            })}
            {exceptions::of_record(
                &model.reference,
                model.revision,
                model.exceptions.clone(),
                model.exception_step,
                &model.form,
            )}
            {rounds(model.rounds.clone(), model.revision)}
            {next_step(&model)}
            {hour(&model)}
            {model.can_mend.then(|| mend_link(&model.reference))}
            {model.changes.clone().map(changed)}
            {comparison(model.fields.clone())}
            {choices(&model)}
            {forget_form(&model)}
            {withdraw_form(&model)}
            {owe_form(&model)}
        }
    })
}

fn state(model: &Review) -> AnyView {
    let tone = match model.stage {
        Stage::Withdrawn(_) => Tone::Danger,
        _ => Tone::Neutral,
    };
    status_tag(tone, model.state.clone())
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

/// What is to be done where somebody under eighteen is told of, by whoever can.
fn minor(minor: Minor) -> AnyView {
    let step = match minor {
        Minor::Judged => t("staff-records-minor-judge"),
        Minor::Mended => t("staff-records-minor-mend"),
    };
    notice(Tone::Danger, view! { <p>{t("staff-records-minor")} {step}</p> }).into_any()
}

fn changed(fields: Vec<Change>) -> AnyView {
    let columns = ["staff-records-changes-now", "staff-records-changes-next"];
    let table = changes(t("staff-records-changes"), columns, fields)
        .unwrap_or_else(|| notice(Tone::Neutral, t("staff-records-changes-none")).into_any());
    view! { <section><h2>{t("staff-records-changes")}</h2> {table}</section> }.into_any()
}

fn mend_link(reference: &str) -> AnyView {
    let href = format!("/staff/records/{reference}/edit");
    view! {
        <p class="button-row"><a class="button button-secondary" href=href>{t("staff-records-edit")}</a></p>
    }
    .into_any()
}
