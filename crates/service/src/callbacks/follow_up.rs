//! Looking into a bad rating: the queue of the centre and of 督察, and what the county settles.

use super::error::{CallbackError, required};
use crate::lengths;
use crate::services::Services;
use domain::callback::{Contact, Round};
use domain::deadline::ClockKind;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{DemandId, FollowUpId};
use domain::rectification::{FollowUp, Mended, Queue};
use domain::role::{Role, Staff};
use storage::clocks::Bearer;
use storage::events::When;
use storage::followups::{self, Filter, Listed, Note, Show, Sight, Standing};
use storage::invitations::{self};
use storage::ratings::{self, Stored};
use storage::{Tx, clocks, events, incidents};

const NOTE_MAX: usize = 2000;

/// What can be done with a follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The person was called.
    Contact,
    /// Something has to be put right.
    Verify,
    /// Nothing has to be put right.
    Dismiss,
    /// The queue put it right itself.
    HandleHere,
    /// The county settles what was passed up.
    Settle,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 5] = [
        Self::Contact,
        Self::Verify,
        Self::Dismiss,
        Self::HandleHere,
        Self::Settle,
    ];

    /// The word in forms and notes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Verify => "verify",
            Self::Dismiss => "dismiss",
            Self::HandleHere => "handle-here",
            Self::Settle => "settle",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == text)
    }

    fn is_possible(self, state: FollowUp) -> bool {
        match self {
            Self::Contact => state.is_waiting(),
            Self::Verify => state.verify().is_ok(),
            Self::Dismiss => state.dismiss().is_ok(),
            Self::HandleHere => state.handle_here(Mended::NotAsked).is_ok(),
            Self::Settle => state.settle().is_ok(),
        }
    }
}

/// A follow-up as a member of staff sees it.
#[derive(Debug, Clone)]
pub struct FollowUpView {
    /// The follow-up.
    pub follow_up: Listed,
    /// First and second rating; empty for those who see masked cases only.
    pub ratings: Vec<Stored>,
    /// What was written down.
    pub notes: Vec<Note>,
    /// The rectification it was sent with, where this person may open it.
    pub demand: Option<DemandId>,
    /// What this person can do now.
    pub acts: Vec<Act>,
    /// Verified follow-ups of the same unit, this one included: they can be sent together.
    pub companions: Vec<Listed>,
    /// Fewest unnamed ratings in a rectification.
    pub group_size: u32,
}

/// Whether `staff` works the queue in which this stands.
pub(super) fn works(staff: &Staff, follow_up: &Listed) -> bool {
    Queue::worked_by(staff.role) == Some(follow_up.state.desk(follow_up.queue))
}

/// The list; numbers are hidden from those who see masked cases only.
pub async fn list(services: &Services, staff: &Staff, filter: &Filter) -> Result<Vec<Listed>, CallbackError> {
    let sight = Sight::of(staff).ok_or(CallbackError::NotFound)?;
    let mut conn = services.db.read().await?;
    let mut listed = followups::list(&mut conn, &sight, filter, services.clock.today(), 500).await?;
    if staff.role == Role::Monitor {
        listed.iter_mut().for_each(mask);
    }
    Ok(listed)
}

/// One follow-up.
pub async fn find(services: &Services, staff: &Staff, id: FollowUpId) -> Result<FollowUpView, CallbackError> {
    let sight = Sight::of(staff).ok_or(CallbackError::NotFound)?;
    let mut conn = services.db.read().await?;
    let mut follow_up = followups::find(&mut conn, &sight, id)
        .await?
        .ok_or(CallbackError::NotFound)?;
    let mut ratings = ratings::of_incident(&mut conn, follow_up.incident).await?;
    let mut notes = followups::notes(&mut conn, id).await?;
    let mine = works(staff, &follow_up);
    let acts = Act::ALL
        .into_iter()
        .filter(|act| mine && act.is_possible(follow_up.state))
        .collect();
    let mut companions = Vec::new();
    if mine && follow_up.state == FollowUp::Verified {
        let filter = Filter {
            show: Show::Verified,
            unit: Some(follow_up.unit),
            ..Filter::default()
        };
        companions = followups::list(&mut conn, &sight, &filter, services.clock.today(), 100).await?;
        companions.retain(|other| other.queue == follow_up.queue && other.unit == follow_up.unit);
    }
    if staff.role == Role::Monitor {
        mask(&mut follow_up);
        for stored in &mut ratings {
            stored.rating.text = None;
        }
        notes.clear();
    }
    Ok(FollowUpView {
        demand: demand(&mut conn, staff, id).await?,
        group_size: super::settings(&mut conn).await?.group_size,
        follow_up,
        ratings,
        notes,
        acts,
        companions,
    })
}

