//! The shelves against a model: what is found is never older than what the asker knows, and takes no more room than
//! it may.

use super::*;
use crate::render;
use app::Ui;
use proptest::prelude::*;

const SETTINGS: config::Pages = config::Pages {
    memory_mib: 1,
    look_ms: 0,
};

fn key(path: &str) -> Key {
    let ui = Ui::sample();
    Key {
        path: path.to_owned(),
        theme: ui.theme,
        size: ui.size,
        lang: ui.lang,
        encoding: Encoding::Identity,
        today: ui.today,
        bureau: ui.bureau.into(),
    }
}

/// A page as handlers make it.
fn page(text: &str) -> Response {
    let text = text.to_owned();
    render::public(
        StatusCode::OK,
        &HeaderMap::new(),
        &Ui::sample(),
        &text.clone(),
        || text,
    )
}

fn state(change: i64) -> State {
    State { change, turns: 0 }
}

fn text_of(kept: &Kept) -> String {
    String::from_utf8(kept.body.to_vec()).unwrap()
}

#[test]
fn everything_that_makes_two_pages_differ_keeps_them_apart() {
    let shelves = Shelves::new(&SETTINGS);
    let shelf = shelves.of(state(1));
    shelf.keep(key("/"), &page("首页"), 0);
    assert_eq!(text_of(&shelves.find(&shelf, &key("/")).unwrap()), "首页");
    let others = [
        key("/units"),
        Key {
            theme: Theme::Dark,
            ..key("/")
        },
        Key {
            size: TextSize::Large,
            ..key("/")
        },
        Key {
            encoding: Encoding::Brotli,
            ..key("/")
        },
        Key {
            today: key("/").today.succ_opt().unwrap(),
            ..key("/")
        },
        Key {
            bureau: "另一个局".into(),
            ..key("/")
        },
    ];
    for other in others {
        assert!(shelves.find(&shelf, &other).is_none(), "{other:?}");
    }
    let figures = shelves.figures();
    assert_eq!((figures.hits, figures.misses), (1, 6));
}

#[test]
fn only_a_finished_page_for_everybody_is_kept() {
    let shelves = Shelves::new(&SETTINGS);
    let shelf = shelves.of(state(1));
    let gone = render::public(StatusCode::GONE, &HeaderMap::new(), &Ui::sample(), "gone", || {
        "已撤回".into()
    });
    let mut with_cookie = page("首页");
    let cookie = axum::http::HeaderValue::from_static("mingjing=1");
    with_cookie.headers_mut().insert(header::SET_COOKIE, cookie);
    let private = render::no_store(StatusCode::OK, "回执".into());
    let blank = render::blank(&HeaderMap::new(), "表单".into());
    for answer in [gone, with_cookie, private, blank] {
        shelf.keep(key("/"), &answer, 0);
        assert!(shelves.find(&shelf, &key("/")).is_none(), "{answer:?}");
    }
    shelf.keep(key("/"), &page("索引失效时做的"), 1);
    assert!(
        shelves.find(&shelf, &key("/")).is_none(),
        "the index was given up while the page was made"
    );
}

#[test]
fn a_page_too_large_for_the_shelf_is_not_kept() {
    let shelves = Shelves::new(&SETTINGS);
    let shelf = shelves.of(state(1));
    shelf.keep(key("/"), &page(&"字".repeat(1024 * 1024)), 0);
    assert!(shelves.find(&shelf, &key("/")).is_none());
    assert_eq!(shelves.figures().bytes, 0);
}

/// What may happen beside each other.
#[derive(Debug, Clone)]
enum Step {
    /// Something public changes in the database.
    Change,
    /// A request for a page comes, from somebody who knows the changes but for the last `behind`.
    Ask { page: u8, behind: i64 },
    /// The page of a request that waits, as it was read when the request came, is finished.
    Finish { waiting: usize },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::Change),
        5 => (0_u8..3, 0_i64..3).prop_map(|(page, behind)| Step::Ask { page, behind }),
        4 => any::<usize>().prop_map(|waiting| Step::Finish { waiting }),
    ]
}

/// A page that is being made: the shelf that was taken before, and the change that the page shows.
struct Making {
    shelf: Arc<Shelf>,
    key: Key,
    shows: i64,
}

proptest! {
    /// Requests overlap as they like, and each may know less than the database holds: none is answered with a page older
    /// than what it knows.
    #[test]
    fn no_page_is_older_than_what_the_asker_knows(steps in proptest::collection::vec(step(), 1..80)) {
        let shelves = Shelves::new(&SETTINGS);
        let mut newest = 3_i64;
        let mut making: Vec<Making> = Vec::new();
        for step in steps {
            match step {
                Step::Change => newest += 1,
                Step::Ask { page, behind } => {
                    let known = newest - behind;
                    let shelf = shelves.of(state(known));
                    let key = key(&format!("/{page}"));
                    match shelves.find(&shelf, &key) {
                        Some(kept) => {
                            let shows: i64 = text_of(&kept).parse().unwrap();
                            prop_assert!(shows >= known, "shows {shows}, though {known} was known");
                        }
                        None => making.push(Making { shelf, key, shows: newest }),
                    }
                }
                Step::Finish { waiting } if !making.is_empty() => {
                    let made = making.swap_remove(waiting % making.len());
                    made.shelf.keep(made.key, &page(&made.shows.to_string()), 0);
                }
                Step::Finish { .. } => {}
            }
        }
    }

    /// Whatever is put onto it, a shelf keeps to its room, and what it gives back is what was put under that key last.
    #[test]
    fn a_shelf_keeps_to_its_room(puts in proptest::collection::vec((0_u16..400, 0_usize..40_000), 1..200)) {
        let shelves = Shelves::new(&SETTINGS);
        let shelf = shelves.of(state(1));
        let mut last = std::collections::HashMap::new();
        for (number, length) in puts {
            let key = key(&format!("/records/{number}"));
            let text = format!("{number}-{}", "x".repeat(length));
            shelf.keep(key.clone(), &page(&text), 0);
            last.insert(key, text);
            prop_assert!(shelves.figures().bytes <= SETTINGS.memory_mib * 1024 * 1024);
        }
        let mut found = 0;
        for (key, text) in &last {
            if let Some(kept) = shelf.pages.get(key) {
                found += 1;
                prop_assert_eq!(&text_of(&kept), text);
            }
        }
        prop_assert!(found > 0, "the last ones find room");
    }
}
