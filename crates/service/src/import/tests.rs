use super::*;
use crate::lifecycle::{OlderSchema, Opening};
use crate::services::Services;
use std::path::{Path, PathBuf};

async fn services(folder: &Path) -> Services {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    Opening::new(folder.to_owned(), url, OlderSchema::Refuse)
        .open()
        .await
        .unwrap()
}

fn options(file: PathBuf) -> Options {
    Options {
        create_units: true,
        publish: true,
        ..Options::of(file, "tester")
    }
}

fn jsonl(folder: &Path, lines: &[&str]) -> PathBuf {
    let path = folder.join("in.jsonl");
    std::fs::write(&path, lines.join("\n")).unwrap();
    path
}

async fn run(services: &Services, options: &Options) -> Summary {
    let summary = run_import(services, options, &mut |_| {}).await.unwrap().summary;
    assert_eq!(
        summary.read,
        summary.new + summary.changed + summary.unchanged + summary.rejected
    );
    summary
}

async fn public(services: &Services) -> Vec<storage::public::PublicRecord> {
    let mut conn = services.db.read().await.unwrap();
    storage::public::latest(&mut conn, services.clock.today(), 100)
        .await
        .unwrap()
}

const COMPANY: &str = r#"{"kind":"penalty","title":"顺达公司无证经营案","unit":"ps01","document_number":"1号","party_name":"顺达保安服务有限公司","fine_yuan":"100"}"#;
const PERSON: &str = r#"{"kind":"penalty","title":"张三殴打他人案","unit":"ps01","document_number":"2号","party_name":"张三","violation":"殴打他人","decided_on":"2026-02-01"}"#;
const BROKEN: &str =
    r#"{"kind":"penalty","title":"t","unit":"ps01","document_number":"3号","decided_on":"2026-02-30"}"#;

#[tokio::test]
async fn the_dirty_workbook_is_imported_published_and_changes_nothing_the_second_time() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let rejects = folder.path().join("rejects.xlsx");
    let mut options = options(dirty::workbook(folder.path()));
    options.layout = Some("nfra-penalties".into());
    options.rejects = Some(rejects.clone());
    let first = run(&services, &options).await;
    let good = dirty::EXPECTED.iter().filter(|row| row.is_ok()).count() as u64 - 1;
    assert_eq!((first.new, first.published, first.held), (good, good, 0));
    assert_eq!(
        first.rejected,
        dirty::EXPECTED.len() as u64 - good,
        "the repeat is a reject"
    );
    let shown = public(&services).await;
    assert_eq!(shown.len() as u64, good);
    assert!(
        !shown.iter().any(|record| format!("{record:?}").contains("赵六")),
        "persons are masked"
    );

    let second = run(&services, &options).await;
    let expected = Summary {
        new: 0,
        unchanged: good,
        published: 0,
        ..first
    };
    assert_eq!(second, expected);

    options.file = rejects;
    options.rejects = None;
    let mended = run(&services, &options).await;
    assert_eq!(
        (mended.read, mended.new),
        (first.rejected, 0),
        "the reject file can be imported again"
    );
}

