//! The receipt: reference and code, shown once.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::Counted;
use domain::receipt::CaseReference;
use leptos::prelude::*;

use super::quick_exit;
use crate::components::{Tone, counted, day, day_text, definition_list, moment, notice};
use crate::{Head, Ui, document, t, t_with};

/// A day, or an instant where it may be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// To the day: anonymous.
    On(NaiveDate),
    /// To the minute.
    At(DateTime<Utc>),
}

impl When {
    /// As shown.
    pub fn view(self) -> AnyView {
        match self {
            Self::On(on) => day(on),
            Self::At(at) => moment(at),
        }
    }
}

/// What the receipt shows.
#[derive(Debug, Clone)]
pub struct ReceiptModel {
    /// `F-…` or `Y-…`.
    pub reference: CaseReference,
    /// The code in groups. It stands on this page and nowhere else.
    pub code: String,
    /// When it was received.
    pub received: When,
    /// The last day for telling whether it is accepted.
    pub notice_due: Option<Counted>,
    /// The last day for the answer.
    pub answer_due: Counted,
}

/// The key of a text that differs by what the receipt is for.
fn key(of: CaseReference, name: &str) -> String {
    match of {
        CaseReference::Feedback(_) => format!("receipt-{name}"),
        CaseReference::Objection(_) => format!("objection-receipt-{name}"),
    }
}

/// 回执.
pub fn receipt(ui: &Ui, model: ReceiptModel) -> String {
    let of = model.reference;
    let title = t(&key(of, "title"));
    let head = Head::new(title.clone()).noindex();
    let bureau = ui.bureau.clone();
    document(ui, head, move || {
        let file = file_link(&bureau, &model);
        let ReceiptModel {
            reference,
            code,
            received,
            notice_due,
            answer_due,
        } = model;
        let name = format!("{reference}.txt");
        view! {
            <div class="narrow stack">
                {quick_exit()}
                <h1>{title}</h1>
                <div class="receipt">
                    {definition_list(vec![
                        (t("receipt-received"), received.view()),
                        (t("receipt-reference"), view! { <span class="receipt-code">{reference.to_string()}</span> }.into_any()),
                        (t("receipt-code"), view! { <span class="receipt-code">{code}</span> }.into_any()),
                    ])}
                </div>
                {notice(Tone::Warn, view! { <p>{t("receipt-once")}</p> })}
                <p class="button-row no-print">
                    <a class="button button-secondary" href=file download=name>{t("receipt-save")}</a>
                    <a class="button" href="/feedback/status">{t("receipt-follow")}</a>
                </p>
                <h2>{t("receipt-next")}</h2>
                <ol>
                    {notice_due.map(|due| view! { <li>{t("receipt-next-notice")} " " {counted(due)}</li> })}
                    <li>{t(&key(of, "next-answer"))} " " {counted(answer_due)}</li>
                    <li>{t(&key(of, "next-ask"))}</li>
                </ol>
                <p class="muted">{t("receipt-forgotten")}</p>
            </div>
        }
    })
}

/// The receipt as a text file inside its own address: nothing is asked of the server again.
fn file_link(bureau: &str, model: &ReceiptModel) -> String {
    let mut answer = day_text(model.answer_due.on);
    if model.answer_due.provisional {
        answer.push_str(&t("receipt-file-provisional"));
    }
    let text = t_with(
        &key(model.reference, "file"),
        &[
            ("bureau", bureau.to_owned().into()),
            ("reference", model.reference.to_string().into()),
            ("code", model.code.as_str().into()),
            ("answer", answer.into()),
        ],
    );
    let mut address = String::from("data:text/plain;charset=utf-8,");
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
    address
}

/// A digit of a percent code.
fn hex(half: u8) -> char {
    char::from_digit(u32::from(half), 16).map_or('0', |digit| digit.to_ascii_uppercase())
}
