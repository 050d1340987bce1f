//! Publication policy: dated rules, as data, that say what may be shown, for how long, and on what ground.

mod condition;
mod public_security;

pub use condition::Condition;
pub use public_security::is_public_security;

use crate::record::{Content, Withhold};
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The longest ground, in characters.
const LONGEST_GROUND: usize = 200;
/// Nothing is shown for longer than a person's life, in months.
const LONGEST_TERM: u32 = 1200;

/// What the policy allows, lenient to strict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

impl Decision {
    /// The word in files and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::PublishMasked => "publish-masked",
            Self::Sealed => "sealed",
            Self::Never => "never",
        }
    }

    /// Whether the public may see the record.
    pub const fn shows(self) -> bool {
        matches!(self, Self::Publish | Self::PublishMasked)
    }
}

/// A decision with its legal ground, which is kept with the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling<'a> {
    /// What is allowed.
    pub decision: Decision,
    /// Law and article, in Chinese.
    pub ground: Cow<'a, str>,
}

/// One dated rule: applies to decisions in `[from, until)` that meet its condition; the first that applies wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// First day of decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The day after the last day of decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Which records.
    #[serde(default)]
    pub when: Condition,
    /// What is allowed.
    pub decision: Decision,
    /// Law and article, in Chinese.
    pub ground: String,
}

impl Rule {
    fn applies(&self, content: &Content, on: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= on)
            && self.until.is_none_or(|until| on < until)
            && self.when.is_met_by(content)
    }
}

/// How long records are shown (公示期): so many months from publication. The first that applies wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Which records.
    #[serde(default)]
    pub when: Condition,
    /// How long.
    pub months: u32,
    /// The rule that says so, in Chinese.
    pub ground: String,
}

/// The policy of a bureau. What `withhold` marks is never shown, whatever it says: the law leaves no choice there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// First to last.
    pub rules: Vec<Rule>,
    /// First to last.
    pub terms: Vec<Term>,
}

/// What cannot be a policy, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Nothing could ever be public.
    #[error("公开政策里没有一条规则，所有记录都不会公开。请至少写一条规则。")]
    NoRule,
    /// A rule without its law.
    #[error("{0}没有写依据，或者依据超过 {LONGEST_GROUND} 个字。请在 ground 里写明法律和条款。")]
    Ground(String),
    /// A rule for no day.
    #[error("第 {0} 条规则的 until（{2}）不晚于 from（{1}），对哪一天都不适用。请改正日期。")]
    NoDay(usize, NaiveDate, NaiveDate),
    /// A term of no length, or an endless one.
    #[error("第 {0} 个公示期的月数（{1}）不在 1 到 {LONGEST_TERM} 之间。请改正 months。")]
    Months(usize, u32),
}

impl Default for Policy {
    /// The policy that stands where a bureau sets none: 治安 on a person decided from 2026-01-01 is sealed, another
    /// person is published masked, the rest published with every text masked; what the case system says of the term
    /// holds.
    fn default() -> Self {
        let rule = |from, when, decision, ground: &str| Rule {
            from,
            until: None,
            when,
            decision,
            ground: ground.to_owned(),
        };
        Self {
            rules: vec![
                rule(
                    NaiveDate::from_ymd_opt(2026, 1, 1),
                    Condition {
                        public_security: Some(true),
                        ..Condition::personal()
                    },
                    Decision::Sealed,
                    "违反治安管理的记录应当予以封存（治安管理处罚法第一百三十六条）",
                ),
                rule(
                    None,
                    Condition::personal(),
                    Decision::PublishMasked,
                    "自然人隐名公开（公安机关执法公开规定第十四条、第十五条）",
                ),
                rule(
                    None,
                    Condition::default(),
                    Decision::Publish,
                    "依法公开（公安机关执法公开规定第十二条、国办发〔2018〕118号）",
                ),
            ],
            terms: Vec::new(),
        }
    }
}

