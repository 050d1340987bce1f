use std::fs;

use uuid::Uuid;

use super::*;
use crate::ask::Ask;
use crate::document::{Change, Document};
use crate::error::SearchError;

fn document(number: u128, title: &str) -> Document {
    Document {
        id: Uuid::from_u128(number),
        reference: format!("R-{number:08}"),
        kind: "penalty".into(),
        unit_path: vec!["ps01".into(), "county".into()],
        title: title.into(),
        ..Document::default()
    }
}

fn folder() -> (tempfile::TempDir, IndexDir) {
    let temp = tempfile::tempdir().unwrap();
    let dir = IndexDir::new(temp.path().join("index"));
    (temp, dir)
}

fn writer(dir: &IndexDir) -> IndexWriter {
    dir.lock()
        .unwrap()
        .open_or_create(WriterOptions::default())
        .unwrap()
        .0
}

fn reader(dir: &IndexDir) -> IndexReader {
    dir.open_reader().unwrap().ready().unwrap()
}

fn total(reader: &IndexReader, q: &str) -> u64 {
    reader.searcher().search(&Ask::words(q)).unwrap().total
}

#[test]
fn a_reader_follows_commits_and_generations() {
    let (_temp, dir) = folder();
    assert!(matches!(dir.open_reader().unwrap(), IndexState::Missing));
    let mut first = writer(&dir);
    let reader = reader(&dir);
    assert_eq!((reader.applied_sequence(), total(&reader, "")), (0, 0));
    assert!(!reader.refresh().unwrap());

    first
        .apply(vec![document(1, "盗窃").into(), document(2, "赌博").into()], 7)
        .unwrap();
    assert_eq!(total(&reader, "盗窃"), 0, "a snapshot does not change by itself");
    assert!(reader.refresh().unwrap());
    assert_eq!((reader.applied_sequence(), total(&reader, "盗窃")), (7, 1));
    let before = reader.searcher().version();
    first.apply(vec![document(2, "诈骗").into()], 7).unwrap();
    assert!(reader.refresh().unwrap());
    assert_ne!(
        reader.searcher().version(),
        before,
        "a page made halfway through a batch is not the page of its end"
    );

    drop(first);
    let mut rebuild = dir.lock().unwrap().rebuild(WriterOptions::default()).unwrap();
    rebuild.add([document(3, "诈骗")]).unwrap();
    rebuild.apply(vec![document(3, "敲诈勒索").into()]).unwrap();
    assert!(
        !reader.refresh().unwrap(),
        "the old generation serves until the new one is finished"
    );
    let writer = rebuild.finish(9).unwrap();
    assert_eq!(writer.applied_sequence(), 9);
    assert!(reader.refresh().unwrap());
    assert_eq!(
        (
            reader.applied_sequence(),
            total(&reader, ""),
            total(&reader, "勒索")
        ),
        (9, 1, 1)
    );
    assert_ne!(reader.searcher().version(), before);
    let generations = fs::read_dir(dir.path())
        .unwrap()
        .filter(|e| e.as_ref().unwrap().path().is_dir())
        .count();
    assert_eq!(generations, 1);
}

#[test]
fn the_sequence_survives_reopening_and_a_put_replaces() {
    let (_temp, dir) = folder();
    let mut first = writer(&dir);
    first.apply(vec![document(1, "盗窃").into()], 3).unwrap();
    first.apply(vec![document(1, "赌博").into()], 4).unwrap();
    drop(first);
    let (again, new) = dir
        .lock()
        .unwrap()
        .open_or_create(WriterOptions::default())
        .unwrap();
    assert_eq!((again.applied_sequence(), new), (4, false));
    let reader = reader(&dir);
    assert_eq!(
        (total(&reader, "盗窃"), total(&reader, "赌博"), total(&reader, "")),
        (0, 1, 1)
    );
}

#[test]
fn one_writer_holds_the_lock() {
    let (_temp, dir) = folder();
    let writer = writer(&dir);
    assert!(matches!(dir.lock(), Err(SearchError::WriterBusy(_))));
    drop(writer);
    assert!(dir.lock().is_ok());
}

/// Every byte of every file of the index.
fn bytes(dir: &IndexDir) -> Vec<u8> {
    let generations = fs::read_dir(dir.path())
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir());
    let files = generations.flat_map(|g| {
        fs::read_dir(g)
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect::<Vec<_>>()
    });
    files
        .filter(|path| path.is_file())
        .flat_map(|path| fs::read(path).unwrap())
        .collect()
}

fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

/// Records that the term is filed under, removed ones included: the engine's own lists, not its answers.
fn filed_under(dir: &IndexDir, gram: &str) -> u64 {
    let searcher = reader(dir).searcher();
    searcher
        .tantivy
        .doc_freq(&tantivy::Term::from_field_text(searcher.fields.text, gram))
        .unwrap()
}

