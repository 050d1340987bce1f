use domain::listing::Sort;
use domain::record::RecordKind;
use proptest::prelude::*;

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
