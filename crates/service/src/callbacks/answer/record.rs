//! What a rating or an opt-out brings about: it is stored, followed up, and ends the loop that waited for it.

use super::{Thanks, thanks};
use crate::callbacks::invite::desk;
use crate::lengths;
use crate::services::Services;
use domain::callback::{Rating, Round, Submission};
use domain::deadline::ClockKind;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{FollowUpId, RatingId};
use domain::rectification::{FollowUp, Matter, Queue};
use domain::routing::Duty;
use storage::clocks::Bearer;
use storage::events::{self, When};
use storage::followups::{self, NewFollowUp};
use storage::invitations::{self, Found, Use};
use storage::{Tx, incidents, ratings};

/// `None` when the link was used up meanwhile.
pub(super) async fn record(
    services: &Services,
    found: &Found,
    submission: &Submission,
    form: Option<&[u8; 32]>,
) -> Result<Option<Thanks>, storage::Error> {
    let now = services.clock.now();
    let what = match submission {
        Submission::Rated(_) => Use::Rating,
        Submission::OptedOut => Use::OptOut,
    };
    let mut tx = services.db.begin().await?;
    let form = form.map(<[u8; 32]>::as_slice);
    if !invitations::use_up(&mut tx, found.invitation.id, what, form, now).await? {
        return Ok(None);
    }
    let rating = match submission {
        Submission::Rated(rating) => {
            rate(services, &mut tx, found, rating).await?;
            Some(rating)
        }
        Submission::OptedOut => {
            opt_out(services, &mut tx, found).await?;
            None
        }
    };
    tx.commit().await?;
    Ok(Some(thanks(found.invitation.round, rating)))
}

async fn rate(
    services: &Services,
    tx: &mut Tx,
    found: &Found,
    rating: &Rating,
) -> Result<(), storage::Error> {
    let id = RatingId(services.rng.uuid_v4());
    let invitation = &found.invitation;
    ratings::insert(tx, id, invitation, found.closed_on, rating, services.clock.now()).await?;
    let event = Event::Rated {
        round: invitation.round.number(),
        level: i32::from(rating.level.number()),
    };
    note(services, tx, found, &event).await?;
    let matter = Matter::of(rating);
    let opens = match invitation.round {
        Round::First => matter,
        Round::Second => {
            let settler = desk(services, tx, Duty::Settling, invitation.unit).await?;
            let next = |state: FollowUp| state.rated_again(rating.level, settler).ok();
            let ended = end_loop(services, tx, found, next).await?;
            // The loop takes up what is still bad. What is said about conduct is looked into whenever it is
            // said, and no bad word is lost for want of a loop that waits for it.
            matter.filter(|matter| !ended || *matter == Matter::Conduct)
        }
    };
    match opens {
        Some(matter) => follow_up(services, tx, found, id, matter).await,
        None => Ok(()),
    }
}

async fn opt_out(services: &Services, tx: &mut Tx, found: &Found) -> Result<(), storage::Error> {
    if let Some(hash) = &found.contact_hash {
        incidents::opt_out(tx, hash, services.clock.today()).await?;
    }
    note(services, tx, found, &Event::OptedOut).await?;
    if found.invitation.round == Round::Second {
        end_loop(services, tx, found, |state| state.not_answered().ok()).await?;
    }
    Ok(())
}

async fn follow_up(
    services: &Services,
    tx: &mut Tx,
    found: &Found,
    rating: RatingId,
    matter: Matter,
) -> Result<(), storage::Error> {
    let queue: Queue = desk(services, tx, matter.into(), found.invitation.unit).await?;
    let today = services.clock.today();
    let new = NewFollowUp {
        id: FollowUpId(services.rng.uuid_v4()),
        rating,
        incident: found.invitation.incident,
        round: found.invitation.round,
        unit: found.invitation.unit,
        matter,
        queue,
        opened_on: today,
        closed_on: found.closed_on,
    };
    followups::insert(tx, &new).await?;
    start_clock(services, tx, new.id).await?;
    let event = Event::FollowUpOpened {
        queue: queue.as_str().to_owned(),
    };
    let actor = Actor::System("callbacks".to_owned());
    events::append(
        tx,
        (SubjectKind::FollowUp, new.id.0),
        When::At(services.clock.now()),
        &actor,
        &event,
    )
    .await
}

/// Moves the follow-up that waited for the second callback; false when none did.
async fn end_loop(
    services: &Services,
    tx: &mut Tx,
    found: &Found,
    next: impl FnOnce(FollowUp) -> Option<FollowUp>,
) -> Result<bool, storage::Error> {
    let Some(standing) = followups::of_incident(tx, found.invitation.incident).await? else {
        return Ok(false);
    };
    let Some(state) = next(standing.state) else {
        return Ok(false);
    };
    followups::set_state(tx, standing.id, standing.version, state).await?;
    if state.is_waiting() {
        start_clock(services, tx, standing.id).await?;
    }
    let event = Event::FollowUpDecided {
        decision: state.as_str().to_owned(),
    };
    let subject = (SubjectKind::FollowUp, standing.id.0);
    let at = When::At(services.clock.now());
    events::append(tx, subject, at, &Actor::Citizen, &event).await?;
    Ok(true)
}

async fn start_clock(services: &Services, tx: &mut Tx, id: FollowUpId) -> Result<(), storage::Error> {
    let today = services.clock.today();
    lengths::start(tx, (Bearer::FollowUp, id.0), ClockKind::FollowUp, today).await
}

async fn note(services: &Services, tx: &mut Tx, found: &Found, event: &Event) -> Result<(), storage::Error> {
    let subject = (SubjectKind::Incident, found.invitation.incident.0);
    events::append(
        tx,
        subject,
        When::At(services.clock.now()),
        &Actor::Citizen,
        event,
    )
    .await
}
