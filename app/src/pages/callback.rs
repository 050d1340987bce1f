//! The callback page (回访): one column for a thumb, without names, without script.

use chrono::NaiveDate;
use domain::callback::{Dimension, IncidentKind, Integrity, Level, Reason, Round};
use leptos::prelude::*;

use crate::components::{Choice, FormState, Tone, day, notice};
use crate::{Head, Ui, document, t, t_with};

/// What the page says and keeps.
#[derive(Debug, Clone)]
pub struct CallbackModel {
    /// The kind of matter.
    pub kind: IncidentKind,
    /// The day it was closed.
    pub closed_on: NaiveDate,
    /// The unit's name.
    pub unit: String,
    /// The second callback, after a rectification.
    pub second: bool,
    /// The link's last day.
    pub expires_on: NaiveDate,
    /// What was typed, with the form's own key.
    pub form: FormState,
}

/// What the done page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoneModel {
    /// The person wants no more callbacks.
    pub opted_out: bool,
    /// Somebody looks into it, after this callback: after the second nobody asks a third time.
    pub followed_up: Option<Round>,
    /// The person wants to be called.
    pub wants_contact: bool,
}

/// Why a link cannot be answered any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedLink {
    /// It was answered.
    Used,
    /// Its last day has passed.
    Expired,
}

/// The form.
pub fn callback(ui: &Ui, model: CallbackModel) -> String {
    let head = Head::new(t("callback-title")).noindex().holds_form();
    document(ui, head, move || {
        let CallbackModel {
            kind,
            closed_on,
            unit,
            second,
            expires_on,
            form,
        } = model;
        let about = t_with(
            "callback-about",
            &[("unit", unit.into()), ("kind", kind.label().into())],
        );
        view! {
            <div class="narrow">
                <h1>{t("callback-title")}</h1>
                {form.error_summary()}
                <p>{about} {t("callback-closed-on")} {day(closed_on)}</p>
                {second.then(|| view! { <p>{t("callback-second")}</p> })}
                <p class="muted">{t("callback-privacy")}</p>
                <form method="post" class="stack" novalidate>
                    {form.hidden("idempotency_key")}
                    <div class="faces">{form.field("level", t("callback-level")).radio_cards(levels())}</div>
                    <div class="reasons">{reasons(&form)}</div>
                    <details>
                        <summary>{t("callback-parts")}</summary>
                        {Dimension::ALL.map(|part| dimension(&form, part)).collect_view()}
                    </details>
                    {form
                        .field("integrity", t("callback-integrity"))
                        .hint(t("callback-integrity-hint"))
                        .optional()
                        .radio_cards(
                            [Integrity::Ok, Integrity::Problem]
                                .map(|one| Choice::new(one.as_str(), one.label()))
                                .into(),
                        )}
                    {form.field("text", t("callback-text")).optional().max(2000).text_area(4)}
                    {form.field("contact", t("callback-contact")).optional().checkbox("yes")}
                    {form
                        .field("tell_unit", t("callback-tell-unit"))
                        .hint(t("callback-tell-unit-hint"))
                        .optional()
                        .checkbox("yes")}
                    <p><button class="button">{t("callback-submit")}</button></p>
                </form>
                <p class="muted">{t("callback-expires")} {day(expires_on)}</p>
                {opt_out(&form)}
            </div>
        }
    })
}

