//! The verdict of inverse matching is the search's own, whatever is asked.

use super::Newcomers;
use crate::ask::Ask;
use crate::document::{Change, Document};
use crate::index::{IndexDir, Searcher, WriterOptions};
use crate::statute;
use domain::listing::Sort;
use domain::money::Money;
use domain::record::{PenaltyKind, RecordKind};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use uuid::Uuid;

/// Pieces that texts and questions are made of: lay words, official ones, citations, numbers, names, signs.
const PIECES: [&str; 24] = [
    "殴打他人",
    "打人",
    "饮酒后驾驶机动车",
    "酒驾",
    "盗窃",
    "偷东西",
    "赌博",
    "噪声",
    "吵",
    "网吧",
    "张某",
    "李某甲",
    "城关派出所",
    "罚款五百元",
    "行政拘留",
    "治安管理处罚法第四十三条",
    "治安法43条",
    "明公（治）行罚决字〔2025〕12号",
    "明公（治）行罚决字〔2025〕123号",
    "2025 12号",
    "KTV",
    "電動車",
    "，",
    "😀",
];
const OLD: usize = 40;
const NEW: usize = 25;

fn document(number: usize, pieces: &[&str]) -> Document {
    let text = pieces.concat();
    let has = |word: &str| text.contains(word);
    Document {
        id: Uuid::from_u128(number as u128 + 1),
        reference: format!("R-{number:08}"),
        kind: if number.is_multiple_of(3) {
            "license"
        } else {
            "penalty"
        }
        .into(),
        unit_path: vec![format!("ps0{}", number % 3 + 1), "county".into()],
        violation: has("打").then(|| "殴打他人".into()),
        penalties: vec![if has("罚款") { "fine" } else { "warning" }.into()],
        statutes: statute::keys(&text),
        title: pieces
            .first()
            .map_or_else(|| "某案".into(), |first| format!("{first}案")),
        party_name: if number.is_multiple_of(2) {
            "张某"
        } else {
            "王某"
        }
        .into(),
        document_number: (!number.is_multiple_of(4))
            .then(|| format!("明公（治）行罚决字〔2025〕{}号", number % 15)),
        body: text,
        decided_on: format!("202{}-03-05", number % 6).parse().ok(),
        fine_fen: number
            .is_multiple_of(2)
            .then(|| i64::try_from(number).unwrap() * 10_000),
        ..Document::default()
    }
}

struct World {
    _folder: tempfile::TempDir,
    searcher: Searcher,
    newcomers: Newcomers,
}

/// Sixty-five records, the last of them new; which pieces each has is drawn by a small generator of our own, so that
/// every run has the same.
static WORLD: LazyLock<World> = LazyLock::new(|| {
    let mut state = 7_usize;
    let mut draw = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let documents: Vec<Document> = (0..OLD + NEW)
        .map(|number| {
            let pieces: Vec<&str> = (0..=draw(6)).map(|_| PIECES[draw(PIECES.len())]).collect();
            document(number, &pieces)
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let dir = IndexDir::new(folder.path());
    let (mut writer, _) = dir
        .lock()
        .unwrap()
        .open_or_create(WriterOptions::default())
        .unwrap();
    let newcomers = Newcomers::of(&documents[OLD..]).unwrap();
    writer
        .apply(documents.into_iter().map(Change::from).collect(), 1)
        .unwrap();
    drop(writer);
    World {
        searcher: dir.open_reader().unwrap().ready().unwrap().searcher(),
        _folder: folder,
        newcomers,
    }
});

/// A word as it stands in the box: plain, a phrase, excluded, or in a field.
fn part() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => select(&PIECES[..]).prop_map(str::to_owned),
        1 => "[打酒案一2号]{1,4}",
    ];
    (word, 0..12_u8).prop_map(|(word, writing)| match writing {
        0 => format!("\"{word}\""),
        1 => format!("-{word}"),
        2 => format!("标题:{word}"),
        3 => format!("文号:{word}"),
        4 => format!("当事人:{word}"),
        5 => format!("法条:{word}"),
        6 => format!("{word} OR 赌博"),
        _ => word,
    })
}

fn ask() -> impl Strategy<Value = Ask> {
    let few = |values: &'static [&'static str]| {
        let some = subsequence(values, 0..=values.len().min(2));
        prop_oneof![3 => Just(Vec::new()), 1 => some]
            .prop_map(|values| values.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let day = prop_oneof![3 => Just(None), 1 => (2019..2027_i32).prop_map(|year| format!("{year}-01-01").parse().ok())];
    let fine = prop_oneof![3 => Just(None), 1 => (0..600_000_i64).prop_map(Money::from_fen)];
    let filters = (
        few(&["ps01", "county"]),
        few(&["殴打他人", "盗窃"]),
        few(&["治安管理处罚法#43", "治安管理处罚法"]),
        prop_oneof![3 => Just(Vec::new()), 1 => Just(vec![2023, 2025])],
        prop_oneof![3 => Just(Vec::new()), 1 => Just(vec![RecordKind::Penalty])],
        prop_oneof![3 => Just(Vec::new()), 1 => Just(vec![PenaltyKind::Fine])],
    );
    (
        prop::collection::vec(part(), 0..5),
        any::<bool>(),
        day,
        fine,
        filters,
    )
        .prop_map(
            |(parts, synonyms, from, fine_min, (units, violations, statutes, years, kinds, penalties))| Ask {
                q: parts.join(" "),
                synonyms,
                from,
                fine_min,
                units,
                violations,
                statutes,
                years,
                kinds,
                penalties,
                sort: Sort::Published,
                per_page: 100,
                ..Ask::default()
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_verdict_on_newcomers_is_the_searchs_own(ask in ask()) {
        let world = &*WORLD;
        let new = |id: &Uuid| id.as_u128() > OLD as u128;
        let searched: BTreeSet<Uuid> =
            world.searcher.search(&ask).unwrap().hits.into_iter().map(|hit| hit.id).filter(new).collect();
        let found: BTreeSet<Uuid> =
            world.searcher.finds(&ask, &world.newcomers).unwrap().into_iter().collect();
        prop_assert_eq!(found, searched);
    }
}

#[test]
fn the_questions_of_this_test_find_some_and_not_all() {
    let count = |q: &str| {
        let ask = Ask {
            q: q.into(),
            sort: Sort::Published,
            ..Ask::default()
        };
        WORLD.searcher.finds(&ask, &WORLD.newcomers).unwrap().len()
    };
    assert_eq!(count(""), NEW);
    for q in [
        "打人",
        "\"网吧\"",
        "-赌博",
        "标题:案",
        "明公（治）行罚决字〔2025〕12号",
        "法条:治安法43条",
    ] {
        assert!(
            (1..NEW).contains(&count(q)) || q == "标题:案",
            "{q}: {}",
            count(q)
        );
    }
    // Whole numbers are sought as such where some record has them, also when that is an old one.
    assert!(count("2025 1") >= count("明公（治）行罚决字〔2025〕1号"));
}

#[test]
fn words_that_cannot_be_searched_with_are_refused_as_by_the_search() {
    let ask = Ask::words("酒".repeat(201));
    assert!(WORLD.searcher.finds(&ask, &WORLD.newcomers).is_err());
}
