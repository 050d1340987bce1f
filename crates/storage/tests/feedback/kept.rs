//! What is kept, as it was given, and for how long.

use super::*;

#[tokio::test]
async fn a_case_is_kept_as_given_and_its_reference_is_unique() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let case = case(1, CENTER);
        insert(&mut tx, &case, &[PS01], &["012345"]).await;
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let (found, hash) = feedback::receipt::find(&mut conn, case.reference)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((found, hash.as_slice()), (case.clone(), b"hash".as_slice()));
        assert_eq!(
            feedback::receipt::concerned(&mut conn, case.id).await.unwrap(),
            [PS01]
        );
        drop(conn);
        let twin = Case {
            id: FeedbackId(Uuid::from_u128(77)),
            ..case
        };
        let mut tx = db.begin().await.unwrap();
        let refused = feedback::insert(&mut tx, &twin, b"hash", &Concerned::default()).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn an_anonymous_case_cannot_hold_a_time_of_day() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let case = Case {
            anonymous: true,
            ..case(1, CENTER)
        };
        assert!(
            feedback::insert(&mut tx, &case, b"hash", &Concerned::default())
                .await
                .is_err()
        );
    })
    .await;
}

#[tokio::test]
async fn a_change_of_an_older_version_is_stale() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let case = case(1, CENTER);
        insert(&mut tx, &case, &[], &[]).await;
        let change = Change {
            status: Status::Closed(Outcome::Upheld),
            queue: INSPECTION,
            queued_on: today(),
            returned: true,
            has_news: false,
        };
        feedback::update(&mut tx, case.id, 1, &change).await.unwrap();
        let again = feedback::update(&mut tx, case.id, 1, &change).await;
        assert!(matches!(again, Err(Error::Stale)), "{again:?}");
        let changed = feedback::receipt::by_id(&mut tx, case.id).await.unwrap().unwrap();
        assert_eq!((changed.status, changed.queue), (change.status, INSPECTION));
        assert_eq!(
            (changed.returned, changed.has_news, changed.version),
            (true, false, 2)
        );
    })
    .await;
}

#[tokio::test]
async fn a_key_is_remembered_to_its_last_day_and_a_form_key_for_ever() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let case = case(1, CENTER);
        insert(&mut tx, &case, &[], &[]).await;
        let known = Known {
            body_hash: b"body".to_vec(),
            case: case.id,
            answer_due: today(),
        };
        let tomorrow = today().succ_opt().unwrap();
        let after = tomorrow.succ_opt().unwrap();
        idempotency::insert(&mut tx, b"api", &known, today(), Some(tomorrow))
            .await
            .unwrap();
        idempotency::insert(&mut tx, b"form", &known, today(), None)
            .await
            .unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.begin().await.unwrap();
        let twice = idempotency::insert(&mut tx, b"api", &known, tomorrow, None).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        drop(tx);
        let mut tx = db.begin().await.unwrap();
        assert_eq!(
            idempotency::find(&mut tx, b"api", tomorrow).await.unwrap(),
            Some(known.clone())
        );
        assert_eq!(idempotency::find(&mut tx, b"api", after).await.unwrap(), None);
        assert_eq!(idempotency::purge(&mut tx, tomorrow, 10).await.unwrap(), 0);
        assert_eq!(idempotency::purge(&mut tx, after, 10).await.unwrap(), 1);
        assert_eq!(
            idempotency::find(&mut tx, b"form", after).await.unwrap(),
            Some(known)
        );
    })
    .await;
}

#[tokio::test]
async fn messages_keep_their_order_and_envelopes_are_replaced_and_forgotten() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let case = case(1, CENTER);
        insert(&mut tx, &case, &[], &[]).await;
        let said = [
            (Sender::Citizen, "一", When::On(today())),
            (Sender::Unit, "二", When::At(now())),
            (Sender::Citizen, "三", When::On(today())),
        ];
        for (sender, text, when) in said {
            messages::append(&mut tx, case.id, sender, text, when)
                .await
                .unwrap();
        }
        let kept = messages::list(&mut tx, case.id).await.unwrap();
        let kept: Vec<_> = kept.iter().map(|m| (m.sender, m.text.as_str(), m.at)).collect();
        assert_eq!(
            kept,
            said.map(|(sender, text, when)| (sender, text, when.instant()))
        );

        let subject = (SubjectKind::Feedback, case.id.0);
        for blob in [b"one".as_slice(), b"two"] {
            sealed::put(&mut tx, subject, Envelope::Delivery, blob)
                .await
                .unwrap();
        }
        sealed::put(&mut tx, subject, Envelope::Identity, b"three")
            .await
            .unwrap();
        let found = sealed::find(&mut tx, subject, Envelope::Delivery).await.unwrap();
        assert_eq!(found.as_deref(), Some(b"two".as_slice()));
        assert!(!sealed::has_email(&mut tx, subject).await.unwrap());
        sealed::note_email(&mut tx, subject).await.unwrap();
        assert!(sealed::has_email(&mut tx, subject).await.unwrap());
        sealed::put(&mut tx, subject, Envelope::Delivery, b"four")
            .await
            .unwrap();
        assert!(
            !sealed::has_email(&mut tx, subject).await.unwrap(),
            "another envelope is another fact"
        );
        sealed::forget(&mut tx, subject).await.unwrap();
        for envelope in [Envelope::Delivery, Envelope::Identity] {
            assert_eq!(sealed::find(&mut tx, subject, envelope).await.unwrap(), None);
        }
    })
    .await;
}
