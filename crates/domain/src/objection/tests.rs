use super::*;
use crate::ids::{UnitId, UserId};
use crate::publication::{Corrections, Publisher};
use crate::record::WithdrawalCode;
use crate::role::{Role, Staff};
use chrono::NaiveDate;
use uuid::Uuid;

fn publisher(id: u128) -> Publisher {
    let staff = Staff {
        id: UserId(Uuid::from_u128(id)),
        username: "p".into(),
        display_name: "发布员".into(),
        role: Role::Publisher,
        unit: UnitId(Uuid::from_u128(9)),
        badge: None,
    };
    Publisher::of(&staff).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn good() -> RawObjection {
    RawObjection {
        kind: "correction".into(),
        asker: "party".into(),
        passage: "罚款数额".into(),
        request: "应为五百元\r\n见决定书".into(),
        ..RawObjection::default()
    }
}

const BOTH: Corrections = Corrections {
    factual: true,
    privacy: true,
};

fn answered(outcome: Outcome, record: RecordNow, makers: &[u128]) -> Result<Answered, NotAnswered> {
    answered_since(BOTH, outcome, record, makers)
}

fn answered_since(
    since: Corrections,
    outcome: Outcome,
    record: RecordNow,
    makers: &[u128],
) -> Result<Answered, NotAnswered> {
    let Stage::Received(received) = Stage::of(None) else {
        panic!("it waits")
    };
    let makers = Makers(makers.iter().map(|id| UserId(Uuid::from_u128(*id))).collect());
    let answer = Answer {
        outcome,
        text: "已核实。".into(),
    };
    received.answer((publisher(1), day()), answer, (record, since), &makers)
}

#[test]
fn a_good_objection_is_kept_exactly_but_for_line_ends() {
    let parsed = NewObjection::parse(&good()).unwrap();
    assert_eq!(parsed.request, "应为五百元\n见决定书");
    assert_eq!(
        (parsed.kind, parsed.asker),
        (ObjectionKind::Correction, Asker::Party)
    );
    assert!(parsed.contact.is_empty());
}

#[test]
fn every_error_is_told_at_once() {
    let raw = RawObjection {
        kind: "rant".into(),
        passage: "长".repeat(PASSAGE_MAX + 1),
        request: " \n".into(),
        contact_phone: "12".into(),
        contact_email: "a@b".into(),
        ..RawObjection::default()
    };
    let errors = NewObjection::parse(&raw).unwrap_err();
    let fields: Vec<_> = errors
        .iter()
        .map(|error| (error.field.as_ref(), error.code))
        .collect();
    assert_eq!(
        fields,
        [
            ("kind", "missing"),
            ("asker", "missing"),
            ("passage", "too-long"),
            ("request", "missing"),
            ("contact_phone", "not-a-phone"),
            ("contact_email", "not-an-email"),
        ]
    );
}

#[test]
fn credit_is_mended_by_the_party_or_for_it() {
    let by = |asker: &str| {
        let raw = RawObjection {
            kind: "credit-repair".into(),
            asker: asker.into(),
            ..good()
        };
        NewObjection::parse(&raw).map_err(|errors| errors[0].code)
    };
    assert!(by("party").is_ok() && by("representative").is_ok());
    assert_eq!(by("other").unwrap_err(), "not-the-party");
}

#[test]
fn what_an_answer_says_must_be_seen_at_the_record_first() {
    let revoked = RecordNow::Withdrawn(WithdrawalCode::Revoked);
    let repaired = RecordNow::Withdrawn(WithdrawalCode::CreditRepair);
    let seen = |effect, record| answered(Outcome::Upheld(effect), record, &[]).is_ok();
    for (effect, shows) in [
        (Effect::Corrected, [false, true, false, false, false]),
        (Effect::MaskedMore, [false, true, false, false, false]),
        (Effect::Withdrawn, [false, false, true, true, false]),
        (Effect::CreditRepaired, [false, false, false, true, false]),
    ] {
        let records = [
            RecordNow::Unchanged,
            RecordNow::Republished,
            revoked,
            repaired,
            RecordNow::Expired,
        ];
        assert_eq!(records.map(|record| seen(effect, record)), shows, "{effect:?}");
    }
    let refused = answered(Outcome::Upheld(Effect::Withdrawn), RecordNow::Unchanged, &[]);
    assert_eq!(refused, Err(NotAnswered::NotDone(Effect::Withdrawn)));
}

#[test]
fn a_republication_alone_neither_corrects_nor_masks() {
    let (factual, privacy) = (
        Corrections {
            privacy: false,
            ..BOTH
        },
        Corrections {
            factual: false,
            ..BOTH
        },
    );
    let seen =
        |effect, since| answered_since(since, Outcome::Upheld(effect), RecordNow::Republished, &[]).is_ok();
    for (effect, shows) in [
        (Effect::Corrected, [false, true, false, true]),
        (Effect::MaskedMore, [false, false, true, true]),
    ] {
        let corrections = [Corrections::default(), factual, privacy, BOTH];
        assert_eq!(corrections.map(|since| seen(effect, since)), shows, "{effect:?}");
    }
}

#[test]
fn nobody_refuses_what_is_held_against_the_own_work_but_may_uphold_it() {
    let refuse = |makers: &[u128]| answered(Outcome::Refused, RecordNow::Unchanged, makers);
    assert_eq!(refuse(&[2, 1]), Err(NotAnswered::OwnWork));
    assert!(refuse(&[2]).is_ok());
    let upheld = answered(Outcome::Upheld(Effect::Corrected), RecordNow::Republished, &[1]).unwrap();
    assert_eq!((upheld.by(), upheld.on()), (publisher(1).id(), day()));
}

#[test]
fn words_are_read_as_written_and_an_answer_has_words() {
    for outcome in Outcome::ALL {
        assert_eq!(Outcome::parse(outcome.as_str()), Some(outcome));
    }
    for kind in ObjectionKind::ALL {
        assert_eq!(ObjectionKind::parse(kind.as_str()), Some(kind));
    }
    let errors = Answer::parse("", " ").unwrap_err();
    assert_eq!(errors.len(), 2);
    assert_eq!(
        Answer::parse("refused", "理由").unwrap().outcome,
        Outcome::Refused
    );
}
