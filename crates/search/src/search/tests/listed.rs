//! How what was found is listed: order, facets, ranges, pages, likeness, figures.

use domain::listing::Sort;
use domain::money::Money;
use domain::record::RecordKind;
use uuid::Uuid;

use super::{date, numbers, record, records, searcher};
use crate::SearchError;
use crate::ask::Ask;
use crate::document::Document;
use crate::results::FacetCount;

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
