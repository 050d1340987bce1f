//! What legal review was asked and said of a record.

use chrono::NaiveDate;
use domain::publication::Correction;
use leptos::prelude::*;

use crate::components::{Table, Tone, day, status_tag};
use crate::{t, t_with};

/// A submission to legal review.
#[derive(Debug, Clone)]
pub struct Round {
    /// Which original.
    pub revision: i32,
    /// Who submitted it, and when.
    pub submitted: (String, NaiveDate),
    /// What becomes of the text that the public sees.
    pub correction: Option<Correction>,
    /// Why, for the public.
    pub reason: Option<String>,
    /// Who judged it, and when.
    pub reviewed: Option<(String, NaiveDate)>,
    /// Why it was sent back.
    pub comment: Option<String>,
}

/// Every submission, first to last; nothing where there was none.
pub(super) fn rounds(rounds: Vec<Round>, newest: i32) -> Option<AnyView> {
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
            revision(round.revision, round.correction, round.reason),
            who(round.submitted),
            round.reviewed.map(who).into_any(),
            verdict,
        ]);
    }
    Some(table.view())
}

fn revision(number: i32, correction: Option<Correction>, reason: Option<String>) -> AnyView {
    let number = t_with("staff-records-revision-n", &[("n", number.into())]);
    let correction = correction.map(|correction| view! { " " {status_tag(Tone::Warn, correction.label())} });
    let reason = reason.map(|reason| view! { <div class="typed">{reason}</div> });
    view! { {number} {correction} {reason} }.into_any()
}
