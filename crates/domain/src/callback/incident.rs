//! An incident (警情/案件/办件) as a file brings it.

use crate::clock::shanghai;
use crate::field_error::FieldError;
use crate::person::badge_key;
use crate::text;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use std::fmt;

/// What kind of matter it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IncidentKind {
    /// 警情.
    Call,
    /// 案件.
    Case,
    /// 办件 at a window or online.
    Service,
}

impl IncidentKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Call, Self::Case, Self::Service];

    /// The word in files and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Case => "case",
            Self::Service => "service",
        }
    }

    /// The word for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Call => "报警求助",
            Self::Case => "案件办理",
            Self::Service => "窗口办事",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The fields of a row as they stand in the file; absent or empty is `None`.
#[derive(Default, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the contract names these fields")]
pub struct RawIncident {
    pub incident_number: Option<String>,
    pub kind: Option<String>,
    pub unit: Option<String>,
    pub closed_at: Option<String>,
    pub officer_badge: Option<String>,
    pub contact_name: Option<String>,
    pub contact_phone: Option<String>,
    pub contact_email: Option<String>,
    pub subject: Option<String>,
    pub exclude_reason: Option<String>,
}

/// A row that can be stored. Names, phones and addresses in it are sealed before they reach the database.
#[derive(Clone, PartialEq, Eq)]
pub struct Incident {
    /// 接警编号 or the like, unique.
    pub number: String,
    /// What kind.
    pub kind: IncidentKind,
    /// The unit's code or name as the file has it; `None` where the default unit serves.
    pub unit: Option<String>,
    /// When it was closed.
    pub closed_at: DateTime<Utc>,
    /// 警号 of the officer in charge: follow-ups are hidden from that officer.
    pub officer_badge: Option<String>,
    /// The person's name.
    pub contact_name: Option<String>,
    /// Digits, with a leading `+` for other countries.
    pub contact_phone: Option<String>,
    /// A mail address.
    pub contact_email: Option<String>,
    /// What it was about, in a few words.
    pub subject: Option<String>,
    /// Why the person is not to be asked.
    pub exclude_reason: Option<String>,
}

impl fmt::Debug for Incident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Incident({})", self.number)
    }
}

impl fmt::Debug for RawIncident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "RawIncident({})",
            self.incident_number.as_deref().unwrap_or("?")
        )
    }
}

impl RawIncident {
    /// Checks every field; `now` bounds the time of closing.
    pub fn check(&self, now: DateTime<Utc>) -> Result<Incident, Vec<FieldError>> {
        let mut errors = Vec::new();
        let number = required(
            line(
                "incident_number",
                "编号",
                self.incident_number.as_deref(),
                64,
                &mut errors,
            ),
            "incident_number",
            "编号",
            &mut errors,
        );
        let kind = self.kind(&mut errors);
        let closed_at = self.closed_at(now, &mut errors);
        let unit = line("unit", "单位", self.unit.as_deref(), 100, &mut errors);
        let officer_badge = line(
            "officer_badge",
            "警号",
            self.officer_badge.as_deref(),
            32,
            &mut errors,
        );
        let contact_name = line(
            "contact_name",
            "联系人",
            self.contact_name.as_deref(),
            50,
            &mut errors,
        );
        let contact_phone = self.phone(&mut errors);
        let contact_email = self.email(&mut errors);
        let subject = line("subject", "事由", self.subject.as_deref(), 200, &mut errors);
        let exclude_reason = line(
            "exclude_reason",
            "不回访的理由",
            self.exclude_reason.as_deref(),
            200,
            &mut errors,
        );
        match (number, kind, closed_at) {
            (Some(number), Some(kind), Some(closed_at)) if errors.is_empty() => Ok(Incident {
                number,
                kind,
                unit,
                closed_at,
                officer_badge: officer_badge.as_deref().and_then(badge_key),
                contact_name,
                contact_phone,
                contact_email,
                subject,
                exclude_reason,
            }),
            _ => Err(errors),
        }
    }

    fn kind(&self, errors: &mut Vec<FieldError>) -> Option<IncidentKind> {
        let typed = required(self.kind.clone(), "kind", "种类", errors)?;
        let kind = IncidentKind::parse(typed.trim());
        if kind.is_none() {
            errors.push(FieldError::unknown_value(
                "kind",
                "种类",
                &typed,
                "call、case、service",
            ));
        }
        kind
    }

    fn closed_at(&self, now: DateTime<Utc>, errors: &mut Vec<FieldError>) -> Option<DateTime<Utc>> {
        let typed = required(self.closed_at.clone(), "closed_at", "办结时间", errors)?;
        let Some(closed_at) = instant(typed.trim()) else {
            errors.push(FieldError::not_a_date("closed_at", "办结时间", &typed));
            return None;
        };
        if closed_at > now {
            errors.push(FieldError::in_the_future("closed_at", "办结时间"));
            return None;
        }
        Some(closed_at)
    }

    fn phone(&self, errors: &mut Vec<FieldError>) -> Option<String> {
        let typed = self.contact_phone.as_deref()?.trim();
        let digits: String = typed
            .chars()
            .map(to_ascii)
            .filter(|c| !matches!(c, ' ' | '-' | '(' | ')'))
            .collect();
        if digits.is_empty() {
            return None;
        }
        let bare = digits.strip_prefix('+').unwrap_or(&digits);
        let bare_domestic = digits.strip_prefix("+86").unwrap_or(&digits).to_owned();
        if (7..=15).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit()) {
            Some(bare_domestic)
        } else {
            errors.push(FieldError::new(
                "contact_phone",
                "not-a-phone",
                "联系电话应为 7 到 15 位数字",
            ));
            None
        }
    }

    fn email(&self, errors: &mut Vec<FieldError>) -> Option<String> {
        let email = line(
            "contact_email",
            "电子邮箱",
            self.contact_email.as_deref(),
            254,
            errors,
        )?;
        let well_formed = email.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty()
                && host.contains('.')
                && !host.contains('@')
                && !email.contains(char::is_whitespace)
        });
        if !well_formed {
            errors.push(FieldError::new(
                "contact_email",
                "not-an-email",
                "电子邮箱应写成 name@example.com 的形式",
            ));
        }
        well_formed.then_some(email)
    }
}

/// RFC 3339, or a date with or without a time as spreadsheets write it, in Asia/Shanghai.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.with_timezone(&Utc));
    }
    let text = text.replace('/', "-").replace('T', " ");
    let local = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok())
        .or_else(|| {
            Some(
                NaiveDate::parse_from_str(&text, "%Y-%m-%d")
                    .ok()?
                    .and_time(chrono::NaiveTime::MIN),
            )
        })?;
    local
        .and_local_timezone(shanghai())
        .single()
        .map(|at| at.with_timezone(&Utc))
}

fn to_ascii(c: char) -> char {
    match c {
        '０'..='９' | '（' | '）' | '＋' | '－' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn line(
    field: &'static str,
    what: &str,
    text: Option<&str>,
    max: usize,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    text::line(field, what, text?, max).unwrap_or_else(|error| {
        errors.push(error);
        None
    })
}

fn required(
    value: Option<String>,
    field: &'static str,
    what: &str,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    let value = value.filter(|value| !value.trim().is_empty());
    if value.is_none() && !errors.iter().any(|error| error.field == field) {
        errors.push(FieldError::missing(field, what));
    }
    value
}

#[cfg(test)]
mod tests;
