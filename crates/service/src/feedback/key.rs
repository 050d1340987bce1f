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
pub(super) struct UsableKey {
    pub(super) text: String,
    pub(super) is_api: bool,
    /// Drawn for a submission that brought none: it is not remembered.
    pub(super) is_drawn: bool,
}

impl UsableKey {
    pub(super) fn door(&self) -> Door {
        if self.is_api { Door::Api } else { Door::Form }
    }
}

pub(super) fn usable(services: &Services, key: Key) -> Result<UsableKey, SubmitError> {
    match key {
        Key::Api(text) if text.chars().count() < SHORTEST_KEY => Err(SubmitError::KeyTooShort),
        Key::Api(text) => Ok(UsableKey {
            text,
            is_api: true,
            is_drawn: false,
        }),
        Key::Form(text) if text.chars().count() >= SHORTEST_KEY => Ok(UsableKey {
            text,
            is_api: false,
            is_drawn: false,
        }),
        // A form without its hidden field still works; only its answer cannot be repeated.
        Key::Form(_) | Key::Absent => Ok(UsableKey {
            text: services.rng.symbols::<26>().to_string(),
            is_api: false,
            is_drawn: true,
        }),
    }
}

/// Every field with its length, so that no two submissions give the same bytes.
pub(super) fn canonical(raw: &RawFeedback) -> Vec<u8> {
    let flags = format!("{:?} {}", raw.anonymous, raw.tell_unit);
    let fields = [
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
    ];
    let mut bytes = Vec::new();
    for field in fields {
        bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field.as_bytes());
    }
    bytes
}
