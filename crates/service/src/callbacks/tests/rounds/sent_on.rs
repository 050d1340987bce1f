//! What is sent on to the unit: in whose words, seen by whom, and by when.

use super::{INCIDENTS, does, rate, sent, shown};
use crate::callbacks::tests::world::World;
use crate::callbacks::{Act, CallbackError, answer_rectification, send, send_back};
use crate::dashboard::dashboard;
use domain::callback::Round;
use domain::deadline::ClockKind;
use domain::event::SubjectKind;
use domain::role::Staff;
use std::collections::BTreeSet;
use storage::dashboard::Span;
use storage::followups::Show;

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
