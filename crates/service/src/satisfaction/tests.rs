use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Which of units with so many answers are told.
fn told(answers: &[u64]) -> Vec<bool> {
    let line = |n: &u64| PublicLine::new(None, Rate::new(*n, *n));
    let mut lines: Vec<_> = answers.iter().map(line).collect();
    withhold(&mut lines);
    lines.iter().map(|line| line.rate.is_some()).collect()
}

#[test]
fn what_is_withheld_cannot_be_reckoned_from_the_rest() {
    assert_eq!(told(&[40, 20, 3]), [true, false, false]);
    assert_eq!(
        told(&[40, 3, 0]),
        [false, false, false],
        "a unit without answers hides nobody"
    );
    assert_eq!(told(&[40, 20, 2, 2]), [true, false, false, false]);
    assert_eq!(told(&[40, 20, 4, 4]), [true, true, false, false]);
    assert_eq!(told(&[40, 20, 0]), [true, true, false]);
}

proptest! {
    #[test]
    fn the_withheld_together_are_nobody_or_enough(answers in proptest::collection::vec(0u64..12, 0..8)) {
        let told = told(&answers);
        let hidden: u64 = answers.iter().zip(&told).filter(|(_, told)| !**told).map(|(n, _)| n).sum();
        let is_small = answers.iter().sum::<u64>() < PUBLIC_MIN;
        prop_assert!(hidden == 0 || hidden >= PUBLIC_MIN || is_small, "{answers:?} {told:?}");
        prop_assert!(answers.iter().zip(&told).all(|(n, told)| !told || *n >= PUBLIC_MIN));
    }
}

#[test]
fn a_month_is_told_when_its_links_have_run_out() {
    let last = |today| last_settled(day(today), 15).to.to_string();
    assert_eq!(last("2026-11-15"), "2026-09-30");
    assert_eq!(last("2026-11-16"), "2026-09-30");
    assert_eq!(last("2026-11-17"), "2026-10-31");
}

#[test]
fn periods_are_single_settled_months_so_that_none_can_be_subtracted() {
    let last = month_of(day("2026-10-05"));
    let ask = |from: &str, to: &str| chosen(from.parse().ok(), to.parse().ok(), last);
    assert_eq!(ask("", "").unwrap(), last);
    assert_eq!(ask("2026-02-01", "").unwrap().to, day("2026-02-28"));
    assert_eq!(ask("", "2026-09-30").unwrap().from, day("2026-09-01"));
    for (from, to, field, code) in [
        ("2026-10-01", "2026-10-10", "to", "not-a-month"),
        ("2026-10-02", "2026-10-31", "from", "not-a-month"),
        ("2026-09-01", "2026-10-31", "to", "not-a-month"),
        ("2026-11-01", "2026-11-30", "to", "not-settled"),
        ("2026-11-01", "", "from", "not-settled"),
    ] {
        let error = ask(from, to).unwrap_err();
        assert_eq!((error.field.as_ref(), error.code), (field, code), "{from} {to}");
    }
}
