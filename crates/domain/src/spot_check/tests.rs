use super::*;
use crate::ids::{RecordId, UnitId, UserId};
use crate::objection::{Makers, RecordNow};
use crate::publication::Corrections;
use crate::record::{RecordKind, WithdrawalCode};
use crate::role::{Role, Staff};
use crate::unit::{Unit, UnitCode, Units};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

type Frame = BTreeMap<UnitId, Vec<RecordId>>;

/// So many records of each unit, with ids as random as the portal draws them.
fn frame(sizes: &[usize], salt: u64) -> Frame {
    let id = |n: u64| {
        let high = crate::scramble::scrambled(salt ^ n);
        Uuid::from_u64_pair(high, crate::scramble::scrambled(high))
    };
    let mut next = 0;
    let mut fresh = || {
        next += 1;
        id(next)
    };
    let units = sizes.iter().map(|size| {
        let unit = UnitId(fresh());
        (unit, (0..*size).map(|_| RecordId(fresh())).collect())
    });
    units.collect()
}

fn seed(number: u64) -> Seed {
    Seed::new(number.to_be_bytes())
}

fn drawn_of(frame: &Frame, drawn: &[RecordId]) -> BTreeMap<UnitId, u64> {
    let count = |records: &Vec<RecordId>| records.iter().filter(|id| drawn.contains(id)).count() as u64;
    frame
        .iter()
        .map(|(unit, records)| (*unit, count(records)))
        .collect()
}

proptest! {
    #[test]
    fn so_many_are_drawn_as_wished_or_all_there_are_and_none_twice(
        sizes in prop::collection::vec(0usize..60, 0..12), size in 1u32..=MOST, salt: u64, number: u64,
    ) {
        let frame = frame(&sizes, salt);
        let all: BTreeSet<RecordId> = frame.values().flatten().copied().collect();
        let drawn = draw(&frame, size, seed(number));
        let once: BTreeSet<RecordId> = drawn.iter().copied().collect();
        prop_assert_eq!(drawn.len(), all.len().min(size as usize));
        prop_assert_eq!(once.len(), drawn.len());
        prop_assert!(once.is_subset(&all));
    }

    #[test]
    fn the_same_seed_draws_the_same_in_whatever_order_the_frame_comes(
        sizes in prop::collection::vec(0usize..60, 1..8), size in 1u32..=MOST, salt: u64, number: u64,
    ) {
        let frame = frame(&sizes, salt);
        let mut turned = frame.clone();
        for records in turned.values_mut() {
            records.reverse();
        }
        prop_assert_eq!(draw(&frame, size, seed(number)), draw(&turned, size, seed(number)));
    }

    #[test]
    fn each_unit_gives_its_share_and_none_that_has_any_goes_without(
        sizes in prop::collection::vec(0usize..200, 1..12), size in 1u32..=MOST, salt: u64, number: u64,
    ) {
        let frame = frame(&sizes, salt);
        let drawn = drawn_of(&frame, &draw(&frame, size, seed(number)));
        let total = sizes.iter().sum::<usize>() as u64;
        prop_assume!(total > 0);
        let left = u64::from(size).min(total);
        let having = sizes.iter().filter(|has| **has > 0).count() as u64;
        for (unit, records) in &frame {
            let (has, given) = (records.len() as u64, drawn[unit]);
            prop_assert!(given <= has);
            // Never more than one above the plain part, and below it only for the sake of those that would have none.
            prop_assert!(given * total < (has * left) + total);
            if left >= having {
                prop_assert!(given >= u64::from(has > 0));
                prop_assert!((given + having) * total >= has * left);
            } else {
                prop_assert!((given + 1) * total > has * left);
            }
        }
    }

    #[test]
    fn a_seed_is_read_as_written(number: u64) {
        prop_assert_eq!(Seed::parse(&seed(number).to_string()), Some(seed(number)));
    }
}

#[test]
fn shares_are_the_largest_remainders() {
    let id = |n: u128| UnitId(Uuid::from_u128(n));
    let of = |sizes: &[u64], size| {
        let sizes = (1..).map(id).zip(sizes.iter().copied()).collect();
        shares(&sizes, size, seed(7)).into_values().collect::<Vec<_>>()
    };
    assert_eq!(of(&[50, 30, 20], 10), [5, 3, 2]);
    assert_eq!(of(&[416, 338, 246], 10), [4, 3, 3], "remainders .16, .38, .46");
    assert_eq!(of(&[990, 5, 5], 10), [8, 1, 1], "the small give one each");
    assert_eq!(of(&[3, 2], 200), [3, 2], "all there are");
}

