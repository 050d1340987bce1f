mod afterwards;

use super::case::Draft;
use super::penalty::new_law;
use super::drafts::Drafts;
use super::*;
use crate::lifecycle::{OlderSchema, Opening};
use crate::passwords::{Cost, Passwords};
use crate::records::decide;
use domain::calendar::Calendar;
use domain::masking::choice::Choices;
use domain::policy::Policy;
use domain::record::{PartyType, PenaltyKind, RecordKind, Withhold};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use storage::census;
use storage::records::Decision;

fn demo(records: u64, today: &str) -> Demo {
    Demo {
        seed: 1,
        records,
        today: today.parse().unwrap(),
    }
}

fn drafts(demo: Demo) -> Vec<Draft> {
    Drafts::new(demo, Arc::new(Calendar::default())).collect()
}

async fn fresh(folder: &std::path::Path) -> Services {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let mut services = Opening::new(folder.to_owned(), url, OlderSchema::Refuse)
        .open()
        .await
        .unwrap();
    services.passwords = Passwords::new(services.rng.clone(), Cost::LIGHT);
    services
}

async fn loaded(services: &Services, demo: &Demo) -> Summary {
    let password = NewPassword::long_enough("雨后石桥三只鹅过河去了吗").unwrap();
    load(services, demo, &password, &mut |_| {}).await.unwrap()
}

#[test]
fn the_same_seed_gives_the_same_records_and_another_seed_others() {
    let texts = |demo| {
        drafts(demo)
            .iter()
            .map(|draft| serde_json::to_string(&draft.content).unwrap())
            .collect::<Vec<_>>()
    };
    let one = demo(120, "2026-11-22");
    assert_eq!(texts(one), texts(one));
    assert_ne!(texts(one), texts(Demo { seed: 2, ..one }));
}

#[test]
fn document_numbers_and_references_are_unique_and_decisions_lie_in_the_window() {
    let demo = demo(2000, "2026-11-22");
    let all = drafts(demo);
    let numbers: HashSet<_> = all
        .iter()
        .map(|draft| draft.content.document_number.clone())
        .collect();
    let references: HashSet<_> = all.iter().map(|draft| draft.reference.clone()).collect();
    assert_eq!((numbers.len(), references.len()), (2000, 2000));
    for draft in &all {
        let decided = draft.content.decided_on.unwrap();
        assert!(
            decided < demo.today && decided > demo.first_day() - Days::new(15),
            "{decided}"
        );
        assert!(draft.content.acted_on.is_none_or(|acted| acted <= decided));
        assert!(draft.published.is_none_or(|on| on > decided && on <= demo.today));
    }
    let kinds: BTreeSet<_> = all.iter().map(|draft| draft.content.kind).collect();
    assert_eq!(kinds, RecordKind::ALL.iter().copied().collect());
}

#[test]
fn every_penalty_cites_the_law_of_its_act_and_keeps_its_range() {
    let all = drafts(demo(2000, "2026-11-22"));
    let penalties = all
        .iter()
        .filter(|draft| draft.content.kind == RecordKind::Penalty);
    let mut by_law = [0, 0];
    for draft in penalties {
        let content = &draft.content;
        let (acted, violation) = (content.acted_on.unwrap(), content.violation.clone().unwrap());
        let offence = offence::all()
            .iter()
            .find(|offence| offence.name == violation)
            .unwrap();
        let rule = offence.rule(acted).unwrap();
        assert_eq!(content.legal_basis, [rule.citation()], "{violation} {acted}");
        let fine = content.fine.map(|fine| u32::try_from(fine.fen() / 100).unwrap());
        assert!(
            rule.admits(content.detention_days, fine),
            "{violation}: {:?}",
            content.penalty_text
        );
        assert_eq!(
            content.detention_days.is_some(),
            content.penalty_kinds.contains(&PenaltyKind::Detention)
        );
        // 治安案件 are decided within thirty days.
        assert!((content.decided_on.unwrap() - acted).num_days() <= 30);
        by_law[usize::from(acted >= new_law())] += usize::from(rule.law == "治安管理处罚法");
    }
    assert!(by_law.iter().all(|count| *count > 100), "{by_law:?}");
}

#[test]
fn stations_decide_small_fines_only_and_detention_is_the_bureaus() {
    for draft in drafts(demo(1000, "2026-11-22")) {
        let Some(body) = draft
            .content
            .body
            .filter(|_| draft.content.kind == RecordKind::Penalty)
        else {
            continue;
        };
        let head = body.lines().next().unwrap();
        if head.ends_with("派出所") {
            let limit = if draft.content.decided_on.unwrap() < new_law() {
                500
            } else {
                1000
            };
            assert!(draft.content.detention_days.is_none());
            assert!(draft.content.fine.is_none_or(|fine| fine.fen() / 100 <= limit));
        }
    }
}

