//! What stands at the address of a record that is no longer public.

use chrono::NaiveDate;
use domain::record::WithdrawalCode;
use leptos::prelude::*;

use crate::components::{Tone, breadcrumbs, day, definition_list, document_number as shown, notice};
use crate::{Head, Ui, document, t};

/// Why nothing is shown.
#[derive(Debug, Clone)]
pub enum Gone {
    /// Withdrawn for a legal change: the law asks for the reason (行政处罚法 第四十八条).
    Tombstone {
        /// `R-…`.
        reference: String,
        /// 文号.
        document_number: Option<String>,
        /// Who had published it.
        unit: String,
        /// When it was taken down.
        on: NaiveDate,
        /// Why.
        code: WithdrawalCode,
    },
    /// Withdrawn to protect somebody: nothing is said.
    Bare,
    /// 公示期满: nothing is said of number or party.
    Expired,
}

/// Renders the page; the status is 410.
pub fn gone(ui: &Ui, model: Gone) -> String {
    let title = match model {
        Gone::Expired => t("gone-expired"),
        Gone::Tombstone { .. } | Gone::Bare => t("gone-withdrawn"),
    };
    document(ui, Head::new(title.clone()).noindex(), || {
        view! {
            {breadcrumbs(&[("/records", t("menu-records"))], title.clone())}
            <div class="narrow">
                <h1>{title}</h1>
                {particulars(model)}
                <p class="button-row"><a class="button" href="/records">{t("gone-search")}</a></p>
            </div>
        }
    })
}

fn particulars(model: Gone) -> AnyView {
    match model {
        Gone::Bare => view! { <p>{t("gone-bare")}</p> }.into_any(),
        Gone::Expired => view! { <p>{t("gone-expired-text")}</p> }.into_any(),
        Gone::Tombstone {
            reference,
            document_number,
            unit,
            on,
            code,
        } => {
            let number = document_number.map(|number| (t("records-number"), shown(number)));
            let rows = [
                Some((t("gone-reference"), reference.into_any())),
                number,
                Some((t("records-unit"), unit.into_any())),
                Some((t("gone-on"), day(on))),
                Some((t("gone-reason"), code.label().into_any())),
            ];
            view! {
                {notice(Tone::Danger, t("gone-tombstone"))}
                {definition_list(rows.into_iter().flatten().collect())}
            }
            .into_any()
        }
    }
}
