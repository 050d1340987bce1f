use chrono::NaiveDate;
use domain::listing::Sort;
use domain::money::Money;
use domain::record::RecordKind;
use uuid::Uuid;

use crate::ask::Ask;
use crate::document::{Change, Document};
use crate::index::{IndexDir, Searcher, WriterOptions};
use crate::results::{FacetCount, SearchResults};
use crate::{SearchError, statute};

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

#[test]
fn lay_words_typed_words_and_single_characters_find_their_record() {
    let (_temp, searcher) = searcher(records());
    for (q, expected) in [
        ("盗窃", vec![12]),
        ("打人", vec![11]),
        ("酒驾", vec![13]),
        ("噪音", vec![14]),
        ("吵", vec![14]),
        ("开房不登记", vec![15]),
        ("偷东西", vec![12]),
        ("盜竊", vec![12]),
        ("賭博", vec![]),
        ("盗", vec![12]),
        ("驾驶 机动车", vec![13]),
    ] {
        assert_eq!(found(&searcher, q), expected, "{q}");
    }
    let typed = Ask {
        synonyms: false,
        ..Ask::words("打人")
    };
    assert_eq!(searcher.search(&typed).unwrap().total, 0);
    let told = searcher.search(&Ask::words("打人")).unwrap().applied_synonyms;
    assert_eq!(
        (told[0].typed.as_str(), told[0].also.as_slice()),
        ("打人", &["殴打他人".to_owned()][..])
    );
}

#[test]
fn a_long_question_is_ranked_by_or() {
    let (_temp, searcher) = searcher(records());
    let results = searcher
        .search(&Ask::words("邻居深夜播放音响很大声影响我们正常生活怎么处理"))
        .unwrap();
    assert_eq!(results.hits[0].id.as_u128(), 14);
}

#[test]
fn numbers_and_statutes_are_found_in_any_writing() {
    let (_temp, searcher) = searcher(records());
    for q in [
        "临公(治)行罚决字〔2024〕12号",
        "臨公（治）行罰決字［2024］１２號",
        "2024 12号",
        "文号:202412",
        "治行罚决字2024第12号",
    ] {
        assert_eq!(
            searcher.search(&Ask::words(q)).unwrap().hits[0].id.as_u128(),
            12,
            "{q}"
        );
    }
    for q in [
        "治安法43条",
        "第四十三条第一款",
        "法条:治安法43",
        "《治安管理处罚法》第43条",
    ] {
        assert_eq!(
            searcher.search(&Ask::words(q)).unwrap().hits[0].id.as_u128(),
            11,
            "{q}"
        );
    }
    let law = Ask {
        statutes: vec!["治安管理处罚法".into()],
        ..Ask::default()
    };
    assert_eq!(searcher.search(&law).unwrap().total, 2);
}

#[test]
fn operators_narrow_and_widen() {
    let (_temp, searcher) = searcher(records());
    for (q, expected) in [
        ("\"驾驶机动车\"", vec![13]),
        ("\"机动车驾驶\"", vec![]),
        ("盗窃 OR 噪声", vec![12, 14]),
        ("登记住宿 -罚款", vec![]),
        ("-噪声 -盗窃 -驾驶", vec![11, 15, 16]),
        ("当事人:张某 拘留", vec![12]),
        ("标题:盗窃", vec![12]),
        ("单位:county 类别:license", vec![16]),
        ("年:2022", vec![12]),
        ("违法:盗窃", vec![12]),
    ] {
        assert_eq!(found(&searcher, q), expected, "{q}");
    }
}

#[test]
fn undated_and_fineless_come_last_in_every_order() {
    let (_temp, searcher) = searcher(records());
    for (sort, expected) in [
        (Sort::Newest, vec![14, 13, 12, 11, 15, 16]),
        (Sort::Oldest, vec![15, 11, 12, 13, 14, 16]),
        (Sort::Fine, vec![15, 14, 13, 12, 11, 16]),
        (Sort::Relevance, vec![14, 13, 12, 11, 15, 16]),
    ] {
        let request = Ask {
            sort,
            ..Ask::default()
        };
        let results = searcher.search(&request).unwrap();
        assert_eq!(numbers(&results), expected, "{sort:?}");
        assert!(results.total_is_exact && results.next.is_none());
    }
}

fn count(facet: &[FacetCount], value: &str) -> u64 {
    facet
        .iter()
        .find(|entry| entry.value == value)
        .map_or(0, |entry| entry.count)
}