impl Policy {
    /// Whether it can be applied: what a person wrote may be a slip.
    pub fn check(&self) -> Result<(), PolicyError> {
        if self.rules.is_empty() {
            return Err(PolicyError::NoRule);
        }
        for (place, rule) in (1..).zip(&self.rules) {
            check_ground(&rule.ground, || format!("第 {place} 条规则"))?;
            if let (Some(from), Some(until)) = (rule.from, rule.until)
                && until <= from
            {
                return Err(PolicyError::NoDay(place, from, until));
            }
        }
        for (place, term) in (1..).zip(&self.terms) {
            check_ground(&term.ground, || format!("第 {place} 个公示期"))?;
            if !(1..=LONGEST_TERM).contains(&term.months) {
                return Err(PolicyError::Months(place, term.months));
            }
        }
        Ok(())
    }

    /// What may be shown of `content`. Undated, the strictest among the rules that match it on some date; a
    /// rule that could match it on no date never counts.
    pub fn rule_on(&self, content: &Content) -> Ruling<'_> {
        if let Some(withhold) = content.withhold {
            return withheld(withhold);
        }
        match content.decided_on {
            Some(on) => self.on(content, on),
            None => self
                .days_that_differ()
                .map(|on| self.on(content, on))
                .max_by_key(|ruling| ruling.decision)
                .expect("there is always one day to try"),
        }
    }

    fn on(&self, content: &Content, on: NaiveDate) -> Ruling<'_> {
        let rule = self.rules.iter().find(|rule| rule.applies(content, on));
        rule.map_or_else(
            || never("没有适用的公开规则，不公开"),
            |rule| Ruling {
                decision: rule.decision,
                ground: Cow::Borrowed(&rule.ground),
            },
        )
    }

    /// One day before, and one on, every date at which a rule begins or ends.
    fn days_that_differ(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let edges = self
            .rules
            .iter()
            .flat_map(|rule| [rule.from, rule.until])
            .flatten();
        edges
            .flat_map(|edge| [edge - Days::new(1), edge])
            .chain([NaiveDate::default()])
    }

    /// The last day on which a record is shown that was first published on `published_on`: what the case system
    /// says, or the term of the policy where that ends earlier.
    pub fn publish_until(&self, content: &Content, published_on: NaiveDate) -> Option<NaiveDate> {
        let term = self.terms.iter().find(|term| term.when.is_met_by(content));
        let ends = term.and_then(|term| published_on.checked_add_months(Months::new(term.months)));
        content.publish_until.into_iter().chain(ends).min()
    }
}

fn check_ground(ground: &str, what: impl Fn() -> String) -> Result<(), PolicyError> {
    if ground.trim().is_empty() || ground.chars().count() > LONGEST_GROUND {
        return Err(PolicyError::Ground(what()));
    }
    Ok(())
}

fn withheld(why: Withhold) -> Ruling<'static> {
    never(match why {
        Withhold::Minor => {
            "被处罚人系未成年人，不公开（公安机关执法公开规定第十三条、未成年人保护法第一百零三条）"
        }
        Withhold::Secret => "涉及国家秘密或者警务工作秘密，不公开（公安机关执法公开规定第十三条）",
        Withhold::Decency => "内容有伤风化，不公开（公安机关执法公开规定第十五条）",
    })
}

