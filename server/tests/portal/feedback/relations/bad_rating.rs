//! A bad rating that somebody has to look into.

use crate::support::TestApp;
use chrono::TimeDelta;
use domain::callback::{Dimensions, IncidentKind, Invitation, Level, Rating, Round};
use domain::ids::{FollowUpId, IncidentId, InvitationId, RatingId, UnitId};
use domain::rectification::{Matter, Queue};
use std::collections::BTreeSet;
use storage::followups::{self, NewFollowUp};
use storage::incidents::{self, NewIncident};
use storage::{Tx, ratings};

/// Of an incident of `unit`, handled by the officer of `badge`, at the desk of `queue`.
pub(super) async fn follow_up(
    app: &TestApp,
    tx: &mut Tx,
    unit: UnitId,
    badge: Option<&str>,
    queue: Queue,
) -> FollowUpId {
    let (rng, now) = (&app.services.rng, app.services.clock.now());
    let closed_on = domain::clock::legal_day(now);
    let incident = NewIncident {
        id: IncidentId(rng.uuid_v4()),
        number: rng.uuid_v4().to_string(),
        kind: IncidentKind::Call,
        unit,
        closed_at: now - TimeDelta::hours(1),
        officer_badge: badge.map(str::to_owned),
        subject: None,
        not_due: None,
        exclude_reason: None,
        contact_hash: None,
        frozen_hash: [0; 32],
        batch: None,
    };
    incidents::insert(tx, &incident).await.unwrap();
    let invitation = Invitation {
        id: InvitationId(rng.uuid_v4()),
        incident: incident.id,
        round: Round::First,
        attempt: 1,
        unit,
        expires_on: closed_on,
        used_at: None,
    };
    let rating = Rating {
        level: Level::Bad,
        dimensions: Dimensions::default(),
        integrity: None,
        reasons: BTreeSet::new(),
        text: None,
        wants_contact: false,
        may_tell_unit: false,
    };
    let rating_id = RatingId(rng.uuid_v4());
    ratings::insert(tx, rating_id, &invitation, closed_on, &rating, now)
        .await
        .unwrap();
    let new = NewFollowUp {
        id: FollowUpId(rng.uuid_v4()),
        rating: rating_id,
        incident: incident.id,
        round: Round::First,
        unit,
        matter: Matter::Handling,
        queue,
        opened_on: closed_on,
        closed_on,
    };
    followups::insert(tx, &new).await.unwrap();
    new.id
}