#[test]
fn a_facet_counts_past_its_own_filter_and_equals_a_plain_count() {
    let all = records();
    let (_temp, searcher) = searcher(all.clone());
    let request = Ask {
        units: vec!["ps01".into(), "ps02".into()],
        years: vec![2021, 2022, 2023],
        fine_min: Money::from_fen(1),
        ..Ask::default()
    };
    let results = searcher.search(&request).unwrap();
    let year = |r: &Document| r.decided_on.map(|d| chrono::Datelike::year(&d));
    let in_units = |r: &&Document| r.unit_path[0] != "ps03";
    let in_years = |r: &&Document| year(r).is_some_and(|y| (2021..=2023).contains(&y));
    assert_eq!(
        results.total,
        all.iter().filter(in_units).filter(in_years).count() as u64
    );
    let in_ps03 = all
        .iter()
        .filter(in_years)
        .filter(|r| r.unit_path[0] == "ps03")
        .count();
    assert_eq!(count(&results.facets.unit, "ps03"), in_ps03 as u64);
    let in_2020 = all
        .iter()
        .filter(in_units)
        .filter(|r| year(r) == Some(2020))
        .count();
    assert_eq!(count(&results.facets.year, "2020"), in_2020 as u64);
    let none = Ask {
        kinds: vec![RecordKind::Inspection],
        ..Ask::default()
    };
    let results = searcher.search(&none).unwrap();
    assert_eq!(
        (
            results.total,
            count(&results.facets.kind, "penalty"),
            count(&results.facets.unit, "county")
        ),
        (0, 5, 0)
    );
    assert!(
        results
            .facets
            .kind
            .iter()
            .any(|entry| entry.value == "inspection")
    );
}

#[test]
fn ranges_are_inclusive_and_leave_out_what_has_no_value() {
    let (_temp, searcher) = searcher(records());
    let days = Ask {
        from: Some(date("2022-03-05")),
        to: Some(date("2023-03-05")),
        ..Ask::default()
    };
    assert_eq!(numbers(&searcher.search(&days).unwrap()), [13, 12]);
    let fines = Ask {
        fine_max: Money::from_fen(120_000),
        ..Ask::default()
    };
    assert_eq!(searcher.search(&fines).unwrap().total, 2);
}

#[test]
fn cursors_walk_every_hit_once_in_every_order() {
    let many = (1..=450)
        .map(|n| record(n, "盗窃案", "盗窃", &"盗窃财物。".repeat(n as usize % 7 + 1)))
        .collect();
    let (_temp, searcher) = searcher(many);
    for (q, sort) in [
        ("盗窃", Sort::Relevance),
        ("盗窃", Sort::Newest),
        ("", Sort::Oldest),
        ("", Sort::Fine),
    ] {
        let mut request = Ask {
            sort,
            per_page: 70,
            facets: false,
            ..Ask::words(q)
        };
        let mut walked = Vec::new();
        loop {
            let results = searcher.search(&request).unwrap();
            assert_eq!(results.total, 450);
            walked.extend(numbers(&results));
            let Some(next) = results.next else { break };
            request.cursor = Some(next.to_string().parse().unwrap());
        }
        assert_eq!(walked.len(), 450, "{sort:?}");
        walked.sort_unstable();
        walked.dedup();
        assert_eq!(walked.len(), 450, "{sort:?}");
    }
    let page = |page| Ask {
        page,
        ..Ask::words("盗窃")
    };
    let first = numbers(&searcher.search(&page(1)).unwrap());
    let second = numbers(&searcher.search(&page(2)).unwrap());
    assert!(first.iter().all(|number| !second.contains(number)));
    assert!(matches!(searcher.search(&page(501)), Err(SearchError::TooDeep)));
    let strange = Ask {
        cursor: Some("n1.1".parse().unwrap()),
        ..page(1)
    };
    assert!(matches!(searcher.search(&strange), Err(SearchError::BadCursor)));
}

#[test]
fn similar_records_share_the_matter_and_leave_out_the_record_itself() {
    let many: Vec<Document> = (1..=20)
        .map(|n| {
            if n % 2 == 0 {
                record(n, "盗窃案", "盗窃", "在超市盗窃财物。")
            } else {
                record(n, "赌博案", "赌博", "聚众打牌赌博。")
            }
        })
        .collect();
    let (_temp, searcher) = searcher(many.clone());
    let similar = searcher.similar(&many[1], 5).unwrap();
    assert_eq!(similar.len(), 5);
    assert!(
        similar
            .iter()
            .all(|hit| hit.id != many[1].id && hit.id.as_u128() % 2 == 0)
    );
    // All ten of the kind, but none of the others, however many are asked for.
    assert_eq!(searcher.similar(&many[1], 50).unwrap().len(), 9);
}

#[test]
fn penalties_of_a_class_are_measured_within_their_days() {
    let class = |number: u128| Some(if number < 5 { "light" } else { "heavy" }.to_owned());
    let all = (1..=8).map(|number| Document {
        class: class(number),
        decided_on: Some(date(&format!("2026-03-0{number}"))),
        detention_days: u32::try_from(number).ok(),
        ..record(number, "盗窃案", "盗窃", "在超市盗窃财物。")
    });
    let (_temp, searcher) = searcher(all.chain(records()).collect());
    let span = (date("2026-03-02"), date("2026-03-07"));
    let light = searcher.measured(Some("light"), span).unwrap();
    assert_eq!(light.keys().collect::<Vec<_>>(), ["light"]);
    let mut fines: Vec<_> = light["light"]
        .iter()
        .map(|one| (one.fine_fen, one.detention_days))
        .collect();
    fines.sort_unstable();
    let expected = [2_u32, 3, 4].map(|number| (Some(i64::from(number) * 10_000), Some(number)));
    assert_eq!(fines, expected);
    let all = searcher.measured(None, span).unwrap();
    assert_eq!(
        (all.len(), all["heavy"].len()),
        (2, 3),
        "records without a class are not compared"
    );
    let last = all["heavy"].iter().max_by_key(|one| one.day).unwrap();
    assert_eq!(searcher.id_of(last).unwrap(), Uuid::from_u128(7));
    assert_eq!(searcher.units_of(last).unwrap(), ["county", "ps02"]);
}

