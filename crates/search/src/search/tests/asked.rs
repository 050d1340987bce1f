//! What is typed finds what is meant: words, numbers, operators, hostile text.

use domain::listing::{Matched, Sort};
use uuid::Uuid;

use super::{found, numbers, records, searcher};
use crate::SearchError;
use crate::ask::Ask;
use crate::index::Searcher;

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
    assert_eq!(found("临公（治）行罚决字［2024］第0014号"), [14]);
    let all = searcher.search(&Ask::words("临公(治)行罚决字")).unwrap().total;
    assert_eq!(all, records().len() as u64);
    assert_eq!(found("临公治行罚决字20240013号"), [13]);
    let unknown = searcher
        .search(&Ask::words("临公(治)行罚决字〔2024〕9999号"))
        .unwrap();
    assert!(
        unknown.total == 0 && unknown.matched == Matched::Asked,
        "{unknown:?}"
    );
}

#[test]
fn where_no_record_has_most_words_those_with_some_are_shown_and_it_is_said() {
    let (_temp, searcher) = searcher(records());
    let loose = searcher.search(&Ask::words("邻居乱倒垃圾")).unwrap();
    assert!(loose.matched == Matched::Loosely && loose.total > 0, "{loose:?}");
    let met = searcher.search(&Ask::words("邻居正常生活")).unwrap();
    assert_eq!(met.matched, Matched::Asked);
    let by_day = Ask {
        sort: Sort::Newest,
        ..Ask::words("邻居乱倒垃圾")
    };
    assert_eq!(searcher.search(&by_day).unwrap().total, 0);
    let nothing = searcher.search(&Ask::words("飞碟着陆")).unwrap();
    assert!(nothing.total == 0 && nothing.matched == Matched::Asked);
}

#[test]
fn a_long_question_is_met_by_any_of_its_words_and_it_is_said() {
    let (_temp, searcher) = searcher(records());
    let long = searcher
        .search(&Ask::words("李某在超市盗窃财物被邻居看见"))
        .unwrap();
    assert_eq!(long.matched, Matched::AnyWord);
    assert_eq!(numbers(&long)[0], 12);
    let unknown = searcher.search(&Ask::words("飞碟着陆火星人入侵地球")).unwrap();
    assert_eq!((unknown.total, unknown.matched), (0, Matched::Asked));
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
