//! What a second rating leads to, and who looks into whom, on both databases.

use super::world::{World, pairs};
use crate::callbacks::{
    Act, Answered, CallbackError, act, answer, answer_rectification, find, list, release, send, send_back,
};
use crate::dashboard::dashboard;
use domain::callback::Round;
use domain::deadline::ClockKind;
use domain::event::SubjectKind;
use domain::ids::DemandId;
use domain::rectification::{Closure, FollowUp, Queue};
use domain::role::Staff;
use std::collections::BTreeSet;
use storage::dashboard::Span;
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

async fn who_handled_the_incident_sees_neither_the_rectification_nor_the_rating(world: World) {
    world
        .import(
            r#"{"incident_number":"J1","kind":"call","unit":"ps01","closed_at":"2026-11-20T10:00:00+08:00","officer_badge":"警号 99-0089","contact_phone":"13900000001"}"#,
        )
        .await;
    let bad = [("level", "2"), ("reason", "slow"), ("tell_unit", "yes")];
    rate(&world, "J1", Round::First, &bad).await;
    let with_badge = |staff: &Staff| Staff {
        badge: Some("９９００８９".into()),
        ..staff.clone()
    };
    let day = "2026-11-20".parse().unwrap();
    let span = Span { from: day, to: day };
    for (staff, answered) in [
        (world.supervisor.clone(), 1),
        (with_badge(&world.supervisor), 0),
        (
            Staff {
                unit: world.handler.unit,
                ..world.supervisor.clone()
            },
            0,
        ),
    ] {
        let seen = dashboard(&world.services, &staff, span).await.unwrap();
        assert_eq!(seen.total.answered(), answered);
        assert_eq!(seen.total.due, 1, "what is no rating is counted");
        let ticked: u64 = seen.reasons.iter().map(|(_, n)| n).sum();
        let of_weeks: u64 = seen
            .weeks
            .iter()
            .filter_map(|week| week.rate)
            .map(|rate| rate.n)
            .sum();
        assert_eq!([ticked, of_weeks], [answered; 2]);
    }
    let demand = sent(&world, &world.center).await;
    let refused = answer_rectification(
        &world.services,
        &with_badge(&world.handler),
        (demand, 1),
        "已整改",
    )
    .await;
    assert!(matches!(refused, Err(CallbackError::NotFound)), "{refused:?}");
    answer_rectification(&world.services, &world.handler, (demand, 1), "已整改")
        .await
        .unwrap();
}

async fn the_senders_own_words_name_no_incident_that_the_rater_kept_to_themselves(world: World) {
    let first = INCIDENTS.lines().nth(1).unwrap();
    let two = [("J20261120001", "0001"), ("J20261120002", "0009")]
        .map(|(number, phone)| {
            first
                .replace("J1", number)
                .replace("0001\"", &format!("{phone}\""))
        })
        .join("\n");
    world.import(&two).await;
    for number in ["J20261120001", "J20261120002"] {
        rate(&world, number, Round::First, &[("level", "2")]).await;
    }
    for open in shown(&world, &world.center, Show::Open).await {
        does(&world, &world.center, &open, Act::Verify).await;
    }
    let ids: BTreeSet<_> = shown(&world, &world.center, Show::Verified)
        .await
        .iter()
        .map(|one| one.id)
        .collect();
    for advice in ["重点看j2026-1120-002一件", "请向13900000001致歉"] {
        let refused = send(&world.services, &world.center, &ids, advice).await;
        assert!(matches!(refused, Err(CallbackError::Invalid(_))), "{advice}");
    }
    let demand = send(&world.services, &world.center, &ids, "请加强夜间备勤")
        .await
        .unwrap();
    answer_rectification(&world.services, &world.handler, (demand, 1), "已整改")
        .await
        .unwrap();
    for reason in ["重点看j2026-1120-002一件", "请向13900000001致歉"] {
        let refused = send_back(&world.services, &world.center, (demand, 2), reason).await;
        assert!(matches!(refused, Err(CallbackError::Invalid(_))), "{reason}");
    }
    send_back(&world.services, &world.center, (demand, 2), "请写明日期")
        .await
        .unwrap();
}

on_both! {
    who_handled_the_incident_sees_neither_the_rectification_nor_the_rating
    the_senders_own_words_name_no_incident_that_the_rater_kept_to_themselves
    a_second_bad_word_on_conduct_is_settled_and_looked_into_and_nobody_is_asked_a_third_time
    conduct_handled_by_inspection_itself_after_a_second_rating_ends_there
    what_concerns_the_bureau_itself_is_handled_by_inspection_to_the_end
    the_centre_does_not_look_into_itself_and_inspection_is_no_word_on_conduct
}

/// The door of feedback demands knows other clocks: a rectification does not exist there.
#[tokio::test]
async fn a_rectification_is_no_demand_of_a_case() {
    use crate::feedback::{HandleError, answer_demand, open_demand, send_demand_back};
    let world = World::sqlite().await;
    world.import(INCIDENTS).await;
    rate(
        &world,
        "J1",
        Round::First,
        &[("level", "2"), ("tell_unit", "yes")],
    )
    .await;
    let demand = sent(&world, &world.center).await;
    let (services, unit) = (&world.services, &world.handler);
    let is_unknown = |error: HandleError| matches!(error, HandleError::NotFound);
    assert!(is_unknown(
        open_demand(services, unit, demand.0).await.unwrap_err()
    ));
    let answered = answer_demand(services, unit, (demand.0, 1), "已整改").await;
    assert!(is_unknown(answered.unwrap_err()));
    answer_rectification(services, unit, (demand, 1), "已整改")
        .await
        .unwrap();
    let back = send_demand_back(services, &world.center, (demand.0, 2), "不够").await;
    assert!(is_unknown(back.unwrap_err()));
}

#[tokio::test]
async fn what_was_verified_is_sent_on_within_a_time_of_its_own() {
    let world = World::sqlite().await;
    world.import(INCIDENTS).await;
    let bad = [("level", "2"), ("tell_unit", "yes")];
    rate(&world, "J1", Round::First, &bad).await;
    let open = shown(&world, &world.center, Show::Open).await;
    let id = open[0].id;
    let running = async || {
        let mut conn = world.services.db.read().await.unwrap();
        let subject = (SubjectKind::FollowUp, id.0);
        let clocks = storage::clocks::of(&mut conn, subject).await.unwrap();
        let running = clocks.into_iter().filter(|due| due.met_on.is_none());
        running.map(|due| due.clock).collect::<Vec<_>>()
    };
    assert_eq!(running().await, [ClockKind::FollowUp]);
    does(&world, &world.center, &open[0], Act::Verify).await;
    assert_eq!(running().await, [ClockKind::SendOn]);
    send(&world.services, &world.center, &BTreeSet::from([id]), "请改进")
        .await
        .unwrap();
    assert_eq!(running().await, []);
}
