//! A public record that must go: the note, and the forms to make one and to strike it out.

use chrono::NaiveDate;
use domain::publication::Owed;
use leptos::prelude::*;

use crate::components::{Choice, FormState, Tone, day, deadline, definition_list, notice, provisional_mark};
use crate::t;

/// Why a record must go, and by when: the last day, and whether it is counted by weekends alone.
#[derive(Debug, Clone)]
pub struct OwedNote {
    /// Ground and day.
    pub owed: Owed,
    /// By when.
    pub due: Option<(NaiveDate, bool)>,
}

/// The note with the form to strike it out.
pub(super) fn note(reference: &str, note: OwedNote, today: NaiveDate, form: &FormState) -> AnyView {
    let mut rows = vec![
        (
            t("staff-records-owed-ground"),
            note.owed.ground.label().into_any(),
        ),
        (t("staff-records-owed-known"), day(note.owed.known_on)),
    ];
    if let Some((on, provisional)) = note.due {
        let last = view! { {deadline(on, today)} {provisional_mark(provisional)} };
        rows.push((t("staff-records-owed-due"), last.into_any()));
    }
    let action = format!("/staff/records/{reference}/owed");
    let reason = form.field("strike_reason", t("staff-records-strike-reason"));
    let strike = view! {
        <details>
            <summary>{t("staff-records-strike")}</summary>
            <form method="post" action=action novalidate>
                <input type="hidden" name="act" value="strike" />
                {reason.hint(t("staff-records-strike-hint")).max(500).text_area(2)}
                <div class="button-row">
                    <button class="button button-secondary">{t("staff-records-strike")}</button>
                </div>
            </form>
        </details>
    };
    let words = view! { <p><strong>{t("staff-records-owed")}</strong></p> {definition_list(rows)} {strike} };
    notice(Tone::Danger, words)
}

/// The form to make a note.
pub(super) fn note_form(reference: &str, today: NaiveDate, form: &FormState) -> AnyView {
    let action = format!("/staff/records/{reference}/owed");
    let grounds = Owed::GROUNDS.map(|code| Choice::new(code.as_str(), code.label()));
    let filled = form.clone().with("owed_known_on", known_on(form, today));
    view! {
        <form method="post" action=action class="card narrow" novalidate>
            <h2>{t("staff-records-owe")}</h2>
            <p>{t("staff-records-owe-lead")}</p>
            <input type="hidden" name="act" value="note" />
            {form.field("owed_ground", t("staff-records-owed-ground")).radio_cards(grounds.into())}
            {filled
                .field("owed_known_on", t("staff-records-owed-known"))
                .hint(t("staff-records-owed-known-hint"))
                .kind("date")
                .input()}
            <div class="button-row">
                <button class="button button-secondary">{t("staff-records-owe")}</button>
            </div>
        </form>
    }
    .into_any()
}

/// What was typed, else today: also where another form of the page was sent.
fn known_on(form: &FormState, today: NaiveDate) -> String {
    if form.was_sent("owed_known_on") {
        form.value("owed_known_on").to_owned()
    } else {
        today.to_string()
    }
}