#[test]
fn with_less_than_one_for_each_the_seed_decides_among_equals() {
    let frame = frame(&[1; 12], 3);
    let of = |number| draw(&frame, 4, seed(number)).into_iter().collect::<BTreeSet<_>>();
    let ways: BTreeSet<_> = (0..20).map(of).collect();
    assert!(ways.len() > 10, "{}", ways.len());
    assert!(ways.iter().all(|way| way.len() == 4));
}

/// Each of ten is drawn about as often over many seeds: 3 of 10 in 5,000 draws is 1,500 each, with a standard deviation
/// of 32.
#[test]
fn every_record_has_the_same_chance() {
    let frame = frame(&[10], 11);
    let mut times: BTreeMap<RecordId, u32> = BTreeMap::new();
    for number in 0..5_000 {
        for record in draw(&frame, 3, seed(number)) {
            *times.entry(record).or_default() += 1;
        }
    }
    assert_eq!(times.len(), 10);
    assert!(times.values().all(|n| (1_350..=1_650).contains(n)), "{times:?}");
}

fn staff(id: u128, role: Role) -> Staff {
    Staff {
        id: UserId(Uuid::from_u128(id)),
        username: String::new(),
        display_name: String::new(),
        role,
        unit: UnitId(Uuid::nil()),
        badge: None,
    }
}

fn makers(ids: &[u128]) -> Makers {
    Makers(ids.iter().map(|id| UserId(Uuid::from_u128(*id))).collect())
}

const REVOKED: RecordNow = RecordNow::Withdrawn(WithdrawalCode::Revoked);

#[test]
fn only_those_who_watch_judge_and_only_the_desk_settles() {
    for role in Role::ALL {
        let checks = matches!(role, Role::Supervisor | Role::Inspector);
        let settles = matches!(role, Role::Publisher | Role::Reviewer);
        assert_eq!(Checker::of(&staff(1, *role)).is_some(), checks, "{role:?}");
        assert_eq!(Settler::of(&staff(1, *role)).is_some(), settles, "{role:?}");
    }
}

#[test]
fn nobody_judges_a_text_of_the_own_making_and_nothing_that_left_is_judged() {
    let checker = Checker::of(&staff(1, Role::Supervisor)).unwrap();
    let waiting = || match ItemStage::of(false, RecordNow::Unchanged) {
        ItemStage::Waiting(waiting) => waiting,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        waiting().judge(checker, Judgement::InOrder, &makers(&[2, 1])),
        Err(OwnText)
    );
    assert!(
        waiting()
            .judge(checker, Judgement::InOrder, &makers(&[2]))
            .is_ok()
    );
    for left in [REVOKED, RecordNow::Expired] {
        assert_eq!(ItemStage::of(false, left), ItemStage::Left);
        assert_eq!(ItemStage::of(true, left), ItemStage::Judged);
    }
}

#[test]
fn a_finding_is_settled_by_what_the_record_shows_or_by_others_than_its_makers() {
    let settler = Settler::of(&staff(1, Role::Publisher)).unwrap();
    let none = Corrections::default();
    let factual = Corrections {
        factual: true,
        ..none
    };
    let privacy = Corrections {
        privacy: true,
        ..none
    };
    let settle = |kind, since, settlement, made: &[u128]| match FindingStage::of(None, RecordNow::Republished)
    {
        FindingStage::Open(open) => open
            .settle(settler, settlement, (kind, since), &makers(made))
            .err(),
        other => panic!("{other:?}"),
    };
    let no = || Settlement::NotUpheld(Words::parse("reason", "理由", "原文如此").unwrap());
    for (kind, mended) in [
        (FindingKind::Personal, [false, false, true]),
        (FindingKind::Mismatch, [false, true, false]),
        (FindingKind::Missing, [false, true, false]),
        (FindingKind::Other, [false, true, true]),
    ] {
        let taken =
            [none, factual, privacy].map(|since| settle(kind, since, Settlement::Corrected, &[1]).is_none());
        assert_eq!(taken, mended, "{kind:?}");
    }
    let early = settle(FindingKind::Personal, factual, Settlement::Corrected, &[]);
    assert_eq!(early, Some(NotSettled::NotCorrected(FindingKind::Personal)));
    assert!(early.unwrap().to_string().contains("隐私更正"));
    assert_eq!(
        settle(FindingKind::Other, none, no(), &[1]),
        Some(NotSettled::OwnWork)
    );
    assert_eq!(settle(FindingKind::Other, none, no(), &[2]), None);
    assert_eq!(
        FindingStage::of(None, REVOKED),
        FindingStage::Left,
        "it went with its record"
    );
}

