//! Links: handed over once, answered once, closed by whoever wants no more of them.

use super::*;
use crate::jobs;
use storage::dashboard::Group;

async fn of_a_hundred_parallel_answers_exactly_one_is_recorded(world: World) {
    world.import(INCIDENTS).await;
    let token = world.token("J1", Round::First).await;
    let mut posts = tokio::task::JoinSet::new();
    for n in 0..100 {
        let (services, token) = (world.services.clone(), token.clone());
        let key = format!("{n:016}");
        posts.spawn(async move {
            let sent = pairs(&[("level", "4"), ("idempotency_key", &key)]);
            (key, answer(&services, &token, &sent).await.unwrap())
        });
    }
    let answers = posts.join_all().await;
    let (recorded, others): (Vec<_>, Vec<_>) = answers
        .into_iter()
        .partition(|(_, answer)| matches!(answer, Answered::Recorded(_)));
    assert_eq!((recorded.len(), others.len()), (1, 99));
    assert!(
        others
            .iter()
            .all(|(_, answer)| *answer == Answered::Not(Link::Used))
    );
    let same = pairs(&[("level", "1"), ("idempotency_key", &recorded[0].0)]);
    assert_eq!(
        answer(&world.services, &token, &same).await.unwrap(),
        recorded[0].1,
        "the same form, the same page"
    );
    let id = world.incident("J1").await;
    let stored = ratings::of_incident(&mut world.services.db.read().await.unwrap(), id)
        .await
        .unwrap();
    assert_eq!((stored.len(), stored[0].rating.level.number()), (1, 4));
}

async fn links_go_by_mail_or_by_the_gateways_file_once(world: World) {
    world.import(INCIDENTS).await;
    while jobs::run_due(&world.services).await.unwrap() > 0 {}
    let mails = world.outbox.sent();
    assert_eq!(mails.len(), 1);
    let file = world.folder.path().join("links.csv");
    let keys = crate::keys::KeyFolder::of(&world.services.data)
        .load_worker()
        .unwrap();
    let export = async |again| {
        let url = "https://mingjing.example.test/";
        export_to_file(&world.services, &keys, url, &file, again, "tester")
            .await
            .unwrap()
            .rows
            .len()
    };
    assert_eq!(
        (export(false).await, export(false).await, export(true).await),
        (2, 0, 2)
    );
    let text = std::fs::read_to_string(&file).unwrap();
    let token = world.token("J1", Round::First).await;
    assert!(text.starts_with("invitation,incident_number,unit,phone,url,expires_on\n"));
    assert!(text.contains(&format!(
        ",J1,ps01,13900000001,https://mingjing.example.test/callback/{token},2026-12-07"
    )));
    let span = usual_span(world.today());
    let (total, cases) = dashboard::cases(
        &world.services,
        &world.supervisor,
        (Group::Invited, span),
        None,
        None,
        1,
    )
    .await
    .unwrap();
    assert_eq!((total, cases.len()), (3, 3));
}

async fn who_opts_out_is_not_asked_again(world: World) {
    world.import(INCIDENTS).await;
    let token = world.token("J1", Round::First).await;
    let Answered::Recorded(thanks) = answer(&world.services, &token, &pairs(&[("opt_out", "yes")]))
        .await
        .unwrap()
    else {
        panic!()
    };
    assert!(thanks.opted_out);
    assert_eq!(look(&world.services, &token).await.unwrap(), Link::Used);
    world.clock.advance(chrono::Duration::days(30));
    let later = INCIDENTS
        .lines()
        .nth(1)
        .unwrap()
        .replace("J1", "J9")
        .replace("2026-11-20", "2026-12-20");
    assert_eq!(world.import(&later).await.held, 1);
    let token = world.token("J2", Round::First).await;
    assert_eq!(look(&world.services, &token).await.unwrap(), Link::Expired);
    assert_eq!(
        look(&world.services, "00000000000000000000000000").await.unwrap(),
        Link::Unknown
    );
}

async fn a_link_that_cannot_be_mailed_yet_is_no_callback(mut world: World) {
    world.import(INCIDENTS).await;
    let sound = world.services.post.clone();
    let mut office = sound.as_deref().unwrap().clone();
    office.public_url = None;
    world.services.post = Some(std::sync::Arc::new(office));
    let handed_over = async |services| {
        let figures = dashboard::dashboard(services, &world.supervisor, usual_span(world.today()));
        figures.await.unwrap().total.invited
    };
    while jobs::run_due(&world.services).await.unwrap() > 0 {}
    assert_eq!(
        (world.outbox.sent().len(), handed_over(&world.services).await),
        (0, 0)
    );
    let sound = crate::services::Services {
        post: sound,
        ..world.services.clone()
    };
    world.clock.advance(chrono::TimeDelta::hours(6));
    while jobs::run_due(&sound).await.unwrap() > 0 {}
    assert_eq!((world.outbox.sent().len(), handed_over(&sound).await), (1, 1));
}

on_both! {
    a_link_that_cannot_be_mailed_yet_is_no_callback
    of_a_hundred_parallel_answers_exactly_one_is_recorded
    links_go_by_mail_or_by_the_gateways_file_once
    who_opts_out_is_not_asked_again
}