/// The rectification it was sent with, for those whom it opens to: the unit that reviews it.
async fn demand(
    conn: &mut storage::Conn,
    staff: &Staff,
    id: FollowUpId,
) -> Result<Option<DemandId>, storage::Error> {
    let Some(sent_with) = followups::demand_of(conn, id).await? else {
        return Ok(None);
    };
    let seen = storage::demands::find(conn, staff, sent_with).await?;
    Ok(seen.map(|demand| demand.id))
}

fn mask(listed: &mut Listed) {
    "（已隐去）".clone_into(&mut listed.incident_number);
}

/// Does it, with the words that say why.
pub async fn act(
    services: &Services,
    staff: &Staff,
    (id, version): (FollowUpId, i32),
    act: Act,
    text: &str,
) -> Result<(), CallbackError> {
    let sight = Sight::of(staff).ok_or(CallbackError::NotFound)?;
    let text = required("text", "说明", text, NOTE_MAX)?;
    let now = services.clock.now();
    let mut tx = services.db.begin().await?;
    let found = followups::find(&mut tx, &sight, id)
        .await?
        .ok_or(CallbackError::NotFound)?;
    if !works(staff, &found) {
        return Err(CallbackError::NotYours);
    }
    let state = match act {
        Act::Contact => found.state,
        Act::Verify => found.state.verify()?,
        Act::Dismiss => found.state.dismiss()?,
        Act::Settle => found.state.settle()?,
        Act::HandleHere => {
            found.state.handle_here(Mended::NotAsked)?;
            let then = ask_again(services, &mut tx, &standing(&found)).await?;
            found.state.handle_here(then)?
        }
    };
    followups::set_state(&mut tx, id, version, state).await?;
    followups::add_note(&mut tx, id, act.as_str(), &text, staff.id, now).await?;
    move_clocks(services, &mut tx, id, act).await?;
    let event = match act {
        Act::Contact => Event::ContactUsed {
            purpose: "callback-call".to_owned(),
        },
        _ => Event::FollowUpDecided {
            decision: state.as_str().to_owned(),
        },
    };
    events::append(
        &mut tx,
        (SubjectKind::FollowUp, id.0),
        When::At(now),
        &Actor::Staff(staff.id),
        &event,
    )
    .await?;
    Ok(tx.commit().await?)
}

fn standing(found: &Listed) -> Standing {
    Standing {
        id: found.id,
        incident: found.incident,
        unit: found.unit,
        closed_on: found.closed_on,
        round: found.round,
        state: found.state,
        version: found.version,
    }
}

/// A decision meets the first clock; what was verified has to be sent on in time.
async fn move_clocks(
    services: &Services,
    tx: &mut Tx,
    id: FollowUpId,
    act: Act,
) -> Result<(), storage::Error> {
    let (subject, today) = ((SubjectKind::FollowUp, id.0), services.clock.today());
    match act {
        Act::Contact => Ok(()),
        Act::Verify => {
            clocks::meet(tx, subject, ClockKind::FollowUp, today).await?;
            lengths::start(tx, (Bearer::FollowUp, id.0), ClockKind::SendOn, today).await
        }
        Act::Dismiss | Act::Settle => clocks::meet(tx, subject, ClockKind::FollowUp, today).await,
        Act::HandleHere => clocks::meet(tx, subject, ClockKind::SendOn, today).await,
    }
}

/// Draws the link of the next round, unless the person wants no more callbacks or was asked for the last time.
pub(super) async fn ask_again(
    services: &Services,
    tx: &mut Tx,
    of: &Standing,
) -> Result<Mended, storage::Error> {
    let Some((round, channel)) = way_to_ask(tx, of).await? else {
        return Ok(Mended::NotAsked);
    };
    let drawn = super::Drawn {
        incident: of.incident,
        unit: of.unit,
        closed_on: of.closed_on,
        round,
        channel,
        link_days: super::settings(tx).await?.link_days,
    };
    let new = super::draw(services, drawn);
    invitations::insert(tx, &new).await?;
    let event = Event::InvitationMade {
        round: round.number(),
        attempt: 1,
    };
    let (subject, now) = ((SubjectKind::Incident, of.incident.0), services.clock.now());
    let actor = Actor::System("callbacks".into());
    events::append(tx, subject, When::At(now), &actor, &event).await?;
    crate::jobs::enqueue(tx, services, &crate::jobs::Job::SendInvitations, now).await?;
    Ok(Mended::AskedAgain)
}

async fn way_to_ask(tx: &mut Tx, of: &Standing) -> Result<Option<(Round, Contact)>, storage::Error> {
    let (Some(round), Some(incident)) = (of.round.next(), incidents::find(tx, of.incident).await?) else {
        return Ok(None);
    };
    if let Some(hash) = &incident.contact_hash
        && incidents::has_opted_out(tx, hash).await?
    {
        return Ok(None);
    }
    let channel = invitations::channel_of(tx, of.incident).await?;
    Ok(channel.map(|channel| (round, channel)))
}
