//! What policy makes of an original, and the masked text that may be shown.

use chrono::NaiveDate;
use domain::masking::choice::{Choices, covered, is_same};
use domain::masking::{Kind, Masked, Masker, Profile};
use domain::policy::{Decision as Allowed, Policy, Ruling};
use domain::record::{Content, PartyType, ends_as_organization};
use std::borrow::Cow;
use storage::records::{Decision, Publication};

/// Where the party's name stands among the texts of a record that has one.
const PARTY_NAME: usize = 1;

/// Rules on `content` and, where it may be shown, masks every text whatever the type of the party
/// (公安机关执法公开规定 第十四条、第十五条). What people chose to show does not change the ruling: whether a person is
/// concerned is told by the rules and by what people chose to hide.
pub fn decide(policy: &Policy, content: &Content, choices: &Choices, today: NaiveDate) -> Decision {
    decide_with(policy, None, (content, choices), today)
}

/// The same with the ground of an exception that a leader granted: what the policy seals is shown masked.
pub(crate) fn decide_with(
    policy: &Policy,
    exception: Option<&str>,
    (content, choices): (&Content, &Choices),
    today: NaiveDate,
) -> Decision {
    let masks = Maskings::of(content, choices);
    let content = if masks.is_of_a_person {
        Cow::Owned(of_a_person(content))
    } else {
        Cow::Borrowed(content)
    };
    let Ruling { decision, ground } = policy.rule_on(&content);
    let (decision, ground) = match exception {
        Some(why) if decision == Allowed::Sealed => {
            (Allowed::PublishMasked, format!("经批准例外公开：{why}"))
        }
        _ => (decision, ground.into_owned()),
    };
    let ruling = decision.as_str();
    if !decision.shows() {
        return Decision::Hold { ruling, ground };
    }
    let published_on = content.published_on.unwrap_or(today);
    Decision::Publish(Box::new(Publication {
        masked: with_texts(&content, masks.made),
        personal: content.is_personal(),
        ruling,
        ground,
        published_on,
        publish_until: policy.publish_until(&content, published_on),
    }))
}

/// Whether a natural person stands among the parties, whatever type the case system gives: some call persons
/// organizations, and some name both in one field.
fn names_a_person(content: &Content, maskings: &[Masked]) -> bool {
    let (Some(name), Some(masked)) = (&content.party_name, maskings.get(PARTY_NAME)) else {
        return false;
    };
    let name: Vec<char> = name.chars().collect();
    let mut names = masked.spans.iter().filter(|span| span.kind == Kind::Name);
    names.any(|span| {
        span.start
            .checked_sub(1)
            .is_none_or(|before| is_between(name[before]))
            && ends_person(&name[span.end..])
    })
}

/// Whether a person's name ends before `rest`: with the item of the list, or before words in brackets that are no
/// branch of a shop.
fn ends_person(rest: &[char]) -> bool {
    match rest {
        [] => true,
        ['(' | '（' | '[' | '［' | '〔' | '【', inside @ ..] => {
            let said: String = inside
                .iter()
                .take_while(|c| !matches!(c, ')' | '）' | ']' | '］' | '〕' | '】'))
                .collect();
            !ends_as_organization(&said)
        }
        [next, ..] => is_between(*next),
    }
}

/// What stands between the parties of a list.
fn is_between(c: char) -> bool {
    c.is_whitespace() || "、，,；;/和与及".contains(c)
}

fn of_a_person(content: &Content) -> Content {
    Content {
        party_type: Some(match content.effective_party_type() {
            PartyType::Organization => PartyType::Person,
            other => other,
        }),
        ..content.clone()
    }
}

/// The text that may be shown: every field masked together, so that a person has one label in all of them;
/// keys of the case system and credit codes are left out.
fn with_texts(content: &Content, maskings: Vec<Masked>) -> Content {
    let mut masked = maskings.into_iter().map(|masked| masked.text);
    let mut out = content.clone();
    // The order is that of `Content::texts`.
    let mut next = |slot: &mut String| {
        if let Some(text) = masked.next() {
            *slot = text;
        }
    };
    next(&mut out.title);
    for slot in [
        &mut out.party_name,
        &mut out.violation,
        &mut out.facts,
        &mut out.penalty_text,
        &mut out.body,
    ] {
        slot.iter_mut().for_each(&mut next);
    }
    out.legal_basis.iter_mut().for_each(next);
    out.party_type = Some(content.effective_party_type());
    out.external_id = None;
    out.uscc = None;
    out.withhold = None;
    out
}

