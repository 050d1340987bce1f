//! What several looks at a text find, told as one.

use crate::masking::resolve::{applied, composed, merged};
use crate::masking::{Kind, Span};
use proptest::prelude::*;

/// Spans in a text of so many characters, as one look finds them.
fn found_in(length: usize, places: &[(usize, usize, &'static str)]) -> Vec<Span> {
    let spans = places
        .iter()
        .filter(|_| length > 0)
        .map(|(start, size, replacement)| {
            let start = start % length;
            Span::new(start, length.min(start + size), Kind::Name, *replacement)
        });
    merged(spans.collect())
}

fn places() -> impl Strategy<Value = Vec<(usize, usize, &'static str)>> {
    let replacement = prop::sample::select(vec!["×××", "张某甲", "某", ""]);
    prop::collection::vec((0usize..30, 1usize..5, replacement), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_looks_told_as_one_make_the_same_text(text in "[a-z]{0,24}", first in places(), second in places()) {
        let first = found_in(text.len(), &first);
        let once = applied(&text, &first);
        let second = found_in(once.chars().count(), &second);
        let both = composed(first.clone(), second.clone());
        prop_assert_eq!(applied(&text, &both), applied(&once, &second), "{:?} then {:?}: {:?}", first, second, both);
        prop_assert!(both.is_sorted_by(|one, next| one.end <= next.start), "{both:?}");
        let still_covered = |span: &Span| both.iter().any(|all| all.start <= span.start && span.end <= all.end);
        prop_assert!(first.iter().all(still_covered), "{first:?} in {both:?}");
    }
}
