//! One record before and after masking, what legal review said of it, and what may be done with it.

mod steps;

use chrono::{DateTime, NaiveDate, Utc};
use domain::publication::Correction;
use leptos::prelude::*;

use super::choices::{Choices, choices};
use super::exceptions::{self, ExceptionLine, ExceptionStep};
use super::findable::{self, FindableNote};
use super::owed::{OwedNote, note};
use crate::components::{
    FormState, Table, Tone, breadcrumbs, day, deadline, definition_list, notice, provisional_mark, status_tag,
};
use crate::pages::records::Segment;
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

/// One text before and after masking.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The field's name in the API.
    pub field: &'static str,
    /// The original, marked where masking takes something away.
    pub original: Vec<Segment>,
    /// The public text, marked where it makes somebody findable; nothing where none may be.
    pub public: Option<Vec<Segment>>,
    /// What masking takes away, how often, and by which rule.
    pub rules: Vec<(&'static str, usize, &'static str)>,
}

/// A submission to legal review.
#[derive(Debug, Clone)]
pub struct Round {
    /// Which original.
    pub revision: i32,
    /// Who submitted it, and when.
    pub submitted: (String, NaiveDate),
    /// What becomes of the text that the public sees.
    pub correction: Option<Correction>,
    /// Who judged it, and when.
    pub reviewed: Option<(String, NaiveDate)>,
    /// Why it was sent back.
    pub comment: Option<String>,
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
    document(ui, Head::new(title.clone()), || {
        let public = if model.can_withdraw {
            view! { <a href=format!("/records/{}", model.reference)>{model.reference.clone()}</a> }.into_any()
        } else {
            model.reference.clone().into_any()
        };
        let mut rows = vec![
            (t("records-unit"), model.unit.clone().into_any()),
            (
                t("staff-records-state"),
                status_tag(Tone::Neutral, model.state.clone()),
            ),
            (t("gone-reference"), public),
        ];
        if let Some((on, provisional)) = model.due {
            let mark = provisional_mark(provisional);
            rows.push((
                t("staff-records-due"),
                view! { {deadline(on, model.today)} {mark} }.into_any(),
            ));
        }
        view! {
            {breadcrumbs(&[("/staff/records", t("staff-records-title"))], title.clone())}
            <h1>{title}</h1>
            {model.form.error_summary()}
            {definition_list(rows)}
            {model.owed.clone().map(|owed| note(&model.reference, owed, model.today, &model.form))}
            {ruling(&model.ruling)}
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
            {comparison(model.fields.clone())}
            {choices(&model.reference, model.revision, model.choices.clone(), &model.form)}
            {forget_form(&model)}
            {withdraw_form(&model)}
            {owe_form(&model)}
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

/// Originals beside their public texts.
pub(crate) fn comparison(fields: Vec<Compared>) -> AnyView {
    let mut table = Table::new(t("staff-records-compare"))
        .column(t("staff-records-field"))
        .column(t("staff-records-original"))
        .column(t("staff-records-public"))
        .column(t("staff-records-masked"));
    for Compared {
        field,
        original,
        public,
        rules,
    } in fields
    {
        let public = public.unwrap_or_else(|| vec![Segment::plain(t("staff-records-nothing-public"))]);
        let public = public.into_iter().map(|piece| {
            if piece.marked {
                view! { <mark>{piece.text}</mark> }.into_any()
            } else {
                piece.text.into_any()
            }
        });
        let original = original.into_iter().map(|piece| {
            let class = piece.marked.then_some("mask");
            view! { <span class=class>{piece.text}</span> }
        });
        table = table.row(vec![
            t(&format!("staff-records-field-{}", field.replace('_', "-"))).into_any(),
            view! { <div class="typed">{original.collect_view()}</div> }.into_any(),
            view! { <div class="typed">{public.collect_view()}</div> }.into_any(),
            masked_by(rules),
        ]);
    }
    table.view()
}

/// `姓名 2 处（公安机关执法公开规定第十四条）`, one line each.
fn masked_by(rules: Vec<(&'static str, usize, &'static str)>) -> AnyView {
    if rules.is_empty() {
        return t("staff-records-nothing-masked").into_any();
    }
    let lines = rules.into_iter().map(|(what, count, rule)| {
        let line = [
            ("what", what.into()),
            ("count", count.into()),
            ("rule", rule.into()),
        ];
        view! { <p>{t_with("staff-records-masked-by", &line)}</p> }
    });
    lines.collect_view().into_any()
}

fn mend_link(reference: &str) -> AnyView {
    let href = format!("/staff/records/{reference}/edit");
    view! {
        <p class="button-row"><a class="button button-secondary" href=href>{t("staff-records-edit")}</a></p>
    }
    .into_any()
}

fn rounds(rounds: Vec<Round>, newest: i32) -> Option<AnyView> {
    if rounds.is_empty() {
        return None;
    }
    let mut table = Table::new(t("staff-records-rounds"))
        .column(t("staff-records-revision"))
        .column(t("staff-records-submitted"))
        .column(t("staff-records-reviewed"))
        .column(t("staff-records-verdict"));
    for round in rounds {
        let who = |(name, on): (String, NaiveDate)| view! { {name} " " {day(on)} }.into_any();
        let verdict = match (&round.reviewed, round.comment) {
            (None, _) if round.revision < newest => t("staff-records-superseded").into_any(),
            (None, _) => t("staff-records-open").into_any(),
            (Some(_), None) => status_tag(Tone::Ok, t("staff-records-passed")),
            (Some(_), Some(comment)) => view! {
                {status_tag(Tone::Danger, t("staff-records-sent-back"))}
                <div class="typed">{comment}</div>
            }
            .into_any(),
        };
        table = table.row(vec![
            revision(round.revision, round.correction),
            who(round.submitted),
            round.reviewed.map(who).into_any(),
            verdict,
        ]);
    }
    Some(table.view())
}

fn revision(number: i32, correction: Option<Correction>) -> AnyView {
    let number = t_with("staff-records-revision-n", &[("n", number.into())]);
    let correction = correction.map(|correction| view! { " " {status_tag(Tone::Warn, correction.label())} });
    view! { {number} {correction} }.into_any()
}