#[test]
fn a_settlement_has_a_reason_where_one_is_needed_and_only_there() {
    let field = |outcome: &str, reason: &str| Settlement::parse(outcome, reason).map_err(|error| error.field);
    assert_eq!(field("corrected", " "), Ok(Settlement::Corrected));
    assert_eq!(field("corrected", "因为").unwrap_err(), "reason");
    assert_eq!(field("not-upheld", "").unwrap_err(), "reason");
    assert_eq!(
        field("not-upheld", "原文如此").unwrap().reason(),
        Some("原文如此")
    );
    assert_eq!(
        field("withdrawn", "").unwrap_err(),
        "outcome",
        "the record itself tells of that"
    );
}

#[test]
fn a_judgement_is_in_order_or_has_kinds_and_words() {
    let codes = |verdict: &str, kinds: &[&str], words: &str| {
        let judged = Judgement::parse(verdict, kinds.iter().copied(), words);
        judged.map_err(|errors| errors.into_iter().map(|error| error.field).collect::<Vec<_>>())
    };
    assert_eq!(codes("in-order", &[], " "), Ok(Judgement::InOrder));
    assert_eq!(codes("in-order", &["personal"], "").unwrap_err(), ["verdict"]);
    assert_eq!(codes("", &[], "").unwrap_err(), ["verdict"]);
    assert_eq!(codes("found", &["odd"], " ").unwrap_err(), ["finding", "text"]);
    let Judgement::Found { kinds, words } =
        codes("found", &["other", "personal", "other"], "手机号").unwrap()
    else {
        panic!("found")
    };
    assert_eq!(kinds, [FindingKind::Personal, FindingKind::Other]);
    assert_eq!(words.as_str(), "手机号");
}

#[test]
fn a_plan_is_read_and_every_error_told_at_once() {
    let unit = Unit {
        id: UnitId(Uuid::from_u128(5)),
        code: UnitCode::parse("ps01").unwrap(),
        name: "城关派出所".into(),
        parent: None,
        incomplete: false,
        address: None,
        phone: None,
    };
    let units = Units::new(vec![unit]);
    let raw = RawPlan {
        from: "2026-01-01".into(),
        to: "2026-03-31".into(),
        unit: "ps01".into(),
        kind: "penalty".into(),
        unreviewed: "yes".into(),
        size: " 30 ".into(),
    };
    let plan = Plan::parse(&raw, &units).unwrap();
    assert_eq!(
        (plan.size, plan.kind, plan.unreviewed),
        (30, Some(RecordKind::Penalty), true)
    );
    assert_eq!(plan.unit, Some(UnitId(Uuid::from_u128(5))));
    let wrong = RawPlan {
        from: "2026-02-30".into(),
        to: String::new(),
        unit: "ps99".into(),
        kind: "x".into(),
        size: "201".into(),
        ..RawPlan::default()
    };
    let fields = |raw: &RawPlan| {
        let errors = Plan::parse(raw, &units).unwrap_err();
        errors.into_iter().map(|error| error.field).collect::<Vec<_>>()
    };
    assert_eq!(fields(&wrong), ["from", "to", "unit", "kind", "size"]);
    let turned = RawPlan {
        to: "2025-12-31".into(),
        ..raw
    };
    assert_eq!(fields(&turned), ["to"]);
}

#[test]
fn a_rate_is_of_the_judged_and_none_of_a_few() {
    let tally = Tally {
        frame: 90,
        drawn: 10,
        judged: 5,
        in_order: 4,
        left: 2,
        open: 1,
    };
    assert_eq!((tally.waiting(), tally.with_findings()), (3, 1));
    let rate = tally.rate().unwrap();
    assert_eq!((rate.satisfied, rate.n), (4, 5));
    let few = Tally { judged: 4, ..tally };
    assert_eq!(few.rate(), None);
}