#[test]
fn numbers_are_found_by_their_beginning_in_any_writing() {
    let (_temp, searcher) = searcher(records());
    let found = |typed: &str, limit| -> Vec<u128> {
        let ids = searcher.numbers_beginning(typed, limit).unwrap();
        ids.iter().map(Uuid::as_u128).collect()
    };
    assert_eq!(found("临公(治)行罚决字〔2024〕", 10), [11, 12, 13, 14, 15, 16]);
    assert_eq!(found("臨公治行罰決字２０２４", 2), [11, 12]);
    assert_eq!(found("临公（治）行罚决字［2024］14", 9), [14]);
    assert!(found("临公(治)行罚决字〔2025〕", 9).is_empty());
    for typed in ["", "lgz", "临", "公(治)行罚决字〔2024〕14号"] {
        assert!(found(typed, 9).is_empty(), "{typed}");
    }
}

#[test]
fn a_typed_document_number_finds_its_record_alone() {
    let (_temp, searcher) = searcher(records());
    let found = |q: &str| numbers(&searcher.search(&Ask::words(q)).unwrap());
    assert_eq!(found("临公（治）行罚决字［2024］12号"), [12]);
    assert_eq!(found("治行罚决字2024 13号"), [13]);
    assert_eq!(found("2024 14号"), [14]);
    let all = searcher.search(&Ask::words("临公(治)行罚决字")).unwrap().total;
    assert_eq!(all, records().len() as u64);
    let unknown = searcher
        .search(&Ask::words("临公(治)行罚决字〔2024〕9999号"))
        .unwrap();
    assert!(unknown.total == 0 && !unknown.loosened, "{unknown:?}");
}

#[test]
fn where_no_record_has_most_words_those_with_some_are_shown_and_it_is_said() {
    let (_temp, searcher) = searcher(records());
    let loose = searcher.search(&Ask::words("邻居乱倒垃圾")).unwrap();
    assert!(loose.loosened && loose.total > 0, "{loose:?}");
    assert!(!searcher.search(&Ask::words("邻居正常生活")).unwrap().loosened);
    let by_day = Ask {
        sort: Sort::Newest,
        ..Ask::words("邻居乱倒垃圾")
    };
    assert_eq!(searcher.search(&by_day).unwrap().total, 0);
    let nothing = searcher.search(&Ask::words("飞碟着陆")).unwrap();
    assert!(nothing.total == 0 && !nothing.loosened);
}

#[test]
fn hostile_text_is_searched_or_refused_quickly() {
    let (_temp, searcher) = searcher(records());
    let refused = [
        "(".repeat(3_000),
        "\"".repeat(10_000),
        "NOT ".repeat(10_000),
        "盗".repeat(1_000_000),
    ];
    for q in refused {
        assert!(matches!(
            searcher.search(&Ask::words(q)),
            Err(SearchError::Query(_))
        ));
    }
    let accepted = [
        "(".repeat(200),
        "😀🚓👮‍♀️".into(),
        "\u{301}".into(),
        "\u{0}\u{0}盗窃\u{0}".into(),
        "\u{202e}窃盗\u{feff}".into(),
        "*".into(),
        "a* ^2 ~1 [a TO b] {x}".into(),
        "文号:".into(),
        "法条:😀".into(),
        "盗".repeat(200),
        "1年".repeat(100),
        "\"".into(),
        "- -".into(),
        "OR OR OR".into(),
        "盗窃 ".repeat(60),
        "'; DROP TABLE records; --".into(),
    ];
    for q in accepted {
        let result = searcher.search(&Ask::words(q.clone()));
        assert!(result.is_ok(), "{q}: {result:?}");
    }
    assert_eq!(searcher.search(&Ask::words("😀")).unwrap().total, 0);
    assert_eq!(searcher.search(&Ask::words("\u{0}盗窃\u{0}")).unwrap().total, 1);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_answered_or_refused_with_a_reason(q in "(\\PC|[盗窃酒驾\" :|-]|OR |文号:|第43条){0,60}") {
        use std::sync::LazyLock;
        static SEARCHER: LazyLock<(tempfile::TempDir, Searcher)> = LazyLock::new(|| searcher(records()));
        match SEARCHER.1.search(&Ask::words(q)) {
            Ok(_) | Err(SearchError::Query(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
}
