//! What may be done with a record: its next step, its hour, what is forgotten, taken down or noted to be.

use domain::publication::{Correction, MOST_COMMENT, MOST_CORRECTION_REASON};
use domain::record::WithdrawalCode;
use leptos::prelude::*;

use super::{Next, Review};
use crate::components::{Choice, FormState};
use crate::pages::staff_records::owed::note_form;
use crate::pages::staff_records::schedule::{schedule_form, scheduled};
use crate::{t, t_with};

pub(super) fn next_step(model: &Review) -> Option<AnyView> {
    let (act, hint, button) = match model.next {
        Next::Submit => ("submit", "staff-records-submit-hint", "staff-records-submit"),
        Next::Publish => ("publish", "staff-records-publish-hint", "staff-records-publish"),
        Next::Hold => ("publish", "staff-records-hold-hint", "staff-records-hold"),
        Next::Judge => return Some(judge_form(model)),
        Next::Nothing => return None,
    };
    let action = format!("/staff/records/{}/{act}", model.reference);
    let form = view! {
        <form method="post" action=action class="card narrow" id="next-step" novalidate>
            <p>{t(hint)}</p>
            <input type="hidden" name="revision" value=model.revision.to_string() />
            {(model.next == Next::Submit && model.can_withdraw).then(|| corrections(&model.form))}
            <div class="button-row"><button class="button">{t(button)}</button></div>
        </form>
    };
    Some(form.into_any())
}

/// What becomes of the text that the public sees.
fn corrections(form: &FormState) -> AnyView {
    let choices = Correction::ALL.map(|correction| {
        let hint = match correction {
            Correction::Factual => "staff-records-factual-hint",
            Correction::Privacy => "staff-records-privacy-hint",
        };
        Choice::new(correction.as_str(), correction.label()).hint(t(hint))
    });
    let reason = form.field("correction_reason", t("staff-records-correction-reason"));
    let most = u32::try_from(MOST_CORRECTION_REASON).unwrap_or(u32::MAX);
    view! {
        {form.field("correction", t("staff-records-correction")).radio_cards(choices.into())}
        {reason.hint(t("staff-records-correction-reason-hint")).optional().max(most).text_area(2)}
    }
    .into_any()
}

fn judge_form(model: &Review) -> AnyView {
    let action = format!("/staff/records/{}/review", model.reference);
    let verdicts = vec![
        Choice::new("approve", t("staff-records-approve")).hint(t("staff-records-approve-hint")),
        Choice::new("send-back", t("staff-records-send-back")).hint(t("staff-records-send-back-hint")),
    ];
    let comment = model.form.field("comment", t("staff-records-comment"));
    let comment = comment.hint(t("staff-records-comment-hint")).optional();
    let meant = model.findable.is_some().then(|| {
        let field = model.form.field("meant", t("staff-records-meant"));
        field.hint(t("staff-records-meant-hint")).checkbox("yes")
    });
    view! {
        <form method="post" action=action class="card narrow" novalidate>
            <h2>{t("staff-records-review")}</h2>
            <input type="hidden" name="revision" value=model.revision.to_string() />
            {model.form.field("verdict", t("staff-records-verdict")).radio_cards(verdicts)}
            {meant}
            {comment.max(u32::try_from(MOST_COMMENT).unwrap_or(u32::MAX)).text_area(4)}
            <div class="button-row"><button class="button">{t("staff-records-judge")}</button></div>
        </form>
    }
    .into_any()
}

/// The hour of publication, or the form to set one.
pub(super) fn hour(model: &Review) -> Option<AnyView> {
    let may = model.next == Next::Publish;
    match model.publish_at {
        Some(at) => Some(scheduled(&model.reference, model.revision, at, may)),
        None if may => Some(schedule_form(&model.reference, model.revision, &model.form)),
        None => None,
    }
}

pub(super) fn forget_form(model: &Review) -> Option<AnyView> {
    if model.earlier == 0 || !model.publishes {
        return None;
    }
    let action = format!("/staff/records/{}/forget-earlier", model.reference);
    let kept = [
        ("count", (model.earlier as u64).into()),
        ("reference", model.reference.as_str().into()),
    ];
    let form = view! {
        <form method="post" action=action class="card narrow">
            <h2>{t("staff-records-forget")}</h2>
            <p>{t_with("staff-records-forget-hint", &kept)}</p>
            <p><a href=format!("/records/{}/history", model.reference)>{t("records-history")}</a></p>
            <input type="hidden" name="revision" value=model.revision.to_string() />
            <div class="button-row"><button class="button button-danger">{t("staff-records-forget")}</button></div>
        </form>
    };
    Some(form.into_any())
}

pub(super) fn withdraw_form(model: &Review) -> Option<AnyView> {
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
    let filled = match &model.owed {
        Some(note) if model.form.value("reason").is_empty() => {
            model.form.clone().with("reason", note.owed.ground.as_str())
        }
        _ => model.form.clone(),
    };
    let form = view! {
        <form method="post" action=action class="card narrow" id="withdraw" novalidate>
            <h2>{t("staff-records-withdraw")}</h2>
            {filled.field("reason", t("gone-reason")).radio_cards(reasons.collect())}
            {model.form.field("confirmed", t("staff-records-confirm")).checkbox("yes")}
            <div class="button-row"><button class="button button-danger">{t("staff-records-withdraw")}</button></div>
        </form>
    };
    Some(form.into_any())
}

pub(super) fn owe_form(model: &Review) -> Option<AnyView> {
    let may = model.can_withdraw && model.owed.is_none();
    may.then(|| note_form(&model.reference, model.today, &model.form))
}
