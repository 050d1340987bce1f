//! Rectifications: verified follow-ups become a demand at the unit; its answer is reviewed; then the people are
//! asked again.

use super::error::{CallbackError, required};
use super::follow_up::{invite_again, works};
use crate::services::Services;
use domain::deadline::{ClockKind, Period};
use domain::demand::{DemandAction, DemandKind, DemandStatus};
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{DemandId, FollowUpId};
use domain::rectification::{Brief, Verified};
use domain::role::Staff;
use std::collections::BTreeSet;
use storage::demands::{self, Demand, DemandSender};
use storage::events::When;
use storage::followups::{self, Listed, Sight};
use storage::{Tx, calendar, clocks, events, ratings, units};

const TEXT_MAX: usize = 5000;

/// Sends verified follow-ups of one unit as a rectification. The unit learns the kind of matter, the week and
/// the reasons, and `advice` in the sender's own words.
pub async fn send(
    services: &Services,
    staff: &Staff,
    ids: &BTreeSet<FollowUpId>,
    advice: &str,
) -> Result<DemandId, CallbackError> {
    let sight = Sight::of(staff).ok_or(CallbackError::NotFound)?;
    let advice = domain::text::body("text", "整改要求", advice, TEXT_MAX)
        .map_err(|error| CallbackError::Invalid(vec![error]))?;
    let mut tx = services.db.begin().await?;
    let settings = super::settings(&mut tx).await?;
    let mut listed = Vec::new();
    for id in ids {
        let found = followups::find(&mut tx, &sight, *id)
            .await?
            .ok_or(CallbackError::NotFound)?;
        if !works(staff, &found) {
            return Err(CallbackError::NotYours);
        }
        found.state.hand_to_unit()?;
        listed.push(found);
    }
    let mut verified = Vec::new();
    for one in &listed {
        verified.push(drawn_on(&mut tx, one).await?);
    }
    let brief = Brief::of(&verified, settings.group_size)?;
    let text = advice.map_or_else(
        || brief.text(),
        |advice| format!("{}\n\n整改要求：{advice}", brief.text()),
    );
    let demand = Demand {
        id: DemandId(services.rng.uuid_v4()),
        kind: DemandKind::Rectification,
        title: brief.title(),
        text,
        unit: brief.unit,
        reviewer: staff.unit,
        status: DemandStatus::Sent,
        sent_on: services.clock.today(),
        version: 1,
    };
    let sources: Vec<_> = listed
        .iter()
        .map(|one| (SubjectKind::FollowUp, one.id.0))
        .collect();
    demands::insert(&mut tx, &demand, &sources).await?;
    run_clock(services, &mut tx, demand.id, ClockKind::Demand, settings.rectify).await?;
    let unit = units::all(&mut tx)
        .await?
        .by_id(brief.unit)
        .map(|unit| unit.code.to_string());
    let event = Event::DemandSent {
        unit: unit.unwrap_or_default(),
        kind: demand.kind.as_str().to_owned(),
    };
    note(
        services,
        staff,
        &mut tx,
        (SubjectKind::Demand, demand.id.0),
        &event,
    )
    .await?;
    for one in &listed {
        hand_over(services, staff, &mut tx, one).await?;
    }
    tx.commit().await?;
    Ok(demand.id)
}

async fn drawn_on(tx: &mut Tx, listed: &Listed) -> Result<Verified, storage::Error> {
    let ratings = ratings::of_incident(tx, listed.incident).await?;
    Ok(Verified {
        id: listed.id,
        unit: listed.unit,
        incident_number: listed.incident_number.clone(),
        kind: listed.kind,
        closed_on: listed.closed_on,
        reasons: ratings
            .first()
            .map(|first| first.rating.reasons.clone())
            .unwrap_or_default(),
        may_tell_unit: listed.may_tell_unit,
    })
}

async fn hand_over(
    services: &Services,
    staff: &Staff,
    tx: &mut Tx,
    one: &Listed,
) -> Result<(), CallbackError> {
    let state = one.state.hand_to_unit()?;
    followups::set_state(tx, one.id, one.version, state).await?;
    let subject = (SubjectKind::FollowUp, one.id.0);
    clocks::meet(tx, subject, ClockKind::LocalTarget, services.clock.today()).await?;
    let event = Event::FollowUpDecided {
        decision: state.as_str().to_owned(),
    };
    Ok(note(services, staff, tx, subject, &event).await?)
}

