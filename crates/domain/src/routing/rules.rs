//! The rules of routing: dated data that a bureau may replace.

use crate::feedback::FeedbackKind;
use crate::unit::UnitCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where a rule sends a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Queue {
    /// The unit it is about; the centre when it is about none.
    OwnUnit,
    /// The unit with this code.
    Code(String),
}

/// One rule; the first that matches decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name, kept with every case it decided.
    pub name: String,
    /// In force from this day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// In force until this day, inclusive.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// The kinds it is for.
    pub kinds: Vec<FeedbackKind>,
    /// Only when an officer is named in the form's field.
    #[serde(default)]
    pub names_officer: bool,
    /// Only when the text names a leader.
    #[serde(default)]
    pub names_leader: bool,
    /// Only when title or account holds one of these words; empty: any text.
    #[serde(default)]
    pub words: Vec<String>,
    /// Where it sends the case.
    pub queue: Queue,
}

/// The rules, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoutingRules(pub Vec<Rule>);

/// Whether a rule of these dates, both inclusive, is in force.
pub(super) fn in_force(from: Option<NaiveDate>, until: Option<NaiveDate>, today: NaiveDate) -> bool {
    from.is_none_or(|from| from <= today) && until.is_none_or(|until| today <= until)
}

/// What rules look at.
pub(super) struct Case<'a> {
    pub(super) kind: FeedbackKind,
    pub(super) names_officer: bool,
    pub(super) names_leader: bool,
    pub(super) text: &'a str,
    pub(super) today: NaiveDate,
}

impl Rule {
    fn new(name: &str, kinds: &[FeedbackKind], queue: Queue) -> Self {
        Self {
            name: name.to_owned(),
            from: None,
            until: None,
            kinds: kinds.to_vec(),
            names_officer: false,
            names_leader: false,
            words: Vec::new(),
            queue,
        }
    }

    fn matches(&self, case: &Case<'_>) -> bool {
        in_force(self.from, self.until, case.today)
            && self.kinds.contains(&case.kind)
            && (!self.names_officer || case.names_officer)
            && (!self.names_leader || case.names_leader)
            && (self.words.is_empty() || self.words.iter().any(|word| case.text.contains(word.as_str())))
    }
}

impl Rule {
    /// Whether it looks for misconduct: what it finds accuses, whatever kind the citizen chose.
    pub(super) fn finds_misconduct(&self) -> bool {
        self.names_leader || self.names_officer || !self.words.is_empty()
    }
}

impl RoutingRules {
    pub(super) fn matching(&self, case: &Case<'_>) -> Option<&Rule> {
        self.0.iter().find(|rule| rule.matches(case))
    }
}

/// Words of 廉洁: taking, asking for or being offered favours.
const INTEGRITY: [&str; 20] = [
    "收钱",
    "收了钱",
    "要钱",
    "索要",
    "索贿",
    "受贿",
    "行贿",
    "红包",
    "好处费",
    "辛苦费",
    "吃请",
    "吃拿卡要",
    "收礼",
    "送礼",
    "回扣",
    "打招呼",
    "说情",
    "私分",
    "保护伞",
    "以权谋私",
];

impl Default for RoutingRules {
    /// The rules: misconduct to 督察 alone, whatever the citizen calls it, handling and attitude to
    /// 民意访评中心, the rest to the unit.
    fn default() -> Self {
        use FeedbackKind::{Complaint, Inquiry, Praise, Report, Suggestion};
        let inspection = || Queue::Code(UnitCode::INSPECTION.to_owned());
        let all_but_praise = [Complaint, Report, Inquiry, Suggestion];
        Self(vec![
            Rule {
                names_leader: true,
                ..Rule::new("names-a-leader", &all_but_praise, inspection())
            },
            Rule::new("report", &[Report], inspection()),
            Rule {
                names_officer: true,
                ..Rule::new("names-an-officer", &all_but_praise, inspection())
            },
            Rule {
                words: INTEGRITY.iter().map(|word| (*word).to_owned()).collect(),
                ..Rule::new("integrity", &all_but_praise, inspection())
            },
            Rule::new("to-the-unit", &[Inquiry, Suggestion, Praise], Queue::OwnUnit),
            Rule::new(
                "complaint",
                &[Complaint],
                Queue::Code(UnitCode::CENTER.to_owned()),
            ),
        ])
    }
}
