use super::*;
use domain::unit::UnitCode;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn unit(n: u128) -> Unit {
    Unit {
        id: UnitId(uuid::Uuid::from_u128(n)),
        code: UnitCode::parse(&format!("ps{n:02}")).unwrap(),
        name: format!("第{n}派出所"),
        parent: None,
        incomplete: false,
        address: None,
        phone: None,
    }
}

fn rated(good: u64, bad: u64) -> Figures {
    let levels = BTreeMap::from([(Level::Good, good), (Level::Bad, bad)]);
    Figures {
        due: good + bad,
        invited: good + bad,
        levels,
        ..Figures::default()
    }
}

#[test]
fn small_units_get_no_rank_and_equal_shares_the_same_one() {
    let units = Units::new((1..=4).map(unit).collect());
    let id = |n| UnitId(uuid::Uuid::from_u128(n));
    let figures = BTreeMap::from([
        (id(1), rated(20, 0)),
        (id(2), rated(19, 0)),
        (id(3), rated(18, 2)),
        (id(4), rated(40, 0)),
    ]);
    let none = BTreeMap::new();
    let lines = lines(&units, &figures, &none, &BTreeMap::new());
    let ranks: Vec<_> = lines.iter().map(|line| line.rank).collect();
    assert_eq!(ranks, [Some(1), None, Some(3), Some(1)]);
}

#[test]
fn eight_weeks_end_with_the_running_one_and_count_every_day_once() {
    let today = day("2026-11-22");
    let by_day: Vec<_> = (0..56).map(|n| (today - Days::new(n), Level::Good, 1)).collect();
    let weeks = weeks(&by_day, today);
    assert_eq!(
        (weeks[0].span.from, weeks[7].span.to),
        (day("2026-09-28"), day("2026-11-22"))
    );
    assert_eq!(
        weeks
            .iter()
            .filter_map(|week| week.rate)
            .map(|rate| rate.n)
            .sum::<u64>(),
        56
    );
}

#[test]
fn the_period_before_has_the_same_length_and_ends_the_day_before() {
    let before = span_before(Span {
        from: day("2026-11-01"),
        to: day("2026-11-10"),
    });
    assert_eq!(
        before,
        Span {
            from: day("2026-10-22"),
            to: day("2026-10-31")
        }
    );
}
