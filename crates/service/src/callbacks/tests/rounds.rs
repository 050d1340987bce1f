//! What a second rating leads to, and who looks into whom, on both databases.

mod sent_on;

use super::world::{World, pairs};
use crate::callbacks::{
    Act, Answered, CallbackError, act, answer, answer_rectification, find, list, release, send,
};
use domain::callback::Round;
use domain::ids::DemandId;
use domain::rectification::{Closure, FollowUp, Queue};
use domain::role::Staff;
use std::collections::BTreeSet;
use storage::followups::{Filter, Listed, Show};
use storage::ratings;

const INCIDENTS: &str = r#"
{"incident_number":"J1","kind":"call","unit":"ps01","closed_at":"2026-11-20T10:00:00+08:00","contact_phone":"13900000001"}
{"incident_number":"K1","kind":"service","unit":"county","closed_at":"2026-11-20T11:00:00+08:00","contact_phone":"13900000002"}
{"incident_number":"C1","kind":"call","unit":"center","closed_at":"2026-11-20T12:00:00+08:00","contact_phone":"13900000003"}
"#;

async fn rate(world: &World, incident: &str, round: Round, sent: &[(&str, &str)]) {
    let token = world.token(incident, round).await;
    let answered = answer(&world.services, &token, &pairs(sent)).await.unwrap();
    assert!(matches!(answered, Answered::Recorded(_)), "{answered:?}");
}

async fn shown(world: &World, staff: &Staff, show: Show) -> Vec<Listed> {
    let filter = Filter {
        show,
        ..Filter::default()
    };
    list(&world.services, staff, &filter).await.unwrap()
}

async fn does(world: &World, staff: &Staff, one: &Listed, what: Act) {
    let turn = (one.id, one.version);
    act(&world.services, staff, turn, what, "已核实").await.unwrap();
}

/// Verifies the only open follow-up of `desk` and sends it to its unit.
async fn sent(world: &World, desk: &Staff) -> DemandId {
    let open = shown(world, desk, Show::Open).await;
    assert_eq!(open.len(), 1);
    does(world, desk, &open[0], Act::Verify).await;
    send(&world.services, desk, &BTreeSet::from([open[0].id]), "")
        .await
        .unwrap()
}

/// From the only open follow-up of `desk` to a released rectification.
async fn put_right(world: &World, desk: &Staff, unit: &Staff) {
    let demand = sent(world, desk).await;
    answer_rectification(&world.services, unit, (demand, 1), "已整改")
        .await
        .unwrap();
    release(&world.services, desk, (demand, 2)).await.unwrap();
}

async fn a_second_bad_word_on_conduct_is_settled_and_looked_into_and_nobody_is_asked_a_third_time(
    world: World,
) {
    world.import(INCIDENTS).await;
    rate(
        &world,
        "J1",
        Round::First,
        &[("level", "2"), ("tell_unit", "yes")],
    )
    .await;
    put_right(&world, &world.center, &world.handler).await;
    let rude = [
        ("level", "1"),
        ("reason", "rude"),
        ("integrity", "problem"),
        ("tell_unit", "yes"),
    ];
    rate(&world, "J1", Round::Second, &rude).await;

    let escalated = shown(&world, &world.supervisor, Show::Escalated).await;
    assert_eq!(escalated.len(), 1);
    assert_eq!(
        (escalated[0].state, escalated[0].state.label()),
        (FollowUp::Escalated(Queue::County), "二次不满意，已报县局")
    );
    let conduct = shown(&world, &world.inspector, Show::Conduct).await;
    assert_eq!((conduct.len(), conduct[0].round), (1, Round::Second));
    put_right(&world, &world.inspector, &world.handler).await;
    let ended = find(&world.services, &world.inspector, conduct[0].id)
        .await
        .unwrap();
    assert_eq!(ended.follow_up.state, FollowUp::Closed(Closure::NotAsked));

    let still = shown(&world, &world.supervisor, Show::Escalated).await;
    assert_eq!(still.len(), 1, "one loop does not end the other");
    does(&world, &world.supervisor, &still[0], Act::Settle).await;
    let incident = world.incident("J1").await;
    let mut conn = world.services.db.read().await.unwrap();
    let stored = ratings::of_incident(&mut conn, incident).await.unwrap();
    let levels: Vec<_> = stored
        .iter()
        .map(|one| (one.round, one.rating.level.number()))
        .collect();
    assert_eq!(levels, [(Round::First, 2), (Round::Second, 1)]);
    drop(conn);
    assert!(
        super::open_links(&world, domain::callback::Contact::ShortMessage)
            .await
            .iter()
            .all(|(_, _, number)| number != "J1")
    );
}

