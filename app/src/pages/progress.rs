//! 案件进展: the form of two fields, and the case behind it for those concerned.

use chrono::NaiveDate;
use domain::progress::Course;
use leptos::prelude::*;

use super::feedback::quick_exit;
use crate::components::{FormState, TimelineItem, Tone, day, definition_list, notice, timeline};
use crate::{Head, Ui, document, t};

/// The form.
pub fn look_up(ui: &Ui, form: FormState, wrong: Option<String>) -> String {
    let head = Head::new(t("progress-title")).noindex().holds_form();
    document(ui, head, move || {
        view! {
            <div class="narrow stack">
                {quick_exit()}
                <h1>{t("progress-title")}</h1>
                <p>{t("progress-lead")}</p>
                <p>{t("progress-status")} " " <a href="/feedback/status">{t("status-title")}</a></p>
                {form.error_summary()}
                {wrong.map(|text| notice(Tone::Danger, view! { <p role="alert">{text}</p> }))}
                <form method="post" action="/progress" novalidate class="stack">
                    {form
                        .field("case_number", t("progress-number"))
                        .hint(t("progress-number-hint"))
                        .max(100)
                        .autocomplete("off")
                        .input()}
                    {form
                        .field("code", t("progress-code"))
                        .hint(t("progress-code-hint"))
                        .max(60)
                        .autocomplete("off")
                        .input()}
                    <p class="button-row"><button class="button" type="submit">{t("progress-look-up")}</button></p>
                </form>
                <h2>{t("progress-who")}</h2>
                <p>{t("progress-who-text")}</p>
                <p class="muted">{t("progress-forgotten")}</p>
            </div>
        }
    })
}

/// What those concerned see of their case.
#[derive(Debug, Clone)]
pub struct CaseModel {
    /// The handling unit.
    pub unit: String,
    /// Where it is.
    pub address: Option<String>,
    /// Whom to ask there.
    pub person: Option<String>,
    /// Under which number.
    pub phone: Option<String>,
    /// How far it has come.
    pub course: Course,
}

/// The case; the number stays with whoever typed it.
pub fn case(ui: &Ui, model: CaseModel) -> String {
    document(ui, Head::new(t("progress-title")).noindex(), move || {
        let course = model.course;
        let newest = course.stages().pop();
        view! {
            <div class="narrow stack">
                {quick_exit()}
                <h1>{t("progress-title")}</h1>
                {newest.map(|(stage, on)| view! { <p class="outcome">{stage.label()} " " {day(on)}</p> })}
                {definition_list(facts(model))}
                <h2>{t("progress-stages")}</h2>
                {timeline(course.stages().into_iter().rev().map(|(stage, on)| item(stage.label(), on)).collect())}
                <p class="muted">{t("progress-limits")}</p>
                <p class="no-print"><a href="/progress">{t("progress-again")}</a></p>
            </div>
        }
    })
}

fn facts(model: CaseModel) -> Vec<(String, AnyView)> {
    let text = |key: &str, text: Option<String>| text.map(|text| (t(key), text.into_any()));
    [
        Some((t("progress-kind"), model.course.label().into_any())),
        text("progress-unit", Some(model.unit)),
        text("progress-address", model.address),
        text("progress-person", model.person),
        text("progress-phone", model.phone),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn item(what: String, on: NaiveDate) -> TimelineItem {
    TimelineItem {
        when: day(on),
        what,
        who: None,
        text: None,
        link: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::progress::{CriminalEnd, Measure};

    #[test]
    fn a_case_shows_its_unit_contact_and_stages_the_newest_first() {
        let on = |text: &str| text.parse().unwrap();
        let model = CaseModel {
            unit: "城关派出所".into(),
            address: Some("鼓楼街12号".into()),
            person: Some("<b>王警官".into()),
            phone: Some("0000-1234567".into()),
            course: Course::Criminal {
                filed_on: on("2026-10-08"),
                measure: Some((Measure::Bail, on("2026-10-12"))),
                end: Some((CriminalEnd::Transferred, on("2026-11-20"))),
            },
        };
        let html = case(&Ui::sample(), model);
        for shown in [
            "刑事案件",
            "城关派出所",
            "鼓楼街12号",
            "&lt;b&gt;王警官",
            "0000-1234567",
        ] {
            assert!(html.contains(shown), "{shown}");
        }
        let place = |text: &str| html.rfind(text).unwrap();
        assert!(place("移送审查起诉") < place("采取强制措施：取保候审"));
        assert!(place("采取强制措施：取保候审") < place(">立案"));
        assert!(html.contains("noindex"));
    }
}
