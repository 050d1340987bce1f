use domain::listing::Sort;
use domain::record::RecordKind;
use proptest::prelude::*;
use std::ops::Range;

use crate::ask::Ask;
use crate::document::Document;
use crate::index::Searcher;

fn documents(bodies: &[String]) -> Vec<Document> {
    let document = |(number, body): (u128, &String)| Document {
        id: uuid::Uuid::from_u128(number),
        reference: format!("R-{number:08}"),
        body: body.clone(),
        decided_on: chrono::NaiveDate::from_num_days_from_ce_opt(
            730_000 + i32::try_from(number % 40).unwrap(),
        ),
        kind: if number % 3 == 0 { "license" } else { "penalty" }.into(),
        ..Document::default()
    };
    (1..).zip(bodies).map(document).collect()
}

/// What is said of a phrase that some of 5,000 records lack, though they have its bigrams.
#[derive(Debug, PartialEq)]
struct Told {
    total: u64,
    is_exact: bool,
    /// Facets count the wide reading: they tell how it was read, where that makes a difference.
    is_wide: bool,
}

fn told(lacking: Range<usize>, exact_up_to: u64) -> Told {
    let body = |number| {
        if lacking.contains(&number) {
            "甲乙一乙丙"
        } else {
            "甲乙丙"
        }
    };
    let bodies: Vec<String> = (0..5_000).map(|number| body(number).to_owned()).collect();
    let mut documents = documents(&bodies);
    for (document, day) in documents.iter_mut().zip(700_000..) {
        document.decided_on = chrono::NaiveDate::from_num_days_from_ce_opt(day);
    }
    let searcher = Searcher::of(&documents).unwrap();
    let ask = Ask {
        sort: Sort::Newest,
        ..Ask::words("\"甲乙丙\"")
    };
    let read = searcher.answer(&ask, exact_up_to).unwrap();
    let exact = searcher.answer(&ask, u64::MAX).unwrap();
    assert_eq!(exact.total, 5_000 - lacking.len() as u64);
    Told {
        total: read.total,
        is_exact: read.total_is_exact,
        is_wide: read.facets != exact.facets,
    }
}

const fn to_the_letter(total: u64, is_exact: bool) -> Told {
    Told {
        total,
        is_exact,
        is_wide: false,
    }
}

#[test]
fn a_phrase_that_some_of_thousands_lack_is_read_to_the_letter() {
    // The newest ones, which are shown first, all have it: what the others lack is met in the sample.
    assert_eq!(told(0..99, 4_000), to_the_letter(4_000, false));
    assert_eq!(told(0..1_500, 4_000), to_the_letter(3_500, true));
}

#[test]
fn a_single_record_that_the_sample_misses_never_makes_a_total_wrong() {
    let places = (0..4_000).step_by(500).map(|place| place..place + 1);
    let near_the_limit = places.clone().map(|place| told(place, 4_999));
    assert!(
        near_the_limit
            .into_iter()
            .all(|told| told == to_the_letter(4_999, true))
    );
    let far_below: Vec<Told> = places.map(|place| told(place, 4_000)).collect();
    assert!(far_below.iter().all(|told| told.total == 4_000 && !told.is_exact));
    assert!(far_below.iter().any(|told| told.is_wide), "{far_below:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whether a phrase counts as frequent changes how it is read, never which records are shown or that there are as
    /// many as is said.
    #[test]
    fn what_is_shown_is_the_same_however_a_phrase_is_read(
        bodies in prop::collection::vec("[甲乙丙]{1,9}|[甲乙]{2,5}[丙丁][甲乙]{2,5}", 1..120),
        phrase in "[甲乙丙]{2,5}|[甲乙]{2,3}[丙丁][甲乙]{2}",
        beside in prop::sample::select(vec!["", " OR 丁", " \"乙丙\"", " -\"丙丁\""]),
        (per_page, page) in (1_u64..30, 1_u64..3),
        sort in prop::sample::select(vec![Sort::Relevance, Sort::Newest]),
        kinds in prop::sample::select(vec![vec![], vec![RecordKind::Penalty]]),
        many in 0_u64..30,
    ) {
        let searcher = Searcher::of(&documents(&bodies)).unwrap();
        let ask = Ask { kinds, sort, page, per_page, ..Ask::words(format!("\"{phrase}\"{beside}")) };
        let exact = searcher.answer(&ask, u64::MAX).unwrap();
        let read = searcher.answer(&ask, many).unwrap();
        prop_assert_eq!(&read.hits, &exact.hits);
        prop_assert_eq!(read.next, exact.next);
        if read.total_is_exact {
            prop_assert_eq!(read.total, exact.total);
            prop_assert_eq!(read.facets, exact.facets);
        } else {
            prop_assert!(read.total == many && exact.total > many);
        }
        if beside.is_empty() && ask.kinds.is_empty() {
            let with_phrase = bodies.iter().filter(|body| body.contains(&*phrase)).count();
            prop_assert_eq!(exact.total, with_phrase as u64);
        }
    }
}
