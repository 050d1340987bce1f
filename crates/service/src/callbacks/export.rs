//! Links for the short message gateway: the one place besides mail where delivery envelopes are opened.

use crate::keys::WorkerKeys;
use crate::services::Services;
use chrono::NaiveDate;
use domain::callback::Contact;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{IncidentId, InvitationId};
use storage::events::When;
use storage::sealed::{self, Envelope};
use storage::{events, invitations};

const PAGE: i64 = 200;

/// A line of the gateway's file (contract, Callback links).
#[derive(Clone, PartialEq, Eq)]
pub struct ExportRow {
    /// Row id of the invitation.
    pub invitation: InvitationId,
    /// 接警编号.
    pub incident_number: String,
    /// The unit's code.
    pub unit: String,
    /// Where the message goes.
    pub phone: String,
    /// The single-use link.
    pub url: String,
    /// Its last day.
    pub expires_on: NaiveDate,
}

/// What was exported, to be marked once the file is safe on disk.
#[derive(Debug, Default)]
pub struct Exported {
    /// The invitations with their incidents.
    pub rows: Vec<(InvitationId, IncidentId)>,
    /// Links whose envelope held no phone number or did not open.
    pub unreadable: u64,
}

/// Gives every waiting link to `write`; with `again`, also those exported before.
pub async fn export_invitations<E: From<storage::Error>>(
    services: &Services,
    keys: &WorkerKeys,
    public_url: &str,
    again: bool,
    mut write: impl FnMut(&ExportRow) -> Result<(), E>,
) -> Result<Exported, E> {
    let mut exported = Exported::default();
    let mut after = None;
    loop {
        let today = services.clock.today();
        let mut conn = services.db.read().await?;
        let page = invitations::waiting(&mut conn, Contact::ShortMessage, today, again, after, PAGE).await?;
        for open in &page {
            after = Some(open.id);
            let subject = (SubjectKind::Incident, open.incident.0);
            let sealed = sealed::find(&mut conn, subject, Envelope::Delivery).await?;
            let delivery = sealed.and_then(|sealed| keys.open_delivery(open.incident.0, &sealed).ok());
            let Some(phone) = delivery.and_then(|delivery| delivery.phone.clone()) else {
                exported.unreadable += 1;
                continue;
            };
            let token = services.keys.callback_token(open.id, open.attempt);
            write(&ExportRow {
                invitation: open.id,
                incident_number: open.incident_number.clone(),
                unit: open.unit_code.clone(),
                phone,
                url: format!("{}/callback/{}", public_url.trim_end_matches('/'), token.reveal()),
                expires_on: open.expires_on,
            })?;
            exported.rows.push((open.id, open.incident));
        }
        if page.is_empty() {
            return Ok(exported);
        }
    }
}

/// Notes what was exported, with an event each.
pub async fn mark_exported(
    services: &Services,
    os_user: &str,
    exported: &Exported,
) -> Result<(), storage::Error> {
    let actor = Actor::System(format!("export {os_user}"));
    for chunk in exported.rows.chunks(200) {
        let now = services.clock.now();
        let mut tx = services.db.begin().await?;
        for (invitation, incident) in chunk {
            invitations::hand_over(&mut tx, *invitation, now).await?;
            let subject = (SubjectKind::Incident, incident.0);
            events::append(
                &mut tx,
                subject,
                When::At(now),
                &actor,
                &Event::InvitationExported,
            )
            .await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
