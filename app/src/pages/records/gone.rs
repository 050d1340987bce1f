//! What stands at the address of a record that is no longer public.

use chrono::NaiveDate;
use domain::publication::Owed;
use domain::record::{RecordKind, WithdrawalCode};
use leptos::prelude::*;

use crate::components::{Tone, breadcrumbs, day, definition_list, document_number as shown, notice};
use crate::{Head, Ui, document, t};

/// Why nothing is shown.
#[derive(Debug, Clone)]
pub enum Gone {
    /// Withdrawn for a legal change: the reason is told.
    Tombstone {
        /// `R-…`.
        reference: String,
        /// What kind of enforcement it showed.
        kind: RecordKind,
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
            kind,
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
                {notice(Tone::Danger, t(why_told(kind, code)))}
                {definition_list(rows.into_iter().flatten().collect())}
            }
            .into_any()
        }
    }
}

/// 行政处罚法 第四十八条 asks for the reason where a penalty no longer stands, and of nothing else.
fn why_told(kind: RecordKind, code: WithdrawalCode) -> &'static str {
    if kind == RecordKind::Penalty && Owed::GROUNDS.contains(&code) {
        "gone-tombstone-penalty"
    } else {
        "gone-tombstone"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_on_penalties_is_cited_of_penalties_that_no_longer_stand_alone() {
        let cited = |kind, code| {
            let model = Gone::Tombstone {
                reference: "R-TZA71082".into(),
                kind,
                document_number: None,
                unit: "城关派出所".into(),
                on: NaiveDate::default(),
                code,
            };
            let html = gone(&Ui::sample(), model);
            assert!(html.contains(code.label()), "{html}");
            html.contains("行政处罚法")
        };
        assert!(cited(RecordKind::Penalty, WithdrawalCode::Revoked));
        assert!(!cited(RecordKind::Penalty, WithdrawalCode::PublishedInError));
        for kind in RecordKind::ALL
            .into_iter()
            .filter(|kind| *kind != RecordKind::Penalty)
        {
            assert!(!cited(kind, WithdrawalCode::Revoked), "{}", kind.as_str());
        }
    }
}