#[tokio::test]
async fn the_reject_file_is_private_over_an_open_one_and_its_name_promises_no_other_format() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    for (ending, rows) in [("jsonl", BROKEN), ("csv", "kind,title\npenalty,\n")] {
        let file = folder.path().join("in").with_extension(ending);
        std::fs::write(&file, rows).unwrap();
        let mut options = options(file);
        let rejects = folder.path().join("rejects").with_extension(ending);
        std::fs::write(&rejects, "旧").unwrap();
        std::fs::set_permissions(&rejects, PermissionsExt::from_mode(0o644)).unwrap();
        options.rejects = Some(rejects.clone());
        assert_eq!(run(&services, &options).await.rejected, 1);
        let mode = std::fs::metadata(&rejects).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(!std::fs::read_to_string(&rejects).unwrap().contains('旧'));

        options.rejects = Some(folder.path().join("rejects.xlsx"));
        let error = run_import(&services, &options, &mut |_| {}).await.unwrap_err();
        assert!(
            error.to_string().contains(&format!("以 .{ending} 结尾")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_workbook_tells_how_many_rows_are_to_come() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let path = folder.path().join("incidents.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0u16..).zip(["incident_number", "kind", "unit", "closed_at"]) {
        sheet.write(0, column, name).unwrap();
    }
    for row in 1..=7u32 {
        let number = format!("J{row}");
        let cells = [number.as_str(), "call", "county", "2026-11-20 10:00:00"];
        for (column, text) in (0u16..).zip(cells) {
            sheet.write(row, column, text).unwrap();
        }
    }
    book.save(&path).unwrap();
    let mut told = Vec::new();
    let options = options(path);
    let outcome = run_incidents(&services, &options, &mut |progress| told.push(progress.total)).await;
    assert_eq!(outcome.unwrap().summary.read, 7);
    assert_eq!(told, [Some(7)]);
}

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

#[tokio::test]
async fn two_rows_about_one_record_by_two_keys_are_a_repetition() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let row = |keys: &str| format!(r#"{{"kind":"penalty","title":"t","unit":"ps01",{keys}}}"#);
    let both = row(r#""document_number":"1号","external_id":"A-1""#);
    let mut options = options(jsonl(folder.path(), &[both.as_str()]));
    options.publish = false;
    assert_eq!(run(&services, &options).await.new, 1);
    let between: Vec<String> = (2..400)
        .map(|n| row(&format!(r#""document_number":"{n}号""#)))
        .collect();
    let mut rows = vec![row(r#""document_number":"1号""#)];
    rows.extend(between);
    rows.push(row(r#""external_id":"A-1""#));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    options.file = jsonl(folder.path(), &rows);
    options.publish = true;
    let summary = run(&services, &options).await;
    assert_eq!((summary.new, summary.changed, summary.rejected), (398, 1, 1));
}

#[tokio::test]
async fn a_row_between_two_records_belongs_to_neither() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let row = |keys: &str| format!(r#"{{"kind":"penalty","title":"t","unit":"ps01",{keys}}}"#);
    let two = [row(r#""document_number":"1号""#), row(r#""external_id":"A-1""#)];
    let mut options = options(jsonl(folder.path(), &two.each_ref().map(String::as_str)));
    options.publish = false;
    assert_eq!(run(&services, &options).await.new, 2);
    let both = row(r#""document_number":"1号","external_id":"A-1""#);
    options.file = jsonl(folder.path(), &[&both]);
    let rejects = folder.path().join("rejects.jsonl");
    options.rejects = Some(rejects.clone());
    let summary = run(&services, &options).await;
    assert_eq!((summary.read, summary.rejected), (1, 1));
    let told = std::fs::read_to_string(rejects).unwrap();
    assert!(told.contains("分别属于两条不同的记录"), "{told}");
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
async fn no_decision_comes_from_tomorrow() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let today = services.clock.today();
    let decided = |number: &str, on: chrono::NaiveDate| {
        format!(
            r#"{{"kind":"penalty","title":"t","unit":"ps01","document_number":"{number}","decided_on":"{on}"}}"#
        )
    };
    let tomorrow = today.succ_opt().unwrap();
    let acted = decided("3号", today).replace('}', &format!(r#","acted_on":"{tomorrow}"}}"#));
    let rows = [decided("1号", today), decided("2号", tomorrow), acted];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut options = options(jsonl(folder.path(), &rows));
    let rejects = folder.path().join("rejects.jsonl");
    options.rejects = Some(rejects.clone());
    let summary = run(&services, &options).await;
    assert_eq!((summary.new, summary.rejected), (1, 2));
    let reject = std::fs::read_to_string(rejects).unwrap();
    assert!(
        reject.contains("2号") && reject.contains("决定日期不能晚于今天"),
        "{reject}"
    );
    assert!(
        reject.contains("3号") && reject.contains("违法行为日期不能晚于今天"),
        "{reject}"
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

#[tokio::test]
async fn an_unknown_default_unit_is_refused_before_any_row() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let mut options = options(jsonl(folder.path(), &[COMPANY]));
    (options.create_units, options.unit) = (false, Some("ps77".into()));
    assert!(matches!(
        run_import(&services, &options, &mut |_| {}).await,
        Err(RunError::UnknownUnit(_))
    ));
    options.unit = None;
    assert_eq!(run(&services, &options).await.rejected, 1);
}

#[tokio::test]
async fn a_csv_reject_is_no_formula_in_a_spreadsheet_and_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let (file, first, second) = (
        folder.path().join("in.csv"),
        folder.path().join("first.csv"),
        folder.path().join("second.csv"),
    );
    let rows = "kind,title,unit,document_number,decided_on\npenalty,=HYPERLINK(1),ps01,@SUM(1),2026-02-30\n";
    std::fs::write(&file, rows).unwrap();
    let mut options = options(file);
    options.rejects = Some(first.clone());
    assert_eq!(run(&services, &options).await.rejected, 1);
    let written = std::fs::read_to_string(&first).unwrap();
    assert!(
        written.contains("penalty,'=HYPERLINK(1),ps01,'@SUM(1),"),
        "{written}"
    );

    options.file = first;
    options.rejects = Some(second.clone());
    assert_eq!(run(&services, &options).await.rejected, 1);
    assert_eq!(std::fs::read_to_string(second).unwrap(), written);

    let mended = folder.path().join("mended.csv");
    std::fs::write(&mended, written.replace("2026-02-30", "2026-02-20")).unwrap();
    options.file = mended;
    options.rejects = None;
    assert_eq!(run(&services, &options).await.published, 1);
    assert_eq!(public(&services).await[0].title, "=HYPERLINK(1)");
}