async fn conduct_handled_by_inspection_itself_after_a_second_rating_ends_there(world: World) {
    world.import(INCIDENTS).await;
    rate(&world, "J1", Round::First, &[("level", "1"), ("reason", "rude")]).await;
    let open = shown(&world, &world.inspector, Show::Open).await;
    does(&world, &world.inspector, &open[0], Act::Verify).await;
    let verified = shown(&world, &world.inspector, Show::Verified).await;
    does(&world, &world.inspector, &verified[0], Act::HandleHere).await;
    rate(
        &world,
        "J1",
        Round::Second,
        &[("level", "5"), ("integrity", "problem")],
    )
    .await;
    let again = shown(&world, &world.inspector, Show::Open).await;
    does(&world, &world.inspector, &again[0], Act::Verify).await;
    let verified = shown(&world, &world.inspector, Show::Verified).await;
    does(&world, &world.inspector, &verified[0], Act::HandleHere).await;
    let all = shown(&world, &world.inspector, Show::All).await;
    let states: BTreeSet<_> = all.iter().map(|one| one.state.as_str()).collect();
    assert_eq!(states, BTreeSet::from(["closed-satisfied", "closed-not-asked"]));
}

async fn what_concerns_the_bureau_itself_is_handled_by_inspection_to_the_end(world: World) {
    world.import(INCIDENTS).await;
    rate(
        &world,
        "K1",
        Round::First,
        &[("level", "2"), ("tell_unit", "yes")],
    )
    .await;
    assert!(shown(&world, &world.center, Show::All).await.is_empty());
    let open = shown(&world, &world.inspector, Show::Open).await;
    let blind = find(&world.services, &world.supervisor, open[0].id).await;
    assert!(
        matches!(blind, Err(CallbackError::NotFound)),
        "nobody reviews itself"
    );
    put_right(&world, &world.inspector, &world.supervisor).await;
    rate(&world, "K1", Round::Second, &[("level", "1")]).await;
    let escalated = shown(&world, &world.inspector, Show::Escalated).await;
    assert_eq!(escalated[0].state, FollowUp::Escalated(Queue::Inspection));
    assert_eq!(
        shown(&world, &world.inspector, Show::Waiting).await.len(),
        1,
        "it stands in the queue of those who settle it"
    );
    does(&world, &world.inspector, &escalated[0], Act::Settle).await;
    let settled = find(&world.services, &world.inspector, escalated[0].id)
        .await
        .unwrap();
    assert_eq!(settled.follow_up.state, FollowUp::Closed(Closure::Settled));
}

async fn the_centre_does_not_look_into_itself_and_inspection_is_no_word_on_conduct(world: World) {
    world.import(INCIDENTS).await;
    rate(&world, "C1", Round::First, &[("level", "2")]).await;
    assert!(shown(&world, &world.center, Show::All).await.is_empty());
    assert_eq!(shown(&world, &world.inspector, Show::Open).await.len(), 1);
    assert!(
        shown(&world, &world.inspector, Show::Conduct).await.is_empty(),
        "it is about handling, whoever looks into it"
    );
}

on_both! {
    a_second_bad_word_on_conduct_is_settled_and_looked_into_and_nobody_is_asked_a_third_time
    conduct_handled_by_inspection_itself_after_a_second_rating_ends_there
    what_concerns_the_bureau_itself_is_handled_by_inspection_to_the_end
    the_centre_does_not_look_into_itself_and_inspection_is_no_word_on_conduct
}
