mod rejects;
mod released;

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
