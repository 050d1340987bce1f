//! The forms about a drawn record: its judgement, and what comes of a finding.

use domain::spot_check::{FindingKind, Outcome, WORDS_MAX};
use leptos::prelude::*;

use super::{ItemModel, Judgeable, Original};
use crate::components::Choice;
use crate::pages::staff_records::{Way, ways as ways_of};
use crate::pages::staff_spot_checks::PATH;
use crate::t;

/// Nobody judges without the original beside it.
pub(super) fn judge_form(model: &ItemModel) -> Option<AnyView> {
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

/// What is done about an open finding: at the record first, then said here.
pub(super) fn step(model: &ItemModel, kind: FindingKind) -> AnyView {
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
    let mend = match kind {
        FindingKind::Personal => Way::Mask,
        _ => Way::Mend,
    };
    let open: &[Way] = if model.role.publishes() && !kind.asks_for_withdrawal() {
        &[mend, Way::Withdraw]
    } else {
        &[Way::Withdraw]
    };
    view! {
        <p>{t("spot-checks-ways")}</p>
        {ways_of(&model.record.0, open)}
    }
    .into_any()
}

fn most() -> u32 {
    u32::try_from(WORDS_MAX).unwrap_or(u32::MAX)
}
