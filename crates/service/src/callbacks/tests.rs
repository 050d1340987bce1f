//! From an incident to the second rating, on both databases.

/// The same test on each database.
macro_rules! on_both {
    ($($name:ident)+) => {
        mod sqlite { $(#[tokio::test(flavor = "multi_thread")] async fn $name() { super::$name(super::World::sqlite().await).await; })+ }
        mod postgres { $(#[tokio::test(flavor = "multi_thread")] async fn $name() { super::$name(super::World::postgres().await).await; })+ }
    };
}

mod links;
mod rounds;
mod world;

use super::*;
use crate::dashboard::{self, usual_span};
use domain::callback::{Contact, NotDue, Round};
use domain::demand::{DemandKind, DemandStatus};
use domain::ids::{FollowUpId, InvitationId};
use domain::rectification::{CannotBrief, Closure, FollowUp, Queue};
use std::collections::BTreeSet;
use storage::followups::{Filter, Listed, Show};
use storage::{demands, invitations, ratings};
use world::{World, pairs};

const INCIDENTS: &str = r#"
{"incident_number":"J1","kind":"call","unit":"ps01","closed_at":"2026-11-20T10:00:00+08:00","contact_phone":"13900000001","contact_name":"欧阳测试"}
{"incident_number":"J2","kind":"call","unit":"ps01","closed_at":"2026-11-20T11:00:00+08:00","contact_phone":"13900000002"}
{"incident_number":"J3","kind":"case","unit":"ps01","closed_at":"2026-11-20T12:00:00+08:00","contact_phone":"13900000001"}
{"incident_number":"J4","kind":"call","unit":"ps01","closed_at":"2026-11-20T13:00:00+08:00"}
{"incident_number":"J5","kind":"call","unit":"ps01","closed_at":"2026-11-20T14:00:00+08:00","contact_phone":"13900000005","exclude_reason":"未成年人"}
{"incident_number":"J6","kind":"service","unit":"ps01","closed_at":"2026-11-20T15:00:00+08:00","contact_email":"somebody@example.test"}
"#;

async fn waiting(world: &World, show: Show) -> Vec<Listed> {
    list(
        &world.services,
        &world.center,
        &Filter {
            show,
            ..Filter::default()
        },
    )
    .await
    .unwrap()
}

async fn everybody_is_asked_but_for_a_named_reason(world: World) {
    let summary = world.import(INCIDENTS).await;
    assert_eq!(
        (summary.read, summary.new, summary.published, summary.held),
        (6, 6, 3, 3)
    );
    let again = world.import(INCIDENTS).await;
    assert_eq!(
        (
            again.new,
            again.changed,
            again.unchanged,
            again.rejected,
            again.held
        ),
        (0, 0, 6, 0, 3)
    );
    let moved = INCIDENTS.replace("\"unit\":\"ps01\"", "\"unit\":\"county\"");
    assert_eq!(
        world.import(&moved).await.rejected,
        6,
        "the unit is frozen at closing"
    );
    let figures = dashboard::dashboard(&world.services, &world.supervisor, usual_span(world.today()))
        .await
        .unwrap();
    let not_due: Vec<_> = figures
        .total
        .not_due
        .iter()
        .map(|(reason, n)| (*reason, *n))
        .collect();
    assert_eq!(figures.total.due, 3);
    assert_eq!(
        not_due,
        [(NotDue::Excluded, 1), (NotDue::NoContact, 1), (NotDue::Repeat, 1)]
    );
}

#[expect(
    clippy::too_many_lines,
    reason = "one walk from the incident to the second rating"
)]
async fn a_bad_rating_is_looked_into_put_right_and_asked_again(world: World) {
    world.import(INCIDENTS).await;
    let bad = pairs(&[
        ("level", "2"),
        ("reason", "slow"),
        ("text", "等了两小时"),
        ("idempotency_key", "0123456789abcdef"),
    ]);
    for incident in ["J1", "J2"] {
        let token = world.token(incident, Round::First).await;
        let Answered::Recorded(thanks) = answer(&world.services, &token, &bad).await.unwrap() else {
            panic!()
        };
        assert!(thanks.followed_up.is_some());
    }
    for one in waiting(&world, Show::Waiting).await {
        act(
            &world.services,
            &world.center,
            (one.id, one.version),
            Act::Verify,
            "电话核实",
        )
        .await
        .unwrap();
    }
    let verified: BTreeSet<FollowUpId> = waiting(&world, Show::Verified)
        .await
        .iter()
        .map(|one| one.id)
        .collect();
    let single = BTreeSet::from([*verified.first().unwrap()]);
    let refused = send(&world.services, &world.center, &single, "")
        .await
        .unwrap_err();
    assert!(
        matches!(refused, CallbackError::CannotBrief(CannotBrief::TooFew(2))),
        "{refused}"
    );
    let demand = send(&world.services, &world.center, &verified, "").await.unwrap();
    let follow_up = *verified.first().unwrap();
    for (staff, opens) in [(&world.center, Some(demand)), (&world.supervisor, None)] {
        let shown = find(&world.services, staff, follow_up).await.unwrap();
        assert_eq!(shown.demand, opens, "the link stands where it opens");
    }

    let mut conn = world.services.db.read().await.unwrap();
    let seen = demands::list(&mut conn, &world.handler, DemandKind::Rectification, 10)
        .await
        .unwrap();
    assert_eq!((seen.len(), seen[0].demand.id), (1, demand));
    for secret in ["J1", "J2", "等了两小时", "欧阳", "139"] {
        assert!(
            !seen[0].demand.text.contains(secret) && !seen[0].demand.title.contains(secret),
            "{secret}"
        );
    }
    drop(conn);
    assert!(matches!(
        find(&world.services, &world.handler, *verified.first().unwrap()).await,
        Err(CallbackError::NotFound)
    ));

    answer_rectification(&world.services, &world.handler, (demand, 1), "已整改")
        .await
        .unwrap();
    send_back(&world.services, &world.center, (demand, 2), "请写清怎么改")
        .await
        .unwrap();
    answer_rectification(&world.services, &world.handler, (demand, 3), "已重新排班")
        .await
        .unwrap();
    let twice = answer_rectification(&world.services, &world.handler, (demand, 4), "再答")
        .await
        .unwrap_err();
    assert!(matches!(twice, CallbackError::DemandRefused(_)));
    release(&world.services, &world.center, (demand, 4))
        .await
        .unwrap();
    let mut conn = world.services.db.read().await.unwrap();
    let released = demands::find(&mut conn, &world.center, demand)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(released.status, DemandStatus::Released);
    drop(conn);

    for (incident, level, ends) in [
        ("J1", "5", FollowUp::Closed(Closure::Satisfied)),
        ("J2", "1", FollowUp::Escalated(Queue::County)),
    ] {
        let token = world.token(incident, Round::Second).await;
        answer(&world.services, &token, &pairs(&[("level", level)]))
            .await
            .unwrap();
        let id = world.incident(incident).await;
        let mut conn = world.services.db.read().await.unwrap();
        let standing = storage::followups::of_incident(&mut conn, id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(standing.state, ends);
        let both = ratings::of_incident(&mut conn, id).await.unwrap();
        let levels: Vec<_> = both
            .iter()
            .map(|stored| (stored.round, stored.rating.level.number()))
            .collect();
        assert_eq!(
            levels,
            [(Round::First, 2), (Round::Second, level.parse().unwrap())],
            "the first is kept"
        );
    }
    let filter = Filter {
        show: Show::Escalated,
        ..Filter::default()
    };
    let escalated = list(&world.services, &world.supervisor, &filter).await.unwrap();
    act(
        &world.services,
        &world.supervisor,
        (escalated[0].id, escalated[0].version),
        Act::Settle,
        "约谈所长",
    )
    .await
    .unwrap();
    let settled = find(&world.services, &world.supervisor, escalated[0].id)
        .await
        .unwrap();
    assert_eq!(settled.follow_up.state, FollowUp::Closed(Closure::Settled));
}

async fn rejects_undo_the_whole_file_when_asked(world: World) {
    let dirty = format!("{INCIDENTS}{{\"incident_number\":\"J7\",\"kind\":\"fire\"}}\n");
    let undone = world.import_undoing(&dirty).await;
    assert!(undone.undone && undone.summary.rejected == 1);
    assert_eq!(
        world.import(INCIDENTS).await.new,
        6,
        "nothing of the first try is left"
    );
}

on_both! {
    everybody_is_asked_but_for_a_named_reason
    a_bad_rating_is_looked_into_put_right_and_asked_again
    rejects_undo_the_whole_file_when_asked
}

/// Every invitation of the channel that can still be answered.
async fn open_links(world: &World, channel: Contact) -> Vec<(InvitationId, u32, String)> {
    let mut conn = world.services.db.read().await.unwrap();
    let open = invitations::waiting(&mut conn, channel, world.started_on, true, None, 1000)
        .await
        .unwrap();
    open.into_iter()
        .map(|one| (one.id, one.attempt, one.incident_number))
        .collect()
}