fn opt_out(form: &FormState) -> AnyView {
    view! {
        <form method="post" class="stack">
            {form.hidden("idempotency_key")}
            <p>{t("callback-opt-out-text")}</p>
            <p>
                <button class="button button-secondary" name="opt_out" value="yes">
                    {t("callback-opt-out")}
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// The stylesheet shows them once a bad level is chosen; a browser that cannot ask for that always does.
fn reasons(form: &FormState) -> AnyView {
    let choices = Reason::ALL
        .iter()
        .map(|one| Choice::new(one.as_str(), one.label()));
    form.field("reason", t("callback-reason"))
        .hint(t("callback-reason-hint"))
        .optional()
        .checkboxes(choices.collect())
}

fn levels() -> Vec<Choice> {
    let choice = |level: Level| Choice::new(level.number().to_string(), level.label()).face(level);
    Level::ALL.into_iter().map(choice).collect()
}

fn dimension(form: &FormState, part: Dimension) -> AnyView {
    let choices = Level::ALL.map(|level| Choice::new(level.number().to_string(), level.label()));
    form.field(part.field(), part.label())
        .optional()
        .select(choices.into())
}

/// After the answer: what happens with it.
pub fn done(ui: &Ui, model: DoneModel) -> String {
    document(ui, Head::new(t("callback-done-title")).noindex(), move || {
        let next = match model {
            DoneModel { opted_out: true, .. } => t("callback-done-opted-out"),
            DoneModel {
                followed_up: Some(Round::Second),
                ..
            } => t("callback-done-settled"),
            DoneModel {
                followed_up: Some(Round::First),
                ..
            } => t("callback-done-followed-up"),
            _ => t("callback-done-counted"),
        };
        view! {
            <div class="narrow">
                <h1>{t("callback-done-title")}</h1>
                {notice(Tone::Ok, next)}
                {model.wants_contact.then(|| view! { <p>{t("callback-done-contact")}</p> })}
                <p>{t("callback-done-feedback")}</p>
                <p><a class="button button-secondary" href="/feedback/new">{t("callback-done-feedback-link")}</a></p>
            </div>
        }
    })
}

/// A link that was used or has run out: what to do instead.
pub fn closed(ui: &Ui, why: ClosedLink) -> String {
    document(ui, Head::new(t("callback-closed-title")).noindex(), move || {
        let text = match why {
            ClosedLink::Used => t("callback-closed-used"),
            ClosedLink::Expired => t("callback-closed-expired"),
        };
        view! {
            <div class="narrow">
                <h1>{t("callback-closed-title")}</h1>
                <p>{text}</p>
                <p>{t("callback-closed-next")}</p>
                <p><a class="button" href="/feedback/new">{t("callback-done-feedback-link")}</a></p>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(form: FormState) -> CallbackModel {
        let closed_on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        CallbackModel {
            kind: IncidentKind::Call,
            closed_on,
            unit: "城关派出所".into(),
            second: false,
            expires_on: NaiveDate::from_ymd_opt(2026, 12, 6).unwrap(),
            form: form.with("idempotency_key", "0123456789ABCDEF"),
        }
    }

    #[test]
    fn the_page_asks_with_words_and_without_script() {
        let html = callback(&Ui::sample(), model(FormState::new()));
        for words in [
            "非常满意",
            "非常不满意",
            "办理速度",
            "来得慢或办得慢",
            "城关派出所",
            "报警求助",
        ] {
            assert!(html.contains(words), "{words}");
        }
        assert_eq!(html.matches("type=\"radio\" name=\"level\"").count(), 5);
        assert!(!html.contains("<script"));
    }

    #[test]
    fn what_was_typed_is_kept_beside_the_error() {
        let mut form = FormState::new()
            .with("text", "</textarea><script>")
            .with("reason", "slow")
            .with("speed", "2");
        form.error("level", "请选择您的满意度");
        let html = callback(&Ui::sample(), model(form));
        assert!(html.contains("请选择您的满意度") && html.contains("&lt;/textarea&gt;&lt;script&gt;"));
        assert!(html.contains("0123456789ABCDEF") && !html.contains("<script"));
    }

    #[test]
    fn every_ending_says_what_happens_next() {
        let done_model = |opted_out, followed_up| DoneModel {
            opted_out,
            followed_up,
            wants_contact: false,
        };
        let ui = Ui::sample();
        let pages = [
            done(&ui, done_model(true, None)),
            done(&ui, done_model(false, Some(Round::First))),
            done(&ui, done_model(false, None)),
        ];
        let last = done_model(false, Some(Round::Second));
        assert!(pages[1].contains("再请您评价一次") && !done(&ui, last).contains("再请您评价"));
        assert!(pages.iter().all(|page| page.contains("/feedback/new")));
        assert!(pages[0] != pages[1] && pages[1] != pages[2]);
        assert_ne!(closed(&ui, ClosedLink::Used), closed(&ui, ClosedLink::Expired));
    }
}