/// The unit says what it put right.
pub async fn answer(
    services: &Services,
    staff: &Staff,
    (id, version): (DemandId, i32),
    text: &str,
) -> Result<(), CallbackError> {
    let text = required("text", "整改情况", text, TEXT_MAX)?;
    let mut tx = services.db.begin().await?;
    let demand = take(&mut tx, staff, id, version, DemandAction::Answer).await?;
    let now = services.clock.now();
    demands::add_message(&mut tx, id, DemandSender::Unit, &text, staff.id, now).await?;
    clocks::meet(
        &mut tx,
        (SubjectKind::Demand, id.0),
        ClockKind::Demand,
        services.clock.today(),
    )
    .await?;
    let review = super::settings(&mut tx).await?.review;
    run_clock(services, &mut tx, id, ClockKind::Review, review).await?;
    note(
        services,
        staff,
        &mut tx,
        (SubjectKind::Demand, demand.id.0),
        &Event::DemandAnswered,
    )
    .await?;
    Ok(tx.commit().await?)
}

/// The review wants more; the unit's clock runs anew.
pub async fn send_back(
    services: &Services,
    staff: &Staff,
    (id, version): (DemandId, i32),
    reason: &str,
) -> Result<(), CallbackError> {
    let reason = required("text", "退回的理由", reason, TEXT_MAX)?;
    let mut tx = services.db.begin().await?;
    take(&mut tx, staff, id, version, DemandAction::SendBack).await?;
    let now = services.clock.now();
    demands::add_message(&mut tx, id, DemandSender::Reviewer, &reason, staff.id, now).await?;
    clocks::meet(
        &mut tx,
        (SubjectKind::Demand, id.0),
        ClockKind::Review,
        services.clock.today(),
    )
    .await?;
    let rectify = super::settings(&mut tx).await?.rectify;
    run_clock(services, &mut tx, id, ClockKind::Demand, rectify).await?;
    note(
        services,
        staff,
        &mut tx,
        (SubjectKind::Demand, id.0),
        &Event::DemandSentBack { reason },
    )
    .await?;
    Ok(tx.commit().await?)
}

/// The review accepts the answer: everybody behind it is asked again. The first ratings stay as they are.
pub async fn release(
    services: &Services,
    staff: &Staff,
    (id, version): (DemandId, i32),
) -> Result<(), CallbackError> {
    let mut tx = services.db.begin().await?;
    take(&mut tx, staff, id, version, DemandAction::Release).await?;
    clocks::meet(
        &mut tx,
        (SubjectKind::Demand, id.0),
        ClockKind::Review,
        services.clock.today(),
    )
    .await?;
    note(
        services,
        staff,
        &mut tx,
        (SubjectKind::Demand, id.0),
        &Event::DemandReleased,
    )
    .await?;
    for one in followups::of_demand(&mut tx, id).await? {
        one.state.rectified(true)?;
        let asked = invite_again(services, &mut tx, &one).await?;
        let state = one.state.rectified(asked)?;
        followups::set_state(&mut tx, one.id, one.version, state).await?;
        let event = Event::FollowUpDecided {
            decision: state.as_str().to_owned(),
        };
        note(
            services,
            staff,
            &mut tx,
            (SubjectKind::FollowUp, one.id.0),
            &event,
        )
        .await?;
    }
    Ok(tx.commit().await?)
}

/// Finds the rectification and moves it; only the side whose turn it is.
async fn take(
    tx: &mut Tx,
    staff: &Staff,
    id: DemandId,
    version: i32,
    action: DemandAction,
) -> Result<Demand, CallbackError> {
    let demand = demands::find(tx, staff, id)
        .await?
        .ok_or(CallbackError::NotFound)?;
    let side = match action {
        DemandAction::Answer => demand.unit,
        DemandAction::SendBack | DemandAction::Release => demand.reviewer,
    };
    if demand.kind != DemandKind::Rectification {
        return Err(CallbackError::NotFound);
    }
    if side != staff.unit {
        return Err(CallbackError::NotYours);
    }
    let next = demand.status.after(action)?;
    demands::set_status(tx, id, version, next).await?;
    Ok(demand)
}

async fn run_clock(
    services: &Services,
    tx: &mut Tx,
    id: DemandId,
    clock: ClockKind,
    period: Period,
) -> Result<(), storage::Error> {
    let today = services.clock.today();
    let due = period.end(&calendar::load(tx).await?, today);
    clocks::start(tx, (SubjectKind::Demand, id.0), clock, today, due).await
}

async fn note(
    services: &Services,
    staff: &Staff,
    tx: &mut Tx,
    subject: (SubjectKind, uuid::Uuid),
    event: &Event,
) -> Result<(), storage::Error> {
    events::append(
        tx,
        subject,
        When::At(services.clock.now()),
        &Actor::Staff(staff.id),
        event,
    )
    .await
}
