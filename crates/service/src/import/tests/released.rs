//! What becomes of the stored rows: public, held back, or as if they had never come.

use super::*;

#[tokio::test]
async fn what_policy_holds_back_is_counted_and_not_public() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let summary = run(
        &services,
        &options(jsonl(folder.path(), &[COMPANY, PERSON, BROKEN, COMPANY])),
    )
    .await;
    let expected = Summary {
        read: 4,
        new: 2,
        rejected: 2,
        published: 1,
        held: 1,
        ..Summary::default()
    };
    assert_eq!(summary, expected);
    assert_eq!(public(&services).await.len(), 1);
}

/// Whether it is the one punished, no rule can tell (ADR 8).
#[tokio::test]
async fn what_tells_of_somebody_under_eighteen_waits_for_people() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let young = r#"{"kind":"penalty","title":"李四偷窃案","unit":"ps01","document_number":"8号","party_name":"李四","decided_on":"2025-02-01","facts":"李四，15周岁，初中学生，拿走自行车一辆。"}"#;
    let grown = young
        .replace("8号", "9号")
        .replace("15周岁，初中学生", "45周岁，无业");
    let shop = young
        .replace("8号", "10号")
        .replace("\"李四\"", "\"四方百货有限公司\"");
    let options = options(jsonl(folder.path(), &[young, &grown, &shop]));
    let expected = Summary {
        read: 3,
        new: 3,
        published: 2,
        held: 1,
        to_look_at: 1,
        ..Summary::default()
    };
    assert_eq!(run(&services, &options).await, expected);
    let shown = public(&services).await;
    let numbers: Vec<&str> = shown
        .iter()
        .filter_map(|it| it.document_number.as_deref())
        .collect();
    assert!(
        numbers.contains(&"9号") && numbers.contains(&"10号"),
        "{numbers:?}"
    );
    // Imported again it waits all the same.
    let again = run(&services, &options).await;
    assert_eq!((again.unchanged, again.published, again.to_look_at), (3, 0, 1));
    assert_eq!(public(&services).await.len(), 2);
}

/// Between reading a record and writing what was decided, people may work on it.
#[tokio::test]
async fn what_was_decided_about_an_older_original_or_of_what_is_public_by_now_is_not_written() {
    use storage::records::{self, Key};

    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let mut options = options(jsonl(folder.path(), &[COMPANY]));
    options.publish = false;
    run(&services, &options).await;
    let mut tx = services.db.begin().await.unwrap();
    let unit = storage::units::all(&mut tx)
        .await
        .unwrap()
        .by_code("ps01")
        .unwrap()
        .id;
    let key = Key::DocumentNumber("1号".into());
    let found = records::find(&mut tx, unit, &key, services.clock.today())
        .await
        .unwrap()
        .unwrap();
    assert!(
        records::hold(&mut tx, found.id, found.revision, true)
            .await
            .unwrap()
    );
    assert!(
        !records::hold(&mut tx, found.id, found.revision + 1, true)
            .await
            .unwrap()
    );
    tx.rollback().await.unwrap();

    options.publish = true;
    assert_eq!(run(&services, &options).await.published, 1);
    let mut tx = services.db.begin().await.unwrap();
    assert!(
        !records::hold(&mut tx, found.id, found.revision, true)
            .await
            .unwrap()
    );
    assert!(
        records::hold(&mut tx, found.id, found.revision, false)
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn drafts_are_published_later_and_a_change_of_what_is_public_waits() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let mut options = options(jsonl(folder.path(), &[COMPANY]));
    options.publish = false;
    assert_eq!(
        run(&services, &options).await,
        Summary {
            read: 1,
            new: 1,
            held: 1,
            ..Summary::default()
        }
    );
    assert!(public(&services).await.is_empty());
    options.publish = true;
    assert_eq!(
        run(&services, &options).await,
        Summary {
            read: 1,
            unchanged: 1,
            published: 1,
            ..Summary::default()
        }
    );
    let changed = COMPANY.replace("100", "200");
    jsonl(folder.path(), &[&changed]);
    assert_eq!(
        run(&services, &options).await,
        Summary {
            read: 1,
            changed: 1,
            held: 1,
            ..Summary::default()
        }
    );
    let shown = public(&services).await;
    assert!(
        format!("{shown:?}").contains("10000"),
        "the first text stays until a person publishes the other"
    );
}

#[tokio::test]
async fn undo_and_dry_run_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let mut options = options(jsonl(folder.path(), &[COMPANY, BROKEN]));
    options.on_error = OnError::Undo;
    let outcome = run_import(&services, &options, &mut |_| {}).await.unwrap();
    assert!(outcome.undone && outcome.summary.published == 0);
    options.on_error = OnError::Keep;
    options.dry_run = true;
    assert_eq!(run(&services, &options).await.new, 1);
    let mut conn = services.db.read().await.unwrap();
    let units = storage::units::all(&mut conn).await.unwrap();
    assert_eq!(units.iter().count(), 1, "units made by the batch went with it");
    drop(conn);
    assert!(public(&services).await.is_empty());
    options.dry_run = false;
    assert_eq!(
        run(&services, &options).await.new,
        1,
        "and the same file is imported as if for the first time"
    );
}

#[tokio::test]
async fn undo_gives_drafts_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let mut options = options(jsonl(folder.path(), &[COMPANY, PERSON]));
    options.publish = false;
    assert_eq!(run(&services, &options).await.new, 2);

    (options.publish, options.on_error) = (true, OnError::Undo);
    options.file = jsonl(folder.path(), &[COMPANY, PERSON, BROKEN]);
    assert!(run_import(&services, &options, &mut |_| {}).await.unwrap().undone);
    let mut conn = services.db.read().await.unwrap();
    let (list, today) = (domain::publication::DeskList::Drafts, services.clock.today());
    let drafts = storage::records::list(&mut conn, list, today, 10, 0)
        .await
        .unwrap();
    drop(conn);
    assert_eq!(
        drafts
            .iter()
            .map(|draft| draft.ground.clone())
            .collect::<Vec<_>>(),
        [None, None],
        "neither the one that would be public nor the one that would be sealed was ruled on"
    );

    let mended = PERSON.replace("2026-02-01", "2025-02-01");
    options.file = jsonl(folder.path(), &[COMPANY, &mended]);
    let summary = run(&services, &options).await;
    assert_eq!((summary.changed, summary.unchanged, summary.published), (1, 1, 2));
    for record in public(&services).await {
        let history = crate::records::history(&services, record.id).await.unwrap();
        let words: Vec<_> = history.iter().map(|one| (one.word, one.version)).collect();
        assert_eq!(
            words,
            [("published", Some(1))],
            "what was taken back never happened"
        );
    }
}
