//! Sending a rectification: verified follow-ups of one unit become a demand that names neither rater nor words.

use super::error::CallbackError;
use super::follow_up::works;
use super::rectify::{Deed, TEXT_MAX};
use crate::services::Services;
use domain::deadline::ClockKind;
use domain::demand::{self, DemandKind, DemandStatus};
use domain::event::{Event, SubjectKind};
use domain::ids::{DemandId, FollowUpId};
use domain::rectification::{Brief, Verified};
use domain::role::Staff;
use std::collections::BTreeSet;
use storage::demands::{self, Demand};
use storage::followups::{self, Listed, Sight};
use storage::{Tx, clocks, ratings, units};

/// Sends verified follow-ups of one unit as a rectification. The unit learns the kind of matter, the week and
/// the reasons, and `advice` in the sender's own words.
pub async fn send(
    services: &Services,
    staff: &Staff,
    ids: &BTreeSet<FollowUpId>,
    advice: &str,
) -> Result<DemandId, CallbackError> {
    let advice = domain::text::body("advice", "整改要求", advice, TEXT_MAX)
        .map_err(|error| CallbackError::Invalid(vec![error]))?;
    let mut tx = services.db.begin().await?;
    let listed = chosen(&mut tx, staff, ids).await?;
    let mut verified = Vec::new();
    for one in &listed {
        verified.push(drawn_on(&mut tx, one).await?);
    }
    ensure_discreet(advice.as_deref(), &verified)?;
    let group_size = super::settings(&mut tx).await?.group_size;
    let brief = Brief::of(&verified, group_size)?;
    let demand = Demand {
        id: DemandId(services.rng.uuid_v4()),
        kind: DemandKind::Rectification,
        title: brief.title(),
        text: brief.text_with(advice.as_deref()),
        unit: brief.unit,
        reviewer: staff.unit,
        status: DemandStatus::Sent,
        sent_on: services.clock.today(),
        version: 1,
    };
    let mut deed = Deed {
        services,
        staff,
        tx,
        subject: (SubjectKind::Demand, demand.id.0),
    };
    place(&mut deed, &demand, &listed).await?;
    for one in &listed {
        hand_over(&mut deed, one).await?;
    }
    deed.commit().await?;
    Ok(demand.id)
}

/// The sender's own words must not tell what the brief leaves out.
fn ensure_discreet(advice: Option<&str>, verified: &[Verified]) -> Result<(), CallbackError> {
    let hidden = verified.iter().filter(|one| !one.may_tell_unit);
    let numbers = hidden.map(|one| one.incident_number.as_str());
    demand::ensure_discreet("advice", advice.unwrap_or_default(), numbers)
        .map_err(|error| CallbackError::Invalid(vec![error]))
}

/// The follow-ups, if this person works them and they can be sent now.
async fn chosen(
    tx: &mut Tx,
    staff: &Staff,
    ids: &BTreeSet<FollowUpId>,
) -> Result<Vec<Listed>, CallbackError> {
    let sight = Sight::of(staff).ok_or(CallbackError::NotFound)?;
    let mut listed = Vec::new();
    for id in ids {
        let found = followups::find(tx, &sight, *id)
            .await?
            .ok_or(CallbackError::NotFound)?;
        if !works(staff, &found) {
            return Err(CallbackError::NotYours);
        }
        found.state.hand_to_unit()?;
        listed.push(found);
    }
    Ok(listed)
}

async fn drawn_on(tx: &mut Tx, listed: &Listed) -> Result<Verified, storage::Error> {
    let ratings = ratings::of_incident(tx, listed.incident).await?;
    let own = ratings.into_iter().find(|stored| stored.round == listed.round);
    Ok(Verified {
        id: listed.id,
        unit: listed.unit,
        incident_number: listed.incident_number.clone(),
        kind: listed.kind,
        closed_on: listed.closed_on,
        reasons: own.map(|stored| stored.rating.reasons).unwrap_or_default(),
        may_tell_unit: listed.may_tell_unit,
    })
}

async fn place(deed: &mut Deed<'_>, demand: &Demand, listed: &[Listed]) -> Result<(), storage::Error> {
    let sources: Vec<_> = listed
        .iter()
        .map(|one| (SubjectKind::FollowUp, one.id.0))
        .collect();
    demands::insert(&mut deed.tx, demand, &sources).await?;
    deed.run(ClockKind::Demand).await?;
    let units = units::all(&mut deed.tx).await?;
    let event = Event::DemandSent {
        unit: units
            .by_id(demand.unit)
            .map(|unit| unit.code.to_string())
            .unwrap_or_default(),
        kind: demand.kind.as_str().to_owned(),
    };
    deed.note(&event).await
}

async fn hand_over(deed: &mut Deed<'_>, one: &Listed) -> Result<(), CallbackError> {
    let state = one.state.hand_to_unit()?;
    followups::set_state(&mut deed.tx, one.id, one.version, state).await?;
    let (subject, today) = ((SubjectKind::FollowUp, one.id.0), deed.services.clock.today());
    clocks::meet(&mut deed.tx, subject, ClockKind::SendOn, today).await?;
    let event = Event::FollowUpDecided {
        decision: state.as_str().to_owned(),
    };
    Ok(deed.note_of(subject, &event).await?)
}
