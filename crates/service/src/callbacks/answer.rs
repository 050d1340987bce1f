//! The person's side: opening a link, rating once, opting out.

use super::invite::desk;
use crate::lengths;
use crate::receipt::{Door, same_hash};
use crate::services::Services;
use chrono::NaiveDate;
use domain::callback::{IncidentKind, LinkState, Rating, Round, Submission};
use domain::deadline::ClockKind;
use domain::event::{Actor, Event, SubjectKind};
use domain::field_error::FieldError;
use domain::ids::{FollowUpId, RatingId};
use domain::receipt::CallbackToken;
use domain::rectification::{FollowUp, Matter, Queue};
use domain::routing::Duty;
use storage::clocks::Bearer;
use storage::events::When;
use storage::followups::NewFollowUp;
use storage::invitations::{Found, Use};
use storage::{Tx, events, followups, incidents, invitations, ratings};

/// The shortest form key that is taken for one.
const KEY_MIN: usize = 16;

/// What the page says the callback is about: no names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// The kind of matter.
    pub kind: IncidentKind,
    /// The day it was closed.
    pub closed_on: NaiveDate,
    /// The unit's name.
    pub unit: String,
    /// Which callback.
    pub round: Round,
    /// The link's last day.
    pub expires_on: NaiveDate,
}

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// It can be answered.
    Open(Invite),
    /// It was answered.
    Used,
    /// Its last day has passed.
    Expired,
    /// There is none.
    Unknown,
}

/// What the done page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thanks {
    /// The person wants no more callbacks.
    pub opted_out: bool,
    /// Somebody looks into it, after this callback.
    pub followed_up: Option<Round>,
    /// The person wants to be called.
    pub wants_contact: bool,
}

/// What became of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// Recorded, now or by the same form before.
    Recorded(Thanks),
    /// Something has to be mended.
    Invalid(Invite, Vec<FieldError>),
    /// The link cannot be answered.
    Not(Link),
}

/// Opens a link.
pub async fn look(services: &Services, typed: &str) -> Result<Link, storage::Error> {
    let found = find(services, typed).await?;
    Ok(found.map_or(Link::Unknown, |found| link(&found, services.clock.today())))
}

/// Records what was posted, once.
pub async fn answer(
    services: &Services,
    typed: &str,
    pairs: &[(String, String)],
) -> Result<Answered, storage::Error> {
    let Some(found) = find(services, typed).await? else {
        return Ok(Answered::Not(Link::Unknown));
    };
    let form = form_hash(services, pairs);
    let invite = match link(&found, services.clock.today()) {
        Link::Open(invite) => invite,
        Link::Used => return repeated(services, &found, form.as_ref()).await,
        closed => return Ok(Answered::Not(closed)),
    };
    let submission = match Submission::from_pairs(pairs) {
        Ok(submission) => submission,
        Err(errors) => return Ok(Answered::Invalid(invite, errors)),
    };
    if let Some(thanks) = record(services, &found, &submission, form.as_ref()).await? {
        return Ok(Answered::Recorded(thanks));
    }
    // Somebody was faster: perhaps the same form, sent twice.
    match find(services, typed).await? {
        Some(found) => repeated(services, &found, form.as_ref()).await,
        None => Ok(Answered::Not(Link::Unknown)),
    }
}

async fn find(services: &Services, typed: &str) -> Result<Option<Found>, storage::Error> {
    let Ok(token) = CallbackToken::parse(typed) else {
        return Ok(None);
    };
    let hash = services.keys.callback_hash(token);
    invitations::find_by_token(&mut services.db.read().await?, &hash).await
}

fn link(found: &Found, today: NaiveDate) -> Link {
    match found.invitation.link_state(today) {
        LinkState::Used => Link::Used,
        LinkState::Expired => Link::Expired,
        LinkState::Open => Link::Open(Invite {
            kind: found.kind,
            closed_on: found.closed_on,
            unit: found.unit_name.clone(),
            round: found.invitation.round,
            expires_on: found.invitation.expires_on,
        }),
    }
}

fn form_hash(services: &Services, pairs: &[(String, String)]) -> Option<[u8; 32]> {
    let (_, key) = pairs.iter().find(|(name, _)| name == "idempotency_key")?;
    (key.chars().count() >= KEY_MIN).then(|| services.keys.idempotency_hash(Door::Form, key))
}

/// The same form again gives the same page; any other post finds the link used.
async fn repeated(
    services: &Services,
    found: &Found,
    form: Option<&[u8; 32]>,
) -> Result<Answered, storage::Error> {
    let stored = found
        .form_hash
        .as_deref()
        .and_then(|hash| <[u8; 32]>::try_from(hash).ok());
    let same = stored
        .as_ref()
        .zip(form)
        .is_some_and(|(stored, form)| same_hash(stored, form));
    if !same {
        return Ok(Answered::Not(Link::Used));
    }
    let ratings = ratings::of_incident(&mut services.db.read().await?, found.invitation.incident).await?;
    let rating = ratings
        .into_iter()
        .find(|stored| stored.round == found.invitation.round);
    Ok(Answered::Recorded(thanks(
        found.invitation.round,
        rating.as_ref().map(|stored| &stored.rating),
    )))
}

fn thanks(round: Round, rating: Option<&Rating>) -> Thanks {
    let Some(rating) = rating else {
        return Thanks {
            opted_out: true,
            followed_up: None,
            wants_contact: false,
        };
    };
    Thanks {
        opted_out: false,
        followed_up: Matter::of(rating).map(|_| round),
        wants_contact: rating.wants_contact,
    }
}

/// `None` when the link was used up meanwhile.
async fn record(
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
