//! 反映问题, 回执, 反映进度.

mod form;
mod outside;
mod receipt;
mod status;
mod words;

pub use form::{FormModel, form};
pub use outside::{OutsideModel, outside};
pub use receipt::{ReceiptModel, When, receipt};
pub use status::{CaseModel, MessageModel, StepModel, case, look_up};
pub(crate) use status::{clock_name, conversation, tone as status_tone};
pub use words::{By, event_text, event_why};

use leptos::prelude::*;

use crate::components::{FormState, Tone, notice};
use crate::{t, t_with};

/// Where 快速离开 leads: a page that tells nobody what was read before.
const NEUTRAL_PAGE: &str = "https://www.gov.cn/";

/// Leaves at once, without a trace in the next site's referrer.
pub(crate) fn quick_exit() -> AnyView {
    view! { <p class="no-print"><a class="quick-exit" href=NEUTRAL_PAGE rel="noreferrer">{t("feedback-quick-exit")}</a></p> }
        .into_any()
}

/// The same form was sent before with another text and has this reference; `next` says how to go on.
pub(crate) fn sent_before_notice(reference: String, next: String) -> AnyView {
    let text = t_with("feedback-sent-before", &[("reference", reference.into())]);
    notice(Tone::Warn, view! { <p><strong>{text}</strong></p> <p>{next}</p> })
}

/// How the writer can be reached; `email_hint` says what for.
pub(crate) fn contact_fields(form: &FormState, email_hint: &'static str) -> AnyView {
    view! {
        {form.field("contact_name", t("feedback-contact-name")).optional().max(50).autocomplete("name").input()}
        {form
            .field("contact_phone", t("feedback-contact-phone"))
            .optional()
            .max(40)
            .kind("tel")
            .autocomplete("tel")
            .input()}
        {form
            .field("contact_email", t("feedback-contact-email"))
            .hint(t(email_hint))
            .optional()
            .max(254)
            .kind("email")
            .autocomplete("email")
            .input()}
    }
    .into_any()
}

/// Who keeps what, why and how long, and the two things people ask about (个人信息保护法 第十七条, 第三十五条).
fn privacy_notice() -> AnyView {
    view! {
        <details>
            <summary>{t("feedback-privacy-title")}</summary>
            <p>{t("feedback-privacy-who")}</p>
            <p>{t("feedback-privacy-what")}</p>
            <p>{t("feedback-privacy-anonymous")}</p>
            <p>{t("feedback-privacy-term")}</p>
            <p><a href="/privacy">{t("feedback-privacy-more")}</a></p>
        </details>
        <details>
            <summary>{t("feedback-other-title")}</summary>
            <p>{t("feedback-other-person")}</p>
            <p>{t("feedback-other-retaliation")}</p>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests;