/// Every text masked, in the order of [`Content::texts`].
struct Maskings {
    /// As rules and people have it.
    made: Vec<Masked>,
    /// Whether a natural person stands among the parties.
    is_of_a_person: bool,
}

impl Maskings {
    fn of(content: &Content, choices: &Choices) -> Self {
        let strict = mask(content, choices.strictly(|_| false));
        let is_of_a_person = names_a_person(content, &strict);
        let parties = names_of_parties(content, &strict);
        let admitted = choices.strictly(|choice| !parties.iter().any(|name| is_same(name, &choice.passage)));
        let has_shown = admitted != choices.strictly(|_| false);
        let made = if has_shown {
            mask(content, admitted)
        } else {
            strict
        };
        Self { made, is_of_a_person }
    }
}

/// The names of the persons who are parties: whatever anybody chooses, they are masked (公安机关执法公开规定 第十四条).
fn names_of_parties(content: &Content, maskings: &[Masked]) -> Vec<String> {
    let (Some(name), Some(masked)) = (&content.party_name, maskings.get(PARTY_NAME)) else {
        return Vec::new();
    };
    if !(content.is_personal() || names_a_person(content, maskings)) {
        return Vec::new();
    }
    let chars: Vec<char> = name.chars().collect();
    let names = masked.spans.iter().filter(|span| span.kind == Kind::Name);
    names.map(|span| covered(span, &chars)).collect()
}

/// Every text masked as rules and people have it, with the places, in the order of [`Content::texts`].
pub fn maskings(content: &Content, choices: &Choices) -> Vec<Masked> {
    Maskings::of(content, choices).made
}

/// The names that are masked whatever anybody chooses.
pub fn always_masked(content: &Content) -> Vec<String> {
    names_of_parties(content, &mask(content, Choices::default()))
}