const fn never(ground: &'static str) -> Ruling<'static> {
    Ruling {
        decision: Decision::Never,
        ground: Cow::Borrowed(ground),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ruling(json: serde_json::Value) -> Decision {
        let mut object = serde_json::json!({"kind": "penalty", "title": "t"});
        object
            .as_object_mut()
            .unwrap()
            .extend(json.as_object().unwrap().clone());
        Policy::default()
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

    #[test]
    fn a_term_ends_what_is_shown_and_never_makes_it_longer() {
        let policy: Policy =
            serde_json::from_str(r#"{"terms":[{"when":{"personal":true},"months":24,"ground":"本局规定"}]}"#)
                .unwrap();
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let content = |json| serde_json::from_value::<Content>(json).unwrap();
        let person = content(serde_json::json!({"kind": "penalty", "title": "t", "party_name": "张三"}));
        assert_eq!(
            policy.publish_until(&person, day(2024, 2, 29)),
            Some(day(2026, 2, 28))
        );
        let told = Content {
            publish_until: Some(day(2025, 1, 1)),
            ..person.clone()
        };
        assert_eq!(
            policy.publish_until(&told, day(2024, 2, 29)),
            Some(day(2025, 1, 1))
        );
        let body =
            content(serde_json::json!({"kind": "penalty", "title": "t", "party_name": "顺达保安有限公司"}));
        assert_eq!(policy.publish_until(&body, day(2024, 2, 29)), None);
    }

    #[test]
    fn an_empty_word_that_every_violation_holds_is_refused_where_it_stands() {
        let read = |word: &str| {
            let text = format!(
                "{{\"rules\": [\n {{\"decision\": \"publish\", \"ground\": \"法\",\n  \"when\": {{\"violations\": [\"赌博\", \"{word}\"]}}}}\n]}}"
            );
            serde_json::from_str::<Policy>(&text)
        };
        assert!(read("酒驾").is_ok());
        for blank in ["", " ", "\u{3000}"] {
            let error = read(blank).unwrap_err();
            assert!(error.to_string().contains("空的词"), "{error}");
            assert_eq!(error.line(), 3, "{error}");
        }
    }

    #[test]
    fn a_slip_is_told_with_its_place() {
        let check = |json: &str| serde_json::from_str::<Policy>(json).unwrap().check();
        assert_eq!(Policy::default().check(), Ok(()));
        assert_eq!(check(r#"{"rules":[]}"#), Err(PolicyError::NoRule));
        assert!(matches!(
            check(r#"{"rules":[{"decision":"publish","ground":" "}]}"#),
            Err(PolicyError::Ground(_))
        ));
        assert!(matches!(
            check(
                r#"{"rules":[{"from":"2026-01-01","until":"2026-01-01","decision":"never","ground":"法"}]}"#
            ),
            Err(PolicyError::NoDay(1, ..))
        ));
        assert_eq!(
            check(r#"{"terms":[{"months":0,"ground":"法"}]}"#),
            Err(PolicyError::Months(1, 0))
        );
    }

    proptest! {
        #[test]
        fn no_policy_shows_what_is_withheld(policy in policies(), decided in days(), withhold in 0..3usize) {
            let content = Content {
                withhold: Some(Withhold::ALL[withhold]),
                decided_on: decided,
                ..serde_json::from_value(serde_json::json!({"kind": "penalty", "title": "t"})).unwrap()
            };
            prop_assert_eq!(policy.rule_on(&content).decision, Decision::Never);
        }

        #[test]
        fn an_undated_record_is_ruled_on_no_milder_than_on_any_day(policy in policies(), on in days()) {
            let undated: Content = serde_json::from_value(serde_json::json!({"kind": "penalty", "title": "t"})).unwrap();
            let dated = Content { decided_on: on, ..undated.clone() };
            if on.is_some() {
                prop_assert!(policy.rule_on(&undated).decision >= policy.rule_on(&dated).decision);
            }
        }
    }

    fn days() -> impl Strategy<Value = Option<NaiveDate>> {
        let day = (2020..2030i32, 1..=12u32, 1..=28u32);
        prop::option::of(day.prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap()))
    }

    fn policies() -> impl Strategy<Value = Policy> {
        let decisions = vec![
            Decision::Publish,
            Decision::PublishMasked,
            Decision::Sealed,
            Decision::Never,
        ];
        let rule = (
            days(),
            days(),
            prop::sample::select(decisions),
            any::<Option<bool>>(),
        );
        let rule = rule.prop_map(|(from, until, decision, personal)| Rule {
            from,
            until,
            when: Condition {
                personal,
                ..Condition::default()
            },
            decision,
            ground: "法".to_owned(),
        });
        prop::collection::vec(rule, 0..6).prop_map(|rules| Policy {
            rules,
            terms: Vec::new(),
        })
    }
}
