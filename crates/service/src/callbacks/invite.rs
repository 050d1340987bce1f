//! Drawing links, and the settings in force.

use crate::rules;
use crate::services::Services;
use chrono::NaiveDate;
use domain::callback::{Contact, Invitation, Round, Settings};
use domain::ids::{IncidentId, InvitationId, UnitId};
use domain::rectification::Queue;
use domain::routing::{DeskRules, Duty};
use storage::invitations::NewInvitation;
use storage::{Conn, units};

/// The settings in force.
pub async fn settings(conn: &mut Conn) -> Result<Settings, storage::Error> {
    rules::in_force(conn).await
}

/// Whose desk a duty about a rating of `unit` is.
pub(super) async fn desk(
    services: &Services,
    conn: &mut Conn,
    duty: Duty,
    unit: UnitId,
) -> Result<Queue, storage::Error> {
    let own: DeskRules = rules::in_force(conn).await?;
    let units = units::all(conn).await?;
    let of = |unit| own.desk(duty, unit, &units, services.clock.today());
    Ok(units.by_id(unit).map_or(Queue::Inspection, of))
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
