//! What a citizen sends, checked as a whole: every field's error at once.

use super::contact::Contact;
use super::kind::FeedbackKind;
use crate::clock::strict_day;
use crate::field_error::FieldError;
use crate::receipt::RecordRef;
use crate::text;
use crate::unit::UnitCode;
use chrono::NaiveDate;

/// The longest title.
pub const TITLE_MAX: usize = 100;
/// The longest account.
pub const BODY_MAX: usize = 10_000;

/// Feedback as it came in, from a form or through the API; an empty text is an absent one.
#[derive(Clone, Default)]
#[expect(missing_docs, reason = "the fields are named as in the API")]
pub struct RawFeedback {
    pub kind: String,
    pub unit: String,
    pub record: String,
    pub incident: String,
    pub officer_name: String,
    pub officer_badge: String,
    pub title: String,
    pub body: String,
    pub occurred_on: String,
    pub anonymous: Option<bool>,
    pub contact_name: String,
    pub contact_phone: String,
    pub contact_email: String,
    pub tell_unit: bool,
    /// The form asks for a name or for anonymity; the API leaves it to its client.
    pub asks_for_name: bool,
}

/// Feedback fit to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFeedback {
    /// What the citizen wants.
    pub kind: FeedbackKind,
    /// The unit it is about, as a code; whether it exists is for the caller to find out.
    pub unit: Option<UnitCode>,
    /// The record it is about.
    pub record: Option<RecordRef>,
    /// The number of the incident it is about, as on the slip the citizen was given.
    pub incident: Option<String>,
    /// The officer's name as the citizen knows it.
    pub officer_name: Option<String>,
    /// The officer's badge as the citizen read it.
    pub officer_badge: Option<String>,
    /// One line.
    pub title: String,
    /// The account, kept exactly but for line ends.
    pub body: String,
    /// The day it happened.
    pub occurred_on: Option<NaiveDate>,
    /// No name, no time of day, nothing to trace.
    pub anonymous: bool,
    /// How to reach the person; for an anonymous one for delivery only.
    pub contact: Contact,
    /// The unit concerned may be told, de-identified (信访工作条例 第三十条 otherwise forbids it).
    pub tell_unit: bool,
}

impl NewFeedback {
    /// Checks everything at once, so that the citizen mends everything at once.
    pub fn parse(raw: &RawFeedback, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut keep = |error| errors.push(error);
        let kind = kind(&raw.kind).map_err(&mut keep).ok();
        let unit = unit(&raw.unit).map_err(&mut keep).ok().flatten();
        let record = record(&raw.record).map_err(&mut keep).ok().flatten();
        let incident = text::line("incident", "警情或受案编号", &raw.incident, 64)
            .map_err(&mut keep)
            .ok()
            .flatten();
        let officer_name = text::line("officer_name", "民警姓名", &raw.officer_name, 50)
            .map_err(&mut keep)
            .ok()
            .flatten();
        let officer_badge = text::line("officer_badge", "警号", &raw.officer_badge, 20)
            .map_err(&mut keep)
            .ok()
            .flatten();
        let title = required(
            text::line("title", "标题", &raw.title, TITLE_MAX),
            "title",
            "标题",
        )
        .map_err(&mut keep)
        .ok();
        let body = required(text::body("body", "经过", &raw.body, BODY_MAX), "body", "经过")
            .map_err(&mut keep)
            .ok();
        let occurred_on = occurred_on(&raw.occurred_on, today)
            .map_err(&mut keep)
            .ok()
            .flatten();
        let contact = Contact::parse(
            [&raw.contact_name, &raw.contact_phone, &raw.contact_email],
            &mut keep,
        );
        let anonymous = anonymous(raw).map_err(&mut keep).ok();
        match (kind, title, body, anonymous) {
            (Some(kind), Some(title), Some(body), Some(anonymous)) if errors.is_empty() => Ok(Self {
                kind,
                unit,
                record,
                incident,
                officer_name,
                officer_badge,
                title,
                body,
                occurred_on,
                anonymous,
                contact,
                tell_unit: raw.tell_unit,
            }),
            _ => Err(errors),
        }
    }
}

/// A further message of either side: kept exactly but for line ends, at most as long as the first account.
pub fn message_text(typed: &str) -> Result<String, FieldError> {
    required(text::body("text", "内容", typed, BODY_MAX), "text", "内容")
}

fn required(
    text: Result<Option<String>, FieldError>,
    field: &'static str,
    what: &str,
) -> Result<String, FieldError> {
    text?.ok_or_else(|| FieldError::missing(field, what))
}

fn kind(typed: &str) -> Result<FeedbackKind, FieldError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(FieldError::not_chosen("kind", "反映的种类"));
    }
    FeedbackKind::parse(typed)
        .ok_or_else(|| FieldError::unknown_value("kind", "种类", typed, FeedbackKind::WORDS))
}

fn unit(typed: &str) -> Result<Option<UnitCode>, FieldError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let code = UnitCode::parse(typed);
    code.map(Some).map_err(|_| unknown_unit(typed))
}

/// The error for a unit that does not exist.
pub(crate) fn unknown_unit(typed: &str) -> FieldError {
    FieldError::unknown_value("unit", "单位", typed, "“单位”页面上列出的单位代码")
}

/// The error for a record that does not exist.
pub(crate) fn unknown_record(typed: &str) -> FieldError {
    FieldError::unknown_value("record", "公示记录编号", typed, "决定页面上以 R- 开头的编号")
}

impl NewFeedback {
    /// What to say when the unit named does not exist.
    pub fn unknown_unit(code: &UnitCode) -> FieldError {
        unknown_unit(code.as_str())
    }

    /// What to say when the record named does not exist.
    pub fn unknown_record(reference: RecordRef) -> FieldError {
        unknown_record(&reference.to_string())
    }
}

fn record(typed: &str) -> Result<Option<RecordRef>, FieldError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    RecordRef::parse(typed)
        .map(Some)
        .map_err(|_| unknown_record(typed))
}

fn occurred_on(typed: &str, today: NaiveDate) -> Result<Option<NaiveDate>, FieldError> {
    const FIELD: &str = "occurred_on";
    const WHAT: &str = "发生日期";
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let day = strict_day(typed).ok_or_else(|| FieldError::not_a_date(FIELD, WHAT, typed))?;
    if day > today {
        return Err(FieldError::in_the_future(FIELD, WHAT));
    }
    Ok(Some(day))
}

fn anonymous(raw: &RawFeedback) -> Result<bool, FieldError> {
    let named_without_name = raw.anonymous == Some(false) && raw.contact_name.trim().is_empty();
    match raw.anonymous {
        None => Err(FieldError::not_chosen("anonymous", "具名还是匿名")),
        Some(false) if named_without_name && raw.asks_for_name => Err(FieldError::new(
            "contact_name",
            "missing",
            "具名反映请填写姓名；不想留姓名，请选“匿名反映”",
        )),
        Some(chosen) => Ok(chosen),
    }
}

#[cfg(test)]
mod tests;
