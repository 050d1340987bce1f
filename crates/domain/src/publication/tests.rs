use super::*;
use crate::ids::UnitId;
use crate::role::Role;
use proptest::prelude::*;
use uuid::Uuid;

/// One account: people change roles, accounts stay.
fn account(number: u128, role: Role) -> Staff {
    Staff {
        id: UserId(Uuid::from_u128(number)),
        username: String::new(),
        display_name: String::new(),
        role,
        unit: UnitId(Uuid::nil()),
        badge: None,
    }
}

#[derive(Debug, Clone, Copy)]
enum Try {
    Submit,
    Approve,
    SendBack,
    Publish,
    Mend,
}

fn tries() -> impl Strategy<Value = Vec<(u128, Try)>> {
    let act = prop::sample::select(vec![
        Try::Submit,
        Try::Approve,
        Try::SendBack,
        Try::Publish,
        Try::Mend,
    ]);
    prop::collection::vec((0..4u128, act), 0..40)
}

fn comment() -> Comment {
    Comment::parse("住址没有隐去").unwrap()
}

/// Tries each act with an account that has just the role for it.
fn walk(stage: Stage, authors: &mut Authors, (who, act): (u128, Try)) -> Stage {
    let publisher = Publisher::of(&account(who, Role::Publisher)).unwrap();
    let reviewer = Reviewer::of(&account(who, Role::Reviewer)).unwrap();
    match (stage, act) {
        (Stage::SentBack(sent_back), Try::Submit) => {
            walk(Stage::Prepared(sent_back.take_up()), authors, (who, act))
        }
        (Stage::Prepared(prepared), Try::Submit) => {
            authors.0.push(publisher.id());
            Stage::Submitted(prepared.submit(publisher, None))
        }
        (Stage::Submitted(submitted), Try::Approve) => match submitted.clone().approve(reviewer, authors) {
            Ok(approved) => Stage::Approved(approved),
            Err(OwnWork) => Stage::Submitted(submitted),
        },
        (Stage::Submitted(submitted), Try::SendBack) => {
            match submitted.clone().send_back(reviewer, authors, comment()) {
                Ok(sent_back) => Stage::SentBack(sent_back),
                Err(OwnWork) => Stage::Submitted(submitted),
            }
        }
        (Stage::Approved(approved), Try::Publish) => Stage::Published(approved.publish(publisher)),
        (stage, Try::Mend) => Stage::Prepared(stage.mend(publisher).unwrap()),
        (stage, _) => stage,
    }
}

proptest! {
    #[test]
    fn nothing_is_public_but_what_somebody_else_approved(tries in tries()) {
        let mut stage = Stage::waiting(None);
        let mut authors = Authors::default();
        let mut approved = false;
        for one in tries {
            stage = walk(stage, &mut authors, one);
            match &stage {
                Stage::Approved(by) => {
                    prop_assert!(!authors.0.contains(&by.reviewer()));
                    approved = true;
                }
                Stage::SentBack(by) => prop_assert!(!authors.0.contains(&by.reviewer())),
                Stage::Published(_) => prop_assert!(approved),
                Stage::Prepared(_) => approved = false,
                Stage::Submitted(by) => prop_assert_eq!(authors.0.last(), Some(&by.by())),
                _ => {}
            }
        }
    }
}

#[test]
fn a_role_takes_its_own_steps_and_no_other() {
    for role in Role::ALL {
        let staff = account(1, *role);
        assert_eq!(
            Publisher::of(&staff).is_some(),
            *role == Role::Publisher,
            "{role:?}"
        );
        assert_eq!(
            Reviewer::of(&staff).is_some(),
            *role == Role::Reviewer,
            "{role:?}"
        );
    }
}

#[test]
fn facts_mean_the_stage_that_they_are_facts_of() {
    let (by, reviewer) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
    let round = |verdict| {
        Some(Round {
            by,
            correction: None,
            verdict,
        })
    };
    let approved = round(Some((Verdict::Approved, reviewer)));
    let stage = |change: fn(&mut Facts), round: &Option<Round>| {
        let mut facts = Facts {
            is_withdrawn: false,
            is_expired: false,
            is_held: false,
            is_public: false,
            has_newer: false,
            round: round.clone(),
        };
        change(&mut facts);
        Stage::of(facts).label()
    };
    assert_eq!(stage(|_| {}, &None), "待送审");
    assert_eq!(stage(|_| {}, &round(None)), "审核中");
    assert_eq!(stage(|_| {}, &approved), "审核通过，待发布");
    let sent_back = round(Some((Verdict::SentBack(comment()), reviewer)));
    assert_eq!(stage(|_| {}, &sent_back), "已打回");
    assert_eq!(stage(|f| f.is_held = true, &None), "依规定不公开");
    assert_eq!(stage(|f| f.is_public = true, &approved), "已公开");
    let newer = |f: &mut Facts| (f.is_public, f.has_newer) = (true, true);
    assert_eq!(stage(newer, &None), "待送审", "a correction begins anew");
    assert_eq!(
        stage(|f| (f.is_public, f.is_expired) = (true, true), &approved),
        "公示期满"
    );
    assert_eq!(stage(|f| f.is_withdrawn = true, &approved), "已撤回");
}

#[test]
fn what_was_taken_down_is_mended_by_nobody() {
    let publisher = Publisher::of(&account(1, Role::Publisher)).unwrap();
    let gone = Stage::of(Facts {
        is_withdrawn: true,
        is_expired: false,
        is_held: false,
        is_public: false,
        has_newer: false,
        round: None,
    });
    assert!(!gone.can_be_mended());
    assert_eq!(gone.clone().mend(publisher), Err(gone));
}

#[test]
fn a_verdict_is_read_as_it_was_written_and_a_comment_says_something() {
    for verdict in [Verdict::Approved, Verdict::SentBack(comment())] {
        assert_eq!(
            Verdict::parse(verdict.as_str(), verdict.comment()),
            Some(verdict.clone())
        );
    }
    assert_eq!(Verdict::parse("sent-back", None), None);
    assert_eq!(Comment::parse(" \n").unwrap_err().field, "comment");
    assert_eq!(
        Comment::parse(&"字".repeat(MOST_COMMENT + 1)).unwrap_err().code,
        "too-long"
    );
}
