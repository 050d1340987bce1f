//! The hour at which an approved record becomes public.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::components::{FormState, Tone, moment, notice};
use crate::t;

/// That it becomes public by itself, with the way back.
pub(super) fn scheduled(reference: &str, revision: i32, at: DateTime<Utc>, may_cancel: bool) -> AnyView {
    let action = format!("/staff/records/{reference}/schedule");
    let cancel = may_cancel.then(|| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="revision" value=revision.to_string() />
                <input type="hidden" name="act" value="cancel" />
                <div class="button-row">
                    <button class="button button-secondary">{t("staff-records-unschedule")}</button>
                </div>
            </form>
        }
    });
    let words = view! { <p>{t("staff-records-scheduled")}" "<strong>{moment(at)}</strong></p> {cancel} };
    notice(Tone::Ok, words)
}

/// The form to choose an hour.
pub(super) fn schedule_form(reference: &str, revision: i32, form: &FormState) -> AnyView {
    let action = format!("/staff/records/{reference}/schedule");
    view! {
        <form method="post" action=action class="card narrow" novalidate>
            <h2>{t("staff-records-schedule")}</h2>
            <p>{t("staff-records-schedule-hint")}</p>
            <input type="hidden" name="revision" value=revision.to_string() />
            <input type="hidden" name="act" value="schedule" />
            {form.field("publish_day", t("staff-records-publish-day")).kind("date").input()}
            {form.field("publish_time", t("staff-records-publish-time")).kind("time").input()}
            <div class="button-row">
                <button class="button button-secondary">{t("staff-records-schedule")}</button>
            </div>
        </form>
    }
    .into_any()
}
