use super::*;

fn read(query: &str, surface: Surface) -> (Ask, Vec<&'static str>) {
    let pairs: Vec<(String, String)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let (ask, errors) = super::read(&pairs, surface, &Units::default());
    (ask, errors.into_iter().map(|error| error.code).collect())
}

#[test]
fn repeated_values_are_kept_unknown_names_ignored_and_empty_ones_absent() {
    let (ask, errors) = read(
        "year=2024&year=2025&year=2025&utm=x&from=&kind=penalty",
        Surface::Page,
    );
    assert_eq!(
        (ask.years.as_slice(), ask.kinds.as_slice()),
        ([2024, 2025].as_slice(), [RecordKind::Penalty].as_slice())
    );
    assert!(errors.is_empty());
}

#[test]
fn what_is_impossible_is_told_and_not_searched_for() {
    let (ask, errors) = read(
        "year=abc&from=2025-02-30&fine_min=x&kind=dance&unit=nowhere&page=0",
        Surface::Page,
    );
    assert_eq!(errors.len(), 6);
    assert_eq!(ask, Ask::default());
    assert_eq!(
        read("from=2025-05-01&to=2025-04-01", Surface::Page).1,
        ["before-from"]
    );
    assert_eq!(read("fine_min=5&fine_max=4", Surface::Api).1, ["below-min"]);
}

#[test]
fn pages_end_where_the_cursor_begins() {
    assert!(read("page=500", Surface::Page).1.is_empty());
    assert_eq!(read("page=501", Surface::Page).1, ["too-deep"]);
    assert_eq!(read("page=18446744073709551615", Surface::Page).1, ["too-deep"]);
    assert_eq!(read("page=101&per_page=100", Surface::Api).1, ["too-deep"]);
    assert!(read("page=101&per_page=100&cursor=n1", Surface::Api).1.is_empty());
    assert_eq!(read("cursor=xyz", Surface::Api).1, ["bad-cursor"]);
    assert_eq!(read("per_page=101", Surface::Api).1, ["unknown-value"]);
}

#[test]
fn a_page_beside_a_cursor_is_ignored_however_large() {
    let (ask, errors) = read("page=18446744073709551615&cursor=n1", Surface::Api);
    assert_eq!((ask.offset(), errors.len()), (0, 0));
}

#[test]
fn words_are_ranked_and_lists_are_newest_first() {
    assert_eq!(read("q=酒驾", Surface::Page).0.sort, Sort::Relevance);
    assert_eq!(read("sort=relevance", Surface::Page).0.sort, Sort::Newest);
    let long = format!("q={}", "酒".repeat(201));
    assert_eq!(read(&long, Surface::Api).1, ["too-long"]);
}
