//! What makes the same submission give the same answer.

use super::error::SubmitError;
use crate::receipt::Door;
use crate::services::Services;
use domain::feedback::RawFeedback;

/// The shortest key that the API takes.
const SHORTEST_KEY: usize = 16;

/// What makes the same submission give the same answer.
#[derive(Debug, Clone)]
pub enum Key {
    /// The hidden field of a form: lives as long as the case.
    Form(String),
    /// `Idempotency-Key`: lives to the end of the next day.
    Api(String),
    /// None: the answer cannot be repeated.
    Absent,
}

/// A key fit for use.
#[derive(Debug)]
pub(crate) struct UsableKey {
    pub(crate) text: String,
    pub(crate) is_api: bool,
    /// Drawn for a submission that brought none: it is not remembered.
    pub(crate) is_drawn: bool,
}

impl UsableKey {
    /// The key of a form. A form without its hidden field still works; only its answer cannot be repeated.
    pub(crate) fn of_form(services: &Services, text: String) -> Self {
        let is_drawn = is_too_short(&text);
        Self {
            text: if is_drawn {
                services.rng.symbols::<26>().to_string()
            } else {
                text
            },
            is_api: false,
            is_drawn,
        }
    }

    pub(super) fn door(&self) -> Door {
        if self.is_api { Door::Api } else { Door::Form }
    }
}

fn is_too_short(key: &str) -> bool {
    key.chars().count() < SHORTEST_KEY
}

pub(super) fn usable(services: &Services, key: Key) -> Result<UsableKey, SubmitError> {
    match key {
        Key::Api(text) if is_too_short(&text) => Err(SubmitError::KeyTooShort),
        Key::Api(text) => Ok(UsableKey {
            text,
            is_api: true,
            is_drawn: false,
        }),
        Key::Form(text) => Ok(UsableKey::of_form(services, text)),
        Key::Absent => Ok(UsableKey::of_form(services, String::new())),
    }
}

/// What was sent, field by field.
pub(super) fn canonical(raw: &RawFeedback) -> Vec<u8> {
    let flags = format!("{:?} {}", raw.anonymous, raw.tell_unit);
    joined(&[
        &raw.kind,
        &raw.unit,
        &raw.record,
        &raw.incident,
        &raw.officer_name,
        &raw.officer_badge,
        &raw.title,
        &raw.body,
        &raw.occurred_on,
        &raw.contact_name,
        &raw.contact_phone,
        &raw.contact_email,
        &flags,
    ])
}

/// Every field with its length, so that no two submissions give the same bytes.
pub(crate) fn joined(fields: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for field in fields {
        bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field.as_bytes());
    }
    bytes
}
