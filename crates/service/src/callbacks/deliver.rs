//! Links on their way by mail, and second links that nobody answered: the worker's part.

use crate::jobs::{Job, JobError};
use crate::post_office::{PostOffice, note_use};
use crate::services::Services;
use domain::callback::Contact;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::InvitationId;
use mail::{Letter, Post};
use storage::events::When;
use storage::sealed::{self, Envelope};
use storage::{events, followups, invitations};
use uuid::Uuid;

/// Links handed over in one transaction.
const BATCH: i64 = 200;

/// Gives every waiting link of the mail channel to a job of its own. While no mail can be sent they keep waiting:
/// a link that nobody got does not count as a callback.
pub async fn fan_out(services: &Services) -> Result<(), JobError> {
    PostOffice::of(services)?;
    loop {
        let (today, now) = (services.clock.today(), services.clock.now());
        let mut tx = services.db.begin().await?;
        let waiting = invitations::waiting(&mut tx, Contact::Mail, today, false, None, BATCH).await?;
        for one in &waiting {
            invitations::hand_over(&mut tx, one.id, now).await?;
            crate::jobs::enqueue(
                &mut tx,
                services,
                &Job::InviteByMail { invitation: one.id.0 },
                now,
            )
            .await?;
        }
        tx.commit().await?;
        if waiting.is_empty() {
            return Ok(());
        }
    }
}

/// Sends one link. A link that was answered or has run out needs no mail.
pub async fn invite_by_mail(services: &Services, job: Uuid, invitation: Uuid) -> Result<(), JobError> {
    let office = PostOffice::of(services)?;
    let mut conn = services.db.read().await?;
    let today = services.clock.today();
    let Some(open) = invitations::find_open(&mut conn, InvitationId(invitation), today).await? else {
        return Ok(());
    };
    let subject = (SubjectKind::Incident, open.incident.0);
    let Some(sealed) = sealed::find(&mut conn, subject, Envelope::Delivery).await? else {
        return Ok(());
    };
    drop(conn);
    let delivery = office.keys.open_delivery(open.incident.0, &sealed);
    let delivery = delivery.map_err(|error| JobError::Fail(error.to_string()))?;
    let Some(to) = delivery.email.as_deref() else {
        return Ok(());
    };
    let token = services.keys.callback_token(open.id, open.attempt);
    let letter = Letter::CallbackInvitation {
        bureau: crate::lifecycle::bureau_name(&services.db).await?,
        url: office.address(&format!("/callback/{}", token.reveal())),
        expires_on: open.expires_on,
    };
    let now = services.clock.now();
    office
        .mailer
        .send(Post {
            job,
            to,
            letter: &letter,
            at: now,
        })
        .await?;
    note_use(services, subject, When::At(now), "callback-mail").await
}

/// Daily: ends loops whose second link ran out without an answer.
pub async fn close_unanswered(services: &Services) -> Result<(), JobError> {
    loop {
        let mut tx = services.db.begin().await?;
        let expired = invitations::expired_second(&mut tx, services.clock.today(), BATCH).await?;
        let mut closed = 0;
        for incident in expired {
            let Some(standing) = followups::of_incident(&mut tx, incident).await? else {
                continue;
            };
            let Ok(state) = standing.state.not_answered() else {
                continue;
            };
            followups::set_state(&mut tx, standing.id, standing.version, state).await?;
            let event = Event::FollowUpDecided {
                decision: state.as_str().to_owned(),
            };
            let (subject, when) = (
                (SubjectKind::FollowUp, standing.id.0),
                When::At(services.clock.now()),
            );
            events::append(&mut tx, subject, when, &Actor::System("callbacks".into()), &event).await?;
            closed += 1;
        }
        tx.commit().await?;
        if closed == 0 {
            return Ok(());
        }
    }
}
