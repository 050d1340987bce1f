//! The form that draws a check, with how many records there are to draw from.

use domain::record::RecordKind;
use domain::spot_check::MOST;
use leptos::prelude::*;

use super::PATH;
use crate::components::{Choice, FormState, breadcrumbs, number};
use crate::{Head, Ui, document, t, t_with};

/// The form.
#[derive(Debug, Clone)]
pub struct New {
    /// Code and name of every unit.
    pub units: Vec<(String, String)>,
    /// How many public records are in the frame, where what was typed names one.
    pub frame: Option<u64>,
    /// The form as it was sent, or what a new check begins with.
    pub form: FormState,
    /// Why nothing was drawn.
    pub refused: Option<String>,
}

/// Renders the form.
pub fn new(ui: &Ui, model: New) -> String {
    document(ui, Head::new(t("spot-checks-new")).noindex(), move || {
        let form = &model.form;
        let frame = model.frame.map(|frame| {
            let count = [("count", number(frame).into())];
            view! { <p role="status"><strong>{t_with("spot-checks-frame-told", &count)}</strong></p> }
        });
        let units = model.units.iter().map(|(code, name)| Choice::new(code, name));
        let kinds = RecordKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.as_str(), kind.label()));
        let most = [("most", MOST.into())];
        view! {
            {breadcrumbs(&[(PATH, t("spot-checks-title"))], t("spot-checks-new"))}
            <h1>{t("spot-checks-new")}</h1>
            {form.refusal(model.refused.clone(), true)}
            {form.error_summary()}
            <p class="narrow">{t("spot-checks-new-lead")}</p>
            <form method="post" action="/staff/spot-checks/new" class="card narrow" novalidate>
                {form.field("from", t("spot-checks-from")).kind("date").input()}
                {form.field("to", t("spot-checks-to")).kind("date").input()}
                {form
                    .field("unit", t("records-unit"))
                    .hint(t("spot-checks-unit-hint"))
                    .unless_chosen(t("common-all-units"))
                    .select(units.collect())}
                {form
                    .field("kind", t("records-facet-kind"))
                    .unless_chosen(t("spot-checks-all-kinds"))
                    .select(kinds.collect())}
                {form.field("unreviewed", t("spot-checks-only-unreviewed")).checkbox("yes")}
                {form
                    .field("size", t("spot-checks-size"))
                    .hint(t_with("spot-checks-size-hint", &most))
                    .inputmode("numeric")
                    .input()}
                {frame}
                <div class="button-row">
                    <button class="button">{t("spot-checks-draw")}</button>
                    <button class="button button-secondary" formmethod="get">{t("spot-checks-count")}</button>
                </div>
            </form>
        }
    })
}
