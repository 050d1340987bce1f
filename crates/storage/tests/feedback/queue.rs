//! The order of the queue, and what it counts.

use super::*;

#[tokio::test]
async fn the_queue_is_ordered_by_the_next_day_and_counts_what_is_overdue() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let cases = [case(1, CENTER), case(2, CENTER), case(3, CENTER)];
        for case in &cases {
            insert(&mut tx, case, &[], &[]).await;
        }
        let due = |days: i64| domain::calendar::Counted {
            on: today() + chrono::TimeDelta::days(days),
            provisional: false,
        };
        for (case, clock, days) in [
            (&cases[0], ClockKind::Answer, 40),
            (&cases[1], ClockKind::Answer, 60),
            (&cases[1], ClockKind::Notice, -1),
        ] {
            let subject = (SubjectKind::Feedback, case.id.0);
            clocks::start(&mut tx, subject, clock, today(), due(days))
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let (center, mut conn) = (sight(Role::Center, CENTER), db.read().await.unwrap());
        let queue = feedback::queue(&mut conn, &center, Filter::default(), ALL)
            .await
            .unwrap();
        let order: Vec<_> = queue
            .iter()
            .map(|row| (row.case.id, row.due.map(|(clock, _)| clock)))
            .collect();
        assert_eq!(
            order,
            [
                (cases[1].id, Some(ClockKind::Notice)),
                (cases[0].id, Some(ClockKind::Answer)),
                (cases[2].id, None)
            ]
        );
        let counts = feedback::queue_counts(&mut conn, &center, today()).await.unwrap();
        assert_eq!(counts, [(Status::Received, 3, 1)]);
        for (kind, finished) in [(Some(FeedbackKind::Report), false), (None, true)] {
            let filter = Filter {
                kind,
                finished,
                ..Filter::default()
            };
            let queue = feedback::queue(&mut conn, &center, filter, ALL).await.unwrap();
            assert!(queue.is_empty(), "{filter:?}");
        }
    })
    .await;
}

/// Of the centre's cases: one overdue, one answered with news, two that ended yesterday and today; and one more that is
/// overdue and concerns the centre itself.
async fn overdue_news_and_ends(db: &Db) -> [Case; 4] {
    let mut tx = db.begin().await.unwrap();
    let numbered = |number, status| Case {
        status,
        ..case(number, CENTER)
    };
    let cases = [
        numbered(1, Status::Received),
        numbered(2, Status::Answered),
        numbered(3, Status::Closed(Outcome::Upheld)),
        numbered(4, Status::Closed(Outcome::Upheld)),
    ];
    for case in &cases {
        insert(&mut tx, case, &[], &[]).await;
    }
    let concerned = case(5, CENTER);
    insert(&mut tx, &concerned, &[CENTER], &[]).await;
    let yesterday = today().pred_opt().unwrap();
    let ran_out = domain::calendar::Counted {
        on: yesterday,
        provisional: false,
    };
    for case in [&cases[0], &concerned] {
        let subject = (SubjectKind::Feedback, case.id.0);
        clocks::start(&mut tx, subject, ClockKind::Answer, yesterday, ran_out)
            .await
            .unwrap();
    }
    messages::append(
        &mut tx,
        cases[1].id,
        Sender::Citizen,
        "还是不满意",
        When::On(today()),
    )
    .await
    .unwrap();
    for (case, day) in [(&cases[2], yesterday), (&cases[3], today())] {
        let event = domain::event::Event::IdentityOpened {
            reason: String::new(),
        };
        let subject = (SubjectKind::Feedback, case.id.0);
        let actor = domain::event::Actor::System("test".into());
        storage::events::append(&mut tx, subject, When::On(day), &actor, &event)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    cases
}

#[tokio::test]
async fn news_stand_on_top_overdue_are_counted_as_listed_and_the_newest_end_comes_first() {
    on_both(async |db| {
        let cases = overdue_news_and_ends(&db).await;
        let (center, mut conn) = (sight(Role::Center, CENTER), db.read().await.unwrap());
        let mut ids = async |filter| {
            let queue = feedback::queue(&mut conn, &center, filter, ALL).await.unwrap();
            queue
                .into_iter()
                .map(|row| (row.case.id, row.news_on))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            ids(Filter::default()).await,
            [(cases[1].id, Some(today())), (cases[0].id, None)]
        );
        let finished = Filter {
            finished: true,
            ..Filter::default()
        };
        assert_eq!(ids(finished).await, [(cases[3].id, None), (cases[2].id, None)]);
        let overdue = |unit| Filter {
            overdue_on: Some(today()),
            unit: Some(unit),
            ..Filter::default()
        };
        assert_eq!(ids(overdue(CENTER)).await, [(cases[0].id, None)]);
        assert_eq!(ids(overdue(PS01)).await, []);
        let counted = feedback::overdue_by_unit(&mut conn, &center, today())
            .await
            .unwrap();
        let of_centre = |all, listed| [(CENTER, Listed { all, listed })];
        assert_eq!(
            counted,
            of_centre(1, 1),
            "as many as are listed: none that concerns the unit"
        );
        let supervisor = sight(Role::Supervisor, PS01);
        let counted = feedback::overdue_by_unit(&mut conn, &supervisor, today())
            .await
            .unwrap();
        assert_eq!(
            counted,
            of_centre(2, 0),
            "counted for those who watch, not listed"
        );
    })
    .await;
}
