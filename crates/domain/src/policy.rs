//! Publication policy: dated rules, as data, that say what may be shown, for how long, and on what ground.

mod checked;
mod condition;
mod public_security;

pub use condition::Condition;
pub use public_security::is_public_security;

use crate::record::{Content, Withhold};
use crate::words::words;
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

words! {
    /// What the policy allows, lenient to strict.
    Decision {
        /// Published, every text masked.
        Publish = "publish", "公开";
        /// Published with the party's name masked too.
        PublishMasked = "publish-masked", "隐名公开";
        /// Held: only aggregates may ever appear.
        Sealed = "sealed", "封存";
        /// Never public.
        Never = "never", "不得公开";
    }
}

impl Decision {
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
    /// First to last; at least one.
    #[serde(deserialize_with = "checked::rules")]
    pub rules: Vec<Rule>,
    /// First to last.
    #[serde(deserialize_with = "checked::items")]
    pub terms: Vec<Term>,
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
mod tests;