#[test]
fn a_withdrawn_text_leaves_the_files() {
    let (_temp, dir) = folder();
    let mut writer = writer(&dir);
    let secret = Document {
        reference: "R-QXZWVJKM".into(),
        ..document(2, "独特标题")
    };
    writer
        .apply(
            vec![
                document(1, "盗窃").into(),
                secret.into(),
                document(3, "赌博").into(),
            ],
            1,
        )
        .unwrap();
    assert!(holds(&bytes(&dir), "QXZWVJKM"));
    assert_eq!(filed_under(&dir, "独特"), 1);
    let applied = writer.apply(vec![Change::Delete(Uuid::from_u128(2))], 2).unwrap();
    assert!(!applied.purge_pending);
    assert!(!holds(&bytes(&dir), "QXZWVJKM"));
    assert_eq!(filed_under(&dir, "独特"), 0);
    let reader = reader(&dir);
    assert_eq!(
        (
            total(&reader, "独特标题"),
            total(&reader, ""),
            reader.applied_sequence()
        ),
        (0, 2, 2)
    );
}

#[test]
fn the_last_record_withdrawn_leaves_an_empty_index() {
    let (_temp, dir) = folder();
    let mut writer = writer(&dir);
    writer.apply(vec![document(1, "独特标题").into()], 1).unwrap();
    writer.apply(vec![Change::Delete(Uuid::from_u128(1))], 2).unwrap();
    assert_eq!((filed_under(&dir, "独特"), total(&reader(&dir), "")), (0, 0));
}

#[test]
fn files_stay_while_a_snapshot_needs_them_and_go_at_the_next_purge() {
    let (_temp, dir) = folder();
    let mut writer = writer(&dir);
    writer
        .apply(vec![document(1, "盗窃").into(), document(2, "赌博").into()], 1)
        .unwrap();
    let reader = reader(&dir);
    let old = reader.searcher();
    writer.apply(vec![Change::Delete(Uuid::from_u128(1))], 2).unwrap();
    assert_eq!(old.search(&Ask::words("盗窃")).unwrap().total, 1);
    assert!(reader.refresh().unwrap());
    assert_eq!(total(&reader, "盗窃"), 0);
    writer.purge().unwrap();
    assert_eq!(filed_under(&dir, "盗窃"), 0);
}

#[test]
fn damage_and_other_schemas_are_told_apart_and_rebuilt() {
    let (_temp, dir) = folder();
    drop(writer(&dir));
    let current = fs::read_to_string(dir.path().join("CURRENT")).unwrap();
    let marker = dir.path().join(format!("{current}.json"));

    fs::write(&marker, r#"{"fingerprint":"other"}"#).unwrap();
    assert!(matches!(dir.open_reader().unwrap(), IndexState::OtherSchema));
    let (writer, new) = dir
        .lock()
        .unwrap()
        .open_or_create(WriterOptions::default())
        .unwrap();
    assert!(new);
    drop(writer);

    let current = fs::read_to_string(dir.path().join("CURRENT")).unwrap();
    for damage in ["meta.json", "CURRENT"] {
        let path = if damage == "CURRENT" {
            dir.path().join(damage)
        } else {
            dir.path().join(&current).join(damage)
        };
        let good = fs::read(&path).unwrap();
        fs::write(&path, [0xff, 0xfe, 0x00]).unwrap();
        let state = dir.open_reader();
        assert!(matches!(state, Ok(IndexState::Damaged(_))), "{damage}: {state:?}");
        fs::write(&path, good).unwrap();
        assert!(matches!(dir.open_reader(), Ok(IndexState::Ready(_))));
    }
    fs::remove_dir_all(dir.path().join(&current)).unwrap();
    assert!(matches!(dir.open_reader().unwrap(), IndexState::Damaged(_)));
}

#[test]
fn a_missing_segment_file_is_damage_and_checksums_see_a_flipped_byte() {
    let (_temp, dir) = folder();
    let mut writer = writer(&dir);
    writer.apply(vec![document(1, "盗窃").into()], 1).unwrap();
    drop(writer);
    let current = fs::read_to_string(dir.path().join("CURRENT")).unwrap();
    let files = fs::read_dir(dir.path().join(current))
        .unwrap()
        .map(|e| e.unwrap().path());
    let file = files
        .into_iter()
        .find(|p| p.extension().is_some_and(|e| e == "term"))
        .unwrap();
    assert!(dir.verify().unwrap().ready().is_some());
    assert!(!dir.condemn_if_damaged().unwrap());
    let good = fs::read(&file).unwrap();
    let mut flipped = good.clone();
    flipped[0] ^= 1;
    fs::write(&file, flipped).unwrap();
    assert!(matches!(dir.verify().unwrap(), IndexState::Damaged(_)));
    assert!(dir.condemn_if_damaged().unwrap());
    assert!(matches!(dir.open_reader().unwrap(), IndexState::Damaged(_)));
    fs::write(&file, &good[..good.len() / 2]).unwrap();
    assert!(
        matches!(dir.open_reader(), Ok(IndexState::Damaged(_))),
        "{:?}",
        dir.open_reader()
    );
    fs::remove_file(&file).unwrap();
    assert!(matches!(dir.open_reader(), Ok(IndexState::Damaged(_))));
}
