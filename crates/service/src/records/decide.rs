//! What policy makes of an original, and the masked text that may be shown.

use chrono::NaiveDate;
use domain::masking::{Masked, Masker, Profile};
use domain::policy::{Decision as Allowed, Policy};
use domain::record::{Content, PartyType};
use std::borrow::Cow;
use storage::records::{Decision, Publication};

/// Rules on `content` and, where it may be shown, masks every text whatever the type of the party
/// (公安机关执法公开规定 第十四条、第十五条).
pub fn decide(content: &Content, today: NaiveDate) -> Decision {
    let mut masked = masked(content);
    // Case systems call some persons organizations; a name that had to be masked is a person's.
    let named_person = masked.party_name != content.party_name;
    let content = match content.party_type {
        Some(PartyType::Organization) if named_person => Cow::Owned(typed_by_name(content)),
        _ => Cow::Borrowed(content),
    };
    masked.party_type = Some(content.effective_party_type());
    let ruling = Policy::first().rule_on(&content);
    let ground = ruling.ground.to_owned();
    let ruling = match ruling.decision {
        Allowed::Publish => "publish",
        Allowed::PublishMasked => "publish-masked",
        Allowed::Sealed => {
            return Decision::Hold {
                ruling: "sealed",
                ground,
            };
        }
        Allowed::Never => {
            return Decision::Hold {
                ruling: "never",
                ground,
            };
        }
    };
    Decision::Publish(Box::new(Publication {
        masked,
        personal: named_person || content.is_personal(),
        ruling,
        ground,
        published_on: content.published_on.unwrap_or(today),
        publish_until: content.publish_until,
    }))
}

/// With the type of party that the name tells.
fn typed_by_name(content: &Content) -> Content {
    Content {
        party_type: None,
        ..content.clone()
    }
}

/// The text that may be shown: every field masked together, so that a person has one label in all of them;
/// keys of the case system and credit codes are left out.
pub fn masked(content: &Content) -> Content {
    let mut masked = maskings(content).into_iter().map(|masked| masked.text);
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

/// Every text masked, with the places, in the order of [`Content::texts`].
pub fn maskings(content: &Content) -> Vec<Masked> {
    let party = content
        .party_name
        .as_deref()
        .map(|name| (name, content.effective_party_type()));
    Masker::new(Profile::decision()).mask_record(&content.texts(), party)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let Decision::Publish(publication) = decide(&original, day()) else {
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
        let Decision::Publish(publication) = decide(&original, day()) else {
            panic!("held")
        };
        assert!(publication.personal && publication.ruling == "publish-masked");
        assert_eq!(publication.masked.party_type, Some(PartyType::Person));
        let beaten = Content {
            violation: Some("殴打他人".into()),
            ..original
        };
        assert!(matches!(
            decide(&beaten, day()),
            Decision::Hold { ruling: "sealed", .. }
        ));
    }

    #[test]
    fn an_organization_keeps_its_name_and_its_type() {
        let original = content(serde_json::json!({
            "kind": "penalty", "title": "t", "party_name": "明镜县双喜客运有限公司", "party_type": "organization",
            "violation": "超员载客", "decided_on": "2026-02-01"
        }));
        let Decision::Publish(publication) = decide(&original, day()) else {
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
            decide(&original, day()),
            Decision::Hold { ruling: "sealed", .. }
        ));
    }
}