#[test]
fn three_quarters_are_public_whatever_the_day_and_persons_are_sealed_from_2026() {
    for today in ["2026-01-15", "2026-11-22", "2029-06-01"] {
        let demo = demo(2000, today);
        let mut public = 0;
        for draft in drafts(demo) {
            let Some(published) = draft.published else {
                continue;
            };
            let content = &draft.content;
            match decide(&Policy::default(), content, &Choices::default(), published) {
                Decision::Publish(publication) => {
                    let is_shown = publication.publish_until.is_none_or(|until| until >= demo.today);
                    public += u32::from(is_shown && draft.takedown.is_none());
                    assert!(content.withhold.is_none());
                }
                Decision::Hold { ruling, .. } => {
                    let is_sealed = content.party_type != Some(PartyType::Organization)
                        && content.decided_on.unwrap() >= new_law();
                    assert!(is_sealed || content.withhold.is_some(), "{ruling}");
                }
            }
        }
        assert!(public >= 1500, "{public} on {today}");
    }
}

#[test]
fn the_public_texts_hold_no_name_number_or_address_of_a_person() {
    let mut leaks = Vec::new();
    for draft in drafts(demo(300, "2026-11-22")) {
        let Some(Decision::Publish(publication)) = draft
            .published
            .map(|on| decide(&Policy::default(), &draft.content, &Choices::default(), on))
        else {
            continue;
        };
        let shown = serde_json::to_string(&publication.masked).unwrap();
        for secret in ["号码99", "电话1", "云I"] {
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
        for name in people::every_name() {
            if let Some(at) = shown.find(&name) {
                let around: String = shown[..at]
                    .chars()
                    .rev()
                    .take(12)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect();
                leaks.push(format!(
                    "{around}{}",
                    shown[at..].chars().take(12).collect::<String>()
                ));
            }
        }
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[test]
fn every_number_in_the_texts_is_of_a_range_given_to_nobody() {
    for draft in drafts(demo(300, "2026-11-22")) {
        let text = serde_json::to_string(&draft.content).unwrap();
        let digits: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
        for number in digits.iter().filter(|digits| digits.len() == 11) {
            assert!(number.starts_with("154"), "{number}");
        }
        for number in digits.iter().filter(|digits| digits.len() >= 17) {
            assert!(number.starts_with("99") || number.starts_with("9199"), "{number}");
        }
    }
    for place in county::UNITS {
        assert!(place.address.starts_with("明镜县"));
    }
}

#[test]
fn bodies_have_real_length_and_decency_is_withheld() {
    let all = drafts(demo(1000, "2026-11-22"));
    let lengths: Vec<usize> = all
        .iter()
        .filter(|draft| draft.content.kind == RecordKind::Penalty)
        .filter_map(|draft| draft.content.body.as_ref().map(|body| body.chars().count()))
        .collect();
    assert!(
        lengths.iter().all(|length| (250..3000).contains(length)),
        "{lengths:?}"
    );
    for draft in all
        .iter()
        .filter(|draft| draft.content.violation.as_deref() == Some("嫖娼"))
    {
        assert!(matches!(
            draft.content.withhold,
            Some(Withhold::Decency | Withhold::Minor)
        ));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_database_takes_the_demo_once_and_a_real_one_never() {
    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    let demo = demo(60, "2026-11-22");
    assert_eq!(state(&services, &demo, true).await.unwrap(), State::Fresh);
    let summary = loaded(&services, &demo).await;
    assert_eq!((summary.units, summary.accounts, summary.records), (16, 21, 60));
    assert_eq!(state(&services, &demo, true).await.unwrap(), State::Loaded);
    let other = Demo { seed: 2, ..demo };
    assert!(matches!(
        state(&services, &other, true).await.unwrap(),
        State::Other(_)
    ));
    let tomorrow = Demo {
        today: demo.today + Days::new(1),
        ..demo
    };
    assert_eq!(state(&services, &tomorrow, false).await.unwrap(), State::Loaded);
    assert!(matches!(
        state(&services, &tomorrow, true).await.unwrap(),
        State::Other(_)
    ));

    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    let mut tx = services.db.begin().await.unwrap();
    let all = storage::units::all(&mut tx).await.unwrap();
    let officer = storage::officers::Officer {
        id: domain::ids::OfficerId(Uuid::from_u128(1)),
        badge: "1".into(),
        name: "某".into(),
        unit: all.by_code("county").unwrap().id,
        is_leader: false,
    };
    storage::officers::upsert(&mut tx, &officer).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(state(&services, &demo, true).await.unwrap(), State::Real);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_databases_of_the_same_demo_hold_the_same() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, second) = (fresh(one.path()).await, fresh(two.path()).await);
    let demo = demo(80, "2026-11-22");
    assert_eq!(loaded(&first, &demo).await, loaded(&second, &demo).await);
    let census = async |services: &Services| {
        census::take(&mut services.db.read().await.unwrap())
            .await
            .unwrap()
    };
    assert_eq!(census(&first).await, census(&second).await);
    let records = async |services: &Services| {
        let mut conn = services.db.read().await.unwrap();
        let list = domain::publication::DeskList::Published;
        let listed = storage::records::list(&mut conn, list, demo.today, 1000, 0)
            .await
            .unwrap();
        listed
            .iter()
            .map(|line| format!("{:?} {}", line.found, line.created_at))
            .collect::<Vec<_>>()
    };
    assert_eq!(records(&first).await, records(&second).await);
}

#[tokio::test]
async fn every_list_of_the_desk_holds_some() {
    use domain::publication::DeskList;
    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    loaded(&services, &demo(1400, "2026-11-22")).await;
    let mut conn = services.db.read().await.unwrap();
    for list in [
        DeskList::Drafts,
        DeskList::SentBack,
        DeskList::InReview,
        DeskList::Approved,
        DeskList::ToWithdraw,
    ] {
        let count = storage::records::count(&mut conn, list).await.unwrap();
        assert!(count > 0, "{list:?}");
    }
    let in_review = crate::records::list(&services, DeskList::InReview, 1)
        .await
        .unwrap();
    assert!(in_review.lines.iter().any(|line| line.findable.is_some()));
    let (list, today) = (DeskList::Approved, services.clock.today());
    let approved = storage::records::list(&mut conn, list, today, 30, 0)
        .await
        .unwrap();
    assert!(approved.iter().any(|line| line.found.scheduled.is_some()));
    let drafts = storage::records::list(&mut conn, DeskList::Drafts, today, 300, 0)
        .await
        .unwrap();
    assert!(drafts.iter().any(|line| !line.found.choices.is_empty()));
    assert!(
        drafts
            .iter()
            .any(|line| line.found.choices.is_empty() && line.found.revision > 1),
        "mended"
    );
    let said = storage::records::explanations(&mut conn, 2026).await.unwrap();
    assert_eq!(said.len(), 1);
}

/// How the work of a demo of so many records stands, without the records themselves.
async fn work(demo: Demo) -> Vec<census::Standing> {
    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    let codes = county::found(&services, &demo).await.unwrap();
    let password = NewPassword::long_enough("雨后石桥三只鹅过河去了吗").unwrap();
    let staff = accounts::add(&services, &demo, &codes, &password).await.unwrap();
    feedback::fill(&services, &demo, &staff, &[], &mut |_| {})
        .await
        .unwrap();
    let officers = county::officers(&demo, &codes);
    let incidents = Demo {
        records: demo.records / 2,
        ..demo
    };
    incidents::play(&services, &incidents, &staff, &officers, &mut |_| {})
        .await
        .unwrap();
    let mut conn = services.db.read().await.unwrap();
    census::work(&mut conn, demo.today).await.unwrap()
}

/// Whatever the seed and the day: something to look into and something to settle.
macro_rules! leaves_work {
    ($($name:ident: $seed:literal, $today:literal;)+) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            let standing = work(Demo { seed: $seed, ..demo(2000, $today) }).await;
            for state in ["open", "escalated-county"] {
                assert!(
                    standing.iter().any(|line| line.table == "follow_ups" && line.state == state),
                    "{state}: {standing:#?}"
                );
            }
        }
    )+};
}

leaves_work! {
    work_is_left_after_a_holiday: 2, "2026-10-08";
    work_is_left_in_a_year_that_is_not_announced: 7, "2027-03-01";
}

/// A bureau as a visitor should find it: work in every state, nearly all of it in time.
#[tokio::test(flavor = "multi_thread")]
async fn hardly_anything_is_overdue_and_every_state_is_there() {
    let standing = work(demo(2000, "2026-11-22")).await;
    let feedback = "accepted answered closed not-accepted passed-on received waiting-for-you withdrawn";
    for (table, states) in [
        ("feedback", feedback),
        ("demands", "released sent"),
        (
            "follow_ups",
            "open verified rectifying calling-back escalated-county closed-satisfied unfounded",
        ),
    ] {
        let of: Vec<_> = standing.iter().filter(|line| line.table == table).collect();
        for state in states.split(' ') {
            assert!(of.iter().any(|line| line.state == state), "{state}: {of:#?}");
        }
        let sum = |count: fn(&census::Standing) -> i64| of.iter().map(|line| count(line)).sum::<i64>();
        let (running, overdue) = (sum(|line| line.running), sum(|line| line.overdue));
        assert!(
            overdue <= 1 || overdue * 20 <= running,
            "{overdue} of {running}: {of:#?}"
        );
    }
}

#[tokio::test]
async fn decisions_for_measurements_are_long_different_and_the_same_at_every_call() {
    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    let rows: Vec<_> = decisions(&services, 300).await.unwrap().collect();
    let again: Vec<_> = decisions(&services, 300).await.unwrap().collect();
    assert_eq!((rows.len(), &rows), (300, &again));
    let keys: HashSet<String> = rows
        .iter()
        .map(|row| format!("{} {}", row["unit"], row["document_number"]))
        .collect();
    assert_eq!(keys.len(), 300);
    assert!(rows.iter().all(|row| row.to_string().chars().count() >= 400));
}
