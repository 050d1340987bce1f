//! The person's side: opening a link, rating once, opting out.

mod record;

use crate::receipt::{Door, same_hash};
use crate::services::Services;
use chrono::NaiveDate;
use domain::callback::{IncidentKind, LinkState, Rating, Round, Submission};
use domain::field_error::FieldError;
use domain::receipt::CallbackToken;
use domain::rectification::Matter;
use record::record;
use storage::invitations::Found;
use storage::{invitations, ratings};

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
