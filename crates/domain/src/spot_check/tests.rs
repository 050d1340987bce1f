mod drawing;

use super::*;
use crate::ids::{UnitId, UserId};
use crate::objection::{Makers, RecordNow};
use crate::publication::Corrections;
use crate::record::{RecordKind, WithdrawalCode};
use crate::role::{Role, Staff};
use crate::unit::{Unit, UnitCode, Units};
use uuid::Uuid;

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
