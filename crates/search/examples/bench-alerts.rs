//! What matching new records against saved searches costs: the newcomers in an index of their own, each search run on it.
//!
//! `bench-alerts [SEARCHES [RECORDS]]`: 10,000 and 100 unless told.

use search::{Ask, Change, Document, IndexDir, Newcomers, WriterOptions};
use std::time::Instant;
use uuid::Uuid;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const VIOLATIONS: [&str; 10] = [
    "饮酒后驾驶机动车",
    "殴打他人",
    "盗窃",
    "为赌博提供条件",
    "未按规定核对、登记",
    "非法携带管制器具",
    "产生社会生活噪声干扰他人生活",
    "散布谣言",
    "寻衅滋事",
    "阻碍执行职务",
];
const WORDS: [&str; 8] = [
    "酒驾",
    "打人",
    "偷东西",
    "赌博",
    "网吧",
    "噪声 拘留",
    "\"管制器具\"",
    "邻居半夜装修吵得睡不着怎么办",
];

fn document(number: usize) -> Document {
    let violation = VIOLATIONS[number % VIOLATIONS.len()];
    let sentence = format!("当事人因琐事在城关镇{violation}，被民警当场查获，对上述违法事实供认不讳。");
    Document {
        id: Uuid::from_u128(number as u128 + 1),
        reference: format!("R-{number:08}"),
        kind: "penalty".into(),
        unit_path: vec![format!("ps0{}", number % 8 + 1), "county".into()],
        violation: Some(violation.into()),
        penalties: vec!["fine".into()],
        title: format!("张某{violation}案"),
        party_name: "张某".into(),
        document_number: Some(format!("明公罚〔2026〕{number}号")),
        body: sentence.repeat(12),
        decided_on: "2026-11-02".parse().ok(),
        fine_fen: Some(50_000),
        ..Document::default()
    }
}

fn ask(number: usize) -> Ask {
    let mut ask = Ask {
        q: WORDS[number % WORDS.len()].into(),
        ..Ask::default()
    };
    match number % 4 {
        0 => ask.units = vec![format!("ps0{}", number % 8 + 1)],
        1 => ask.years = vec![2026],
        2 => ask.q = format!("{} {}号", ask.q, number % 500),
        _ => {}
    }
    ask
}

fn main() -> Outcome<()> {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok());
    let (searches, records): (usize, usize) =
        (numbers.next().unwrap_or(10_000), numbers.next().unwrap_or(100));
    let folder = std::env::temp_dir().join(format!("mingjing-bench-alerts-{}", std::process::id()));
    let dir = IndexDir::new(&folder);
    let documents: Vec<Document> = (0..records).map(document).collect();
    let (mut writer, _) = dir.lock()?.open_or_create(WriterOptions::default())?;
    writer.apply(documents.iter().cloned().map(Change::from).collect(), 1)?;
    drop(writer);
    let index = dir.open_reader()?.ready().ok_or("没有索引")?.searcher();

    let began = Instant::now();
    let newcomers = Newcomers::of(&documents)?;
    let indexed = began.elapsed();
    let began = Instant::now();
    let mut hits = 0;
    for number in 0..searches {
        hits += index.finds(&ask(number), &newcomers)?.len();
    }
    let matched = began.elapsed();
    println!("| 订阅的检索 | 新公开 | 建临时索引 ms | 比对 ms | 每个检索 µs | 命中 |");
    println!("|---:|---:|---:|---:|---:|---:|");
    println!(
        "| {searches} | {records} | {} | {} | {} | {hits} |",
        indexed.as_millis(),
        matched.as_millis(),
        matched.as_micros() / searches.max(1) as u128
    );
    Ok(std::fs::remove_dir_all(folder)?)
}
