//! What is sent to `/api/v1/feedback`.

use domain::feedback::RawFeedback;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// The body of a submission. A member that is absent, `null` or empty is not given.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Feedback)]
pub(super) struct Sent {
    /// `complaint`, `report`, `suggestion`, `praise` or `inquiry`; required.
    #[schema(example = "complaint")]
    #[serde(default)]
    kind: Option<String>,
    /// Code of the unit it is about.
    #[serde(default)]
    unit: Option<String>,
    /// Reference of the public record it is about.
    #[serde(default)]
    record: Option<String>,
    /// 接警编号.
    #[serde(default)]
    incident: Option<String>,
    #[serde(default, deserialize_with = "object")]
    officer: Option<Officer>,
    /// Up to 100 characters; required.
    #[schema(example = "报案没有回音")]
    #[serde(default)]
    title: Option<String>,
    /// Up to 10,000 characters; required.
    #[schema(example = "三天前报案，至今没有人联系我。")]
    #[serde(default)]
    body: Option<String>,
    /// A day, not in the future.
    #[schema(example = "2026-01-05")]
    #[serde(default)]
    occurred_on: Option<String>,
    /// Required. Anonymous with contact is allowed: sealed, for delivery only.
    #[schema(example = true)]
    #[serde(default)]
    anonymous: Option<bool>,
    #[serde(default, deserialize_with = "object")]
    contact: Option<Contact>,
    /// Whether the unit concerned may be told the de-identified text.
    #[serde(default)]
    tell_unit: Option<bool>,
}

/// The officer it is about.
#[derive(Debug, Default, Deserialize, ToSchema)]
struct Officer {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    badge: Option<String>,
}

/// How to reach the writer; sealed on the way in.
#[derive(Default, Deserialize, ToSchema)]
struct Contact {
    #[serde(default)]
    name: Option<String>,
    /// A phone number.
    #[schema(example = "13800000000")]
    #[serde(default)]
    phone: Option<String>,
    /// A mail address.
    #[schema(example = "someone@example.org")]
    #[serde(default)]
    email: Option<String>,
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contact(…)")
    }
}

/// A further message.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Words {
    /// Up to 10,000 characters.
    #[serde(default)]
    pub(super) text: String,
}

/// An object and nothing else: serde would take a list as well, its values in the order of our fields.
fn object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let members: Option<Map<String, Value>> = Option::deserialize(deserializer)?;
    let object = members.map(|members| serde_json::from_value(Value::Object(members)));
    object.transpose().map_err(D::Error::custom)
}

impl From<Sent> for RawFeedback {
    fn from(sent: Sent) -> Self {
        let officer = sent.officer.unwrap_or_default();
        let contact = sent.contact.unwrap_or_default();
        Self {
            kind: sent.kind.unwrap_or_default(),
            unit: sent.unit.unwrap_or_default(),
            record: sent.record.unwrap_or_default(),
            incident: sent.incident.unwrap_or_default(),
            officer_name: officer.name.unwrap_or_default(),
            officer_badge: officer.badge.unwrap_or_default(),
            title: sent.title.unwrap_or_default(),
            body: sent.body.unwrap_or_default(),
            occurred_on: sent.occurred_on.unwrap_or_default(),
            anonymous: sent.anonymous,
            contact_name: contact.name.unwrap_or_default(),
            contact_phone: contact.phone.unwrap_or_default(),
            contact_email: contact.email.unwrap_or_default(),
            tell_unit: sent.tell_unit.unwrap_or_default(),
            asks_for_name: false,
        }
    }
}
