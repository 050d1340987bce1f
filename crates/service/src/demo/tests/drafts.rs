//! The records that are made up, before anything is stored.

use super::*;
use crate::demo::penalty::new_law;
use crate::records::decide;
use domain::masking::choice::Choices;
use domain::policy::Policy;
use domain::record::{PartyType, PenaltyKind, RecordKind, Withhold};
use std::collections::BTreeSet;
use storage::records::Decision;

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
