use super::*;
use crate::import::behind::Behind;
use crate::import::{Options, run_import};
use crate::lifecycle::{OlderSchema, Opening};
use domain::ids::UnitId;
use domain::unit::UnitCode;
use std::path::Path;
use storage::imports::{self, NewBatch};

/// Another run, which nobody released yet.
async fn begin(services: &Services) -> BatchId {
    let batch = NewBatch {
        id: BatchId(services.rng.uuid_v4()),
        kind: "records",
        file_name: "again.jsonl".into(),
        file_sha256: String::new(),
        os_user: "tester".into(),
        publish: false,
        at: services.clock.now(),
    };
    let mut tx = services.db.begin().await.unwrap();
    imports::start(&mut tx, &batch).await.unwrap();
    tx.commit().await.unwrap();
    batch.id
}

async fn services_in(folder: &Path) -> Services {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let opening = Opening::new(folder.to_owned(), url, OlderSchema::Refuse);
    opening.open().await.unwrap()
}

#[tokio::test]
async fn a_reference_that_another_record_has_is_drawn_anew() {
    let folder = tempfile::tempdir().unwrap();
    let services = services_in(folder.path()).await;
    let file = folder.path().join("in.jsonl");
    let row = r#"{"kind":"penalty","title":"顺达公司无证经营案","unit":"ps01","document_number":"1号"}"#;
    std::fs::write(&file, row).unwrap();
    let options = Options {
        create_units: true,
        publish: true,
        ..Options::of(file, "tester")
    };
    run_import(&services, &options, &mut |_| {}).await.unwrap();
    let today = services.clock.today();
    let mut conn = services.db.read().await.unwrap();
    let shown = storage::public::latest(&mut conn, today, 1).await.unwrap();
    let taken = records::find_by_reference(&mut conn, &shown[0].reference, today)
        .await
        .unwrap()
        .unwrap();
    drop(conn);

    let id = RecordId(services.rng.uuid_v7(services.clock.now()));
    let again = NewRecord {
        id,
        reference: taken.reference.clone(),
        unit: taken.unit,
        original: Content {
            document_number: Some("2号".into()),
            ..taken.original.clone()
        },
        decision: None,
    };
    let writing = Writing {
        batch: begin(&services).await,
        actor: Actor::System("test".into()),
        units: Vec::new(),
        steps: Steps {
            new: vec![again],
            changes: Vec::new(),
        },
        services: services.clone(),
    };
    writing.carry_out().await.unwrap();

    let mut conn = services.db.read().await.unwrap();
    let stored = records::find_by_id(&mut conn, id, today).await.unwrap().unwrap();
    assert_ne!(stored.reference, taken.reference);
    let first = records::find_by_reference(&mut conn, &taken.reference, today).await;
    assert_eq!(first.unwrap().unwrap().id, taken.id);
}

/// A chunk that makes a unit, and decides about a record first if it is given one.
fn chunk((services, batch): (&Services, BatchId), code: &str, record: Option<RecordId>) -> Writing {
    let unit = Unit {
        id: UnitId(services.rng.uuid_v4()),
        code: UnitCode::parse(code).unwrap(),
        name: code.to_owned(),
        parent: None,
        incomplete: true,
        address: None,
        phone: None,
    };
    let decide = |id| Change::Decide {
        id,
        revision: 1,
        decision: Decision::Hold {
            ruling: "sealed",
            ground: "公通字〔2018〕26号".into(),
        },
    };
    Writing {
        services: services.clone(),
        batch,
        actor: Actor::System("test".into()),
        units: vec![unit],
        steps: Steps {
            new: Vec::new(),
            changes: record.map(decide).into_iter().collect(),
        },
    }
}

#[tokio::test]
async fn nothing_is_written_behind_a_chunk_that_could_not_be() {
    let folder = tempfile::tempdir().unwrap();
    let services = services_in(folder.path()).await;
    let run = (&services, begin(&services).await);
    let nobodys = RecordId(services.rng.uuid_v4());
    let mut behind = Behind::default();
    behind.write(chunk(run, "ps01", None)).await.unwrap();
    behind.write(chunk(run, "ps02", Some(nobodys))).await.unwrap();
    let mut told = Ok(());
    for later in 3..20 {
        told = behind.write(chunk(run, &format!("ps{later:02}"), None)).await;
        if told.is_err() {
            break;
        }
    }
    assert!(matches!(told, Err(storage::Error::Stale)), "{told:?}");
    assert!(behind.end().await.is_ok(), "told once");
    let stored = storage::units::all(&mut services.db.read().await.unwrap())
        .await
        .unwrap();
    let codes = ["ps01", "ps02", "ps03"].map(|code| stored.by_code(code).is_some());
    assert_eq!(codes, [true, false, false]);
}
