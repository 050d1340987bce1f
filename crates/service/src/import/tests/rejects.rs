//! Rows that are not taken: told, kept apart, mended and imported again.

use super::*;

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
