//! Publication policy: dated rules that say what may be shown, and on what ground.

mod public_security;

pub use public_security::is_public_security;

use crate::record::{Content, Withhold};
use chrono::{Days, NaiveDate};

/// What the policy allows, lenient to strict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Published, every text masked.
    Publish,
    /// Published with the party's name masked too.
    PublishMasked,
    /// Held: only aggregates may ever appear.
    Sealed,
    /// Never public.
    Never,
}

/// A decision with its legal ground, which is kept with the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    /// What is allowed.
    pub decision: Decision,
    /// Law and article, in Chinese.
    pub ground: &'static str,
}

/// One dated rule: applies to decisions in `[from, until)` that it matches; the first matching rule wins.
struct Rule {
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    matches: fn(&Content) -> bool,
    ruling: Ruling,
}

impl Rule {
    fn applies(&self, content: &Content, on: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= on)
            && self.until.is_none_or(|until| on < until)
            && (self.matches)(content)
    }
}

/// The rules in force.
pub struct Policy(Vec<Rule>);

impl Policy {
    /// The first policy (contract): 治安 on a person decided from 2026-01-01 is sealed, `withhold` is never
    /// shown, another person is published masked, the rest published with every text masked.
    pub fn first() -> Self {
        let rule = |from, matches, decision, ground| Rule {
            from,
            until: None,
            matches,
            ruling: Ruling { decision, ground },
        };
        Self(vec![
            rule(
                None,
                |c| matches!(c.withhold, Some(Withhold::Minor)),
                Decision::Never,
                "被处罚人系未成年人，不公开（公安机关执法公开规定第十三条、未成年人保护法第一百零三条）",
            ),
            rule(
                None,
                |c| matches!(c.withhold, Some(Withhold::Secret)),
                Decision::Never,
                "涉及国家秘密或者警务工作秘密，不公开（公安机关执法公开规定第十三条）",
            ),
            rule(
                None,
                |c| matches!(c.withhold, Some(Withhold::Decency)),
                Decision::Never,
                "内容有伤风化，不公开（公安机关执法公开规定第十五条）",
            ),
            rule(
                NaiveDate::from_ymd_opt(2026, 1, 1),
                |c| c.is_personal() && is_public_security(c),
                Decision::Sealed,
                "违反治安管理的记录应当予以封存（治安管理处罚法第一百三十六条）",
            ),
            rule(
                None,
                Content::is_personal,
                Decision::PublishMasked,
                "自然人隐名公开（公安机关执法公开规定第十四条、第十五条）",
            ),
            rule(
                None,
                |_| true,
                Decision::Publish,
                "依法公开（公安机关执法公开规定第十二条、国办发〔2018〕118号）",
            ),
        ])
    }

    /// What may be shown of `content`. Undated, the strictest among the rules that match it on some date; a
    /// rule that could match it on no date never counts.
    pub fn rule_on(&self, content: &Content) -> Ruling {
        match content.decided_on {
            Some(on) => self.on(content, on),
            None => self
                .days_that_differ()
                .map(|on| self.on(content, on))
                .max_by_key(|ruling| ruling.decision)
                .expect("there is always one day to try"),
        }
    }

    fn on(&self, content: &Content, on: NaiveDate) -> Ruling {
        let unmatched = Ruling {
            decision: Decision::Never,
            ground: "没有适用的公开规则，不公开",
        };
        self.0
            .iter()
            .find(|rule| rule.applies(content, on))
            .map_or(unmatched, |rule| rule.ruling)
    }

    /// One day before, and one on, every date at which a rule begins or ends.
    fn days_that_differ(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let edges = self.0.iter().flat_map(|rule| [rule.from, rule.until]).flatten();
        edges
            .flat_map(|edge| [edge - Days::new(1), edge])
            .chain([NaiveDate::default()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ruling(json: serde_json::Value) -> Decision {
        let mut object = serde_json::json!({"kind": "penalty", "title": "t"});
        object
            .as_object_mut()
            .unwrap()
            .extend(json.as_object().unwrap().clone());
        Policy::first()
            .rule_on(&serde_json::from_value(object).unwrap())
            .decision
    }

    #[test]
    fn public_security_decisions_on_persons_are_sealed_from_2026() {
        let fight = |on| serde_json::json!({"party_name": "张三", "violation": "殴打他人", "decided_on": on});
        assert_eq!(ruling(fight("2025-12-31")), Decision::PublishMasked);
        assert_eq!(ruling(fight("2026-01-01")), Decision::Sealed);
    }

    #[test]
    fn an_undated_record_takes_the_strictest_rule_that_could_match_it() {
        assert_eq!(
            ruling(serde_json::json!({"party_name": "张三", "violation": "殴打他人"})),
            Decision::Sealed
        );
        assert_eq!(
            ruling(serde_json::json!({"party_name": "张三", "violation": "酒后驾驶"})),
            Decision::PublishMasked
        );
        assert_eq!(
            ruling(serde_json::json!({"party_name": "顺达保安有限公司", "violation": "殴打他人"})),
            Decision::Publish
        );
    }

    #[test]
    fn what_is_withheld_is_never_shown() {
        let json = serde_json::json!({"party_name": "顺达保安有限公司", "withhold": "minor", "decided_on": "2020-01-01"});
        assert_eq!(ruling(json), Decision::Never);
    }

    #[test]
    fn a_citation_makes_a_record_public_security() {
        let json = serde_json::json!({
            "party_name": "张三", "decided_on": "2026-05-01", "legal_basis": ["《中华人民共和国治安管理处罚法》第五十一条"]
        });
        assert_eq!(ruling(json), Decision::Sealed);
    }
}
