//! Searches of every kind in a small index.

mod asked;
mod listed;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::ask::Ask;
use crate::document::{Change, Document};
use crate::index::{IndexDir, Searcher, WriterOptions};
use crate::results::SearchResults;
use crate::statute;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn record(number: u128, title: &str, violation: &str, body: &str) -> Document {
    Document {
        id: Uuid::from_u128(number),
        reference: format!("R-{number:08}"),
        kind: "penalty".into(),
        unit_path: vec![format!("ps0{}", number % 3 + 1), "county".into()],
        violation: Some(violation.into()),
        penalties: vec!["fine".into()],
        statutes: statute::keys(body),
        title: title.into(),
        party_name: "张某".into(),
        document_number: Some(format!("临公(治)行罚决字〔2024〕{number}号")),
        body: body.into(),
        decided_on: Some(date(&format!("20{}-03-05", 20 + number % 5))),
        fine_fen: Some(i64::try_from(number).unwrap() * 10_000),
        ..Document::default()
    }
}

fn records() -> Vec<Document> {
    let mut records = vec![
        record(
            11,
            "张某殴打他人案",
            "殴打他人",
            "因琐事用拳头击打对方,依据《中华人民共和国治安管理处罚法》第四十三条第一款,罚款五百元。",
        ),
        record(
            12,
            "李某盗窃案",
            "盗窃",
            "在超市盗窃财物,依据《治安管理处罚法》第四十九条,行政拘留五日。",
        ),
        record(
            13,
            "王某酒后驾驶机动车案",
            "酒后驾驶",
            "饮酒后驾驶机动车被查获,依据《道路交通安全法》第九十一条处罚。",
        ),
        record(
            14,
            "赵某制造噪声案",
            "制造噪声干扰正常生活",
            "深夜播放音响,噪声干扰邻居正常生活,予以警告。",
        ),
        record(
            15,
            "某旅馆不按规定登记住宿人员案",
            "不按规定登记住宿人员",
            "未登记住宿人员身份,罚款三百元。",
        ),
    ];
    let undated = Document {
        decided_on: None,
        fine_fen: None,
        kind: "license".into(),
        ..record(16, "焰火燃放许可", "", "准予许可。")
    };
    records.push(undated);
    records
}

fn searcher(records: Vec<Document>) -> (tempfile::TempDir, Searcher) {
    let temp = tempfile::tempdir().unwrap();
    let dir = IndexDir::new(temp.path());
    let (mut writer, _) = dir
        .lock()
        .unwrap()
        .open_or_create(WriterOptions::default())
        .unwrap();
    // Two commits, so that every test runs over two segments.
    let half = records.len() / 2;
    let mut changes: Vec<Change> = records.into_iter().map(Change::from).collect();
    let rest = changes.split_off(half);
    writer.apply(changes, 1).unwrap();
    writer.apply(rest, 2).unwrap();
    let searcher = dir.open_reader().unwrap().ready().unwrap().searcher();
    (temp, searcher)
}

fn numbers(results: &SearchResults) -> Vec<u128> {
    results.hits.iter().map(|hit| hit.id.as_u128()).collect()
}

fn found(searcher: &Searcher, q: &str) -> Vec<u128> {
    let mut numbers = numbers(&searcher.search(&Ask::words(q)).unwrap());
    numbers.sort_unstable();
    numbers
}