fn mask(content: &Content, choices: Choices) -> Vec<Masked> {
    let party = content
        .party_name
        .as_deref()
        .map(|name| (name, content.effective_party_type()));
    Masker::new(Profile::decision())
        .by(choices)
        .mask_record(&content.texts(), party)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::UserId;
    use domain::masking::choice::{Act, Choice};
    use uuid::Uuid;

    fn content(json: serde_json::Value) -> Content {
        serde_json::from_value(json).unwrap()
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 9).unwrap()
    }

    #[test]
    fn every_text_is_masked_and_internal_keys_are_left_out() {
        let original = content(serde_json::json!({
            "kind": "penalty", "title": "李小龙酒后驾驶机动车", "external_id": "A-1", "uscc": "91230500MA1B3N1N2M",
            "party_name": "李小龙", "party_type": "person", "decided_on": "2026-02-01", "violation": "酒后驾驶机动车",
            "facts": "李小龙，身份证号码11010519491231002X，电话13812345678，酒后驾驶机动车。",
            "legal_basis": ["《中华人民共和国道路交通安全法》第九十一条第一款"], "penalty_text": "对李小龙罚款1500元"
        }));
        let Decision::Publish(publication) =
            decide(&Policy::default(), &original, &Choices::default(), day())
        else {
            panic!("held")
        };
        let shown = serde_json::to_string(&publication.masked).unwrap();
        for secret in [
            "李小龙",
            "11010519491231002X",
            "13812345678",
            "A-1",
            "91230500MA1B3N1N2M",
        ] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        assert!(shown.contains("第九十一条第一款") && shown.contains("李某"));
        assert!(publication.personal);
        assert_eq!(publication.published_on, day());
    }

    #[test]
    fn a_person_that_the_case_system_calls_an_organization_is_a_person() {
        let original = content(serde_json::json!({
            "kind": "penalty", "title": "t", "party_name": "李小龙", "party_type": "organization",
            "violation": "酒后驾驶机动车", "decided_on": "2026-02-01"
        }));
        let Decision::Publish(publication) =
            decide(&Policy::default(), &original, &Choices::default(), day())
        else {
            panic!("held")
        };
        assert!(publication.personal && publication.ruling == "publish-masked");
        assert_eq!(publication.masked.party_type, Some(PartyType::Person));
        let beaten = Content {
            violation: Some("殴打他人".into()),
            ..original
        };
        assert!(matches!(
            decide(&Policy::default(), &beaten, &Choices::default(), day()),
            Decision::Hold { ruling: "sealed", .. }
        ));
    }

    #[test]
    fn a_person_among_the_parties_counts_in_every_place_and_a_shop_named_after_one_does_not() {
        let party = |name: &str, kind: Option<&str>| {
            content(serde_json::json!({
                "kind": "penalty", "title": "t", "party_name": name, "party_type": kind,
                "violation": "殴打他人", "decided_on": "2026-02-01"
            }))
        };
        for kind in [None, Some("organization")] {
            for name in [
                "张伟、双喜客运有限公司",
                "双喜客运有限公司、张伟",
                "双喜客运有限公司，张伟（时任经理）",
            ] {
                let held = decide(&Policy::default(), &party(name, kind), &Choices::default(), day());
                assert!(matches!(held, Decision::Hold { ruling: "sealed", .. }), "{name}");
            }
        }
        for name in [
            "双喜客运有限公司 13812345678",
            "双喜客运有限公司（黑C12345）",
            "明镜县城关镇人民路12号便民超市",
            "李记砂锅（明镜店）",
            "欧阳修文化传媒",
        ] {
            let Decision::Publish(publication) = decide(
                &Policy::default(),
                &party(name, Some("organization")),
                &Choices::default(),
                day(),
            ) else {
                panic!("{name} is held")
            };
            assert!(!publication.personal, "{name}");
        }
    }

    #[test]
    fn an_organization_keeps_its_name_and_its_type() {
        let original = content(serde_json::json!({
            "kind": "penalty", "title": "t", "party_name": "明镜县双喜客运有限公司", "party_type": "organization",
            "violation": "超员载客", "decided_on": "2026-02-01"
        }));
        let Decision::Publish(publication) =
            decide(&Policy::default(), &original, &Choices::default(), day())
        else {
            panic!("held")
        };
        assert!(!publication.personal && publication.ruling == "publish");
        assert_eq!(publication.masked.party_name, original.party_name);
    }

    #[test]
    fn public_security_on_a_person_from_2026_is_held() {
        let original = content(serde_json::json!({
            "kind": "penalty", "title": "t", "party_name": "李小龙", "violation": "殴打他人", "decided_on": "2026-02-01"
        }));
        assert!(matches!(
            decide(&Policy::default(), &original, &Choices::default(), day()),
            Decision::Hold { ruling: "sealed", .. }
        ));
    }

    fn chosen(passage: &str, act: Act) -> Choices {
        let choice = Choice::parse((passage, act, "核对过原文"), UserId(Uuid::nil()), day());
        Choices::default().with(choice.unwrap())
    }

    #[test]
    fn the_name_of_a_party_is_masked_whatever_anybody_chose_and_a_witness_may_be_shown() {
        let original = content(serde_json::json!({
            "kind": "penalty", "title": "李小龙酒后驾驶机动车", "party_name": "李小龙", "decided_on": "2026-02-01",
            "violation": "酒后驾驶机动车", "facts": "李小龙酒后驾驶机动车，有证人王大力的证言。"
        }));
        let facts = |choices: &Choices| {
            let Decision::Publish(publication) = decide(&Policy::default(), &original, choices, day()) else {
                panic!("held")
            };
            assert!(publication.personal);
            publication.masked.facts.unwrap()
        };
        let party = chosen("李小龙", Act::Show(Kind::Name));
        assert_eq!(facts(&party), facts(&Choices::default()));
        assert!(always_masked(&original) == ["李小龙"]);
        let witness = facts(&chosen("王大力", Act::Show(Kind::Name)));
        assert!(witness.contains("王大力") && !witness.contains("李小龙"));
    }

    #[test]
    fn a_party_that_people_say_is_a_person_is_ruled_on_as_one() {
        let original = content(serde_json::json!({
            "kind": "penalty", "title": "t", "party_name": "小二黑", "party_type": "organization",
            "violation": "殴打他人", "decided_on": "2026-02-01"
        }));
        let hidden = chosen("小二黑", Act::Hide(Kind::Name));
        assert!(matches!(
            decide(&Policy::default(), &original, &hidden, day()),
            Decision::Hold { ruling: "sealed", .. }
        ));
    }
}
