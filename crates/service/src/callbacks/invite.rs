//! Drawing links, and the settings in force.

use crate::services::Services;
use chrono::NaiveDate;
use domain::callback::{Contact, Invitation, Round, Settings};
use domain::ids::{IncidentId, InvitationId, UnitId};
use storage::invitations::NewInvitation;
use storage::{Conn, meta};

/// The key in `meta` of a bureau's own settings, as JSON.
const SETTINGS: &str = "callbacks";

/// The settings in force.
pub async fn settings(conn: &mut Conn) -> Result<Settings, storage::Error> {
    let Some(text) = meta::find(conn, SETTINGS).await? else {
        return Ok(Settings::default());
    };
    Ok(serde_json::from_str(&text).unwrap_or_else(|error| {
        tracing::error!(%error, "the settings of callbacks cannot be read, the defaults are used");
        Settings::default()
    }))
}

/// What an invitation is drawn for.
#[derive(Debug, Clone, Copy)]
pub struct Drawn {
    /// The incident.
    pub incident: IncidentId,
    /// The unit that is rated.
    pub unit: UnitId,
    /// When the incident was closed.
    pub closed_on: NaiveDate,
    /// Which callback.
    pub round: Round,
    /// How the link reaches the person.
    pub channel: Contact,
    /// How long it is valid.
    pub link_days: u32,
}

/// Draws a link: the id is random, the token follows from it, only the token's HMAC is stored.
pub fn draw(services: &Services, drawn: Drawn) -> NewInvitation {
    let (id, attempt) = (InvitationId(services.rng.uuid_v4()), 1);
    let token = services.keys.callback_token(id, attempt);
    NewInvitation {
        invitation: Invitation {
            id,
            incident: drawn.incident,
            unit: drawn.unit,
            round: drawn.round,
            attempt,
            expires_on: Invitation::last_day(services.clock.today(), drawn.link_days),
            used_at: None,
        },
        token_hash: services.keys.callback_hash(token),
        channel: drawn.channel,
        closed_on: drawn.closed_on,
    }
}
