//! The rules that a bureau may set for itself, as JSON in `meta`: dated data, not code. Each is shown, replaced with
//! an event, and checked as a whole.

use crate::jobs::{self, Job};
use crate::search::SynonymRules;
use crate::services::Services;
use domain::callback::Settings;
use domain::deadline::Periods;
use domain::event::{Actor, Event, SubjectKind};
use domain::policy::Policy;
use domain::routing::{DeskRules, Queue, RoutingRules};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use storage::events::{self, When};
use storage::{Conn, meta, units};
use uuid::Uuid;

/// No period is longer, in days: a slip of the keyboard is no law.
const LONGEST: u64 = 1000;

/// Rules under a name.
pub(crate) trait Rules: Serialize + DeserializeOwned + Default {
    /// Which.
    const SET: RuleSet;
}

macro_rules! rule_sets {
    ($($(#[$doc:meta])* $set:ident($rules:ty): $key:literal, $label:literal;)+) => {
        /// What may be set.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum RuleSet {
            $($(#[$doc])* $set,)+
        }

        $(impl Rules for $rules {
            const SET: RuleSet = RuleSet::$set;
        })+

        impl RuleSet {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$set),+];

            /// The name on the command line and in the database.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$set => $key,)+
                }
            }

            /// What it is, for people.
            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$set => $label,)+
                }
            }

            /// The rules in full, with defaults for what `text` leaves out; the defaults alone without a text.
            fn read(self, text: Option<&str>) -> Result<Value, serde_json::Error> {
                match self {
                    $(Self::$set => full::<$rules>(text),)+
                }
            }
        }
    };
}

rule_sets! {
    /// Deadlines of feedback, demands, publication and withdrawal.
    Periods(Periods): "periods", "群众反映、公示和撤回的期限";
    /// Which feedback goes to which queue.
    Routing(RoutingRules): "routing-rules", "群众反映的分派规则";
    /// Links, follow-ups and rectifications.
    Callbacks(Settings): "callbacks", "回访、核查和整改的设置";
    /// What people say for what documents say.
    Synonyms(SynonymRules): "synonyms", "搜索用的俗语";
    /// What may be public, and for how long.
    Policy(Policy): "publication-policy", "公开政策";
    /// Who looks into bad ratings.
    Desks(DeskRules): "callback-desks", "差评由谁核查、由谁处置";
}

impl RuleSet {
    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|set| set.as_str() == text)
    }
}

/// Why rules were not replaced: what is wrong, then how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// Not JSON, or not of this shape.
    #[error("读不懂{}：{reason}。请以 mingjing rules show {} 的输出为样本改写。", .set.label(), .set.as_str())]
    Unreadable {
        /// Which.
        set: RuleSet,
        /// What the reader says.
        reason: String,
    },
    /// A number that can only be a slip.
    #[error("数值 {0} 过大，期限最长 {LONGEST} 天。请改小后重试。")]
    TooLong(u64),
    /// A rule names a unit that is not there.
    #[error("没有代码为“{0}”的单位。请改正规则里的单位代码，或先用 mingjing import units 导入单位。")]
    NoUnit(String),
    /// The database.
    #[error("数据库出错：{0}。请检查磁盘空间和数据库服务后重试。")]
    Database(#[from] storage::Error),
}

/// The rules in force; the defaults where a bureau has set nothing.
pub(crate) async fn in_force<T: Rules>(conn: &mut Conn) -> Result<T, storage::Error> {
    let key = T::SET.as_str();
    let Some(text) = meta::find(conn, key).await? else {
        return Ok(T::default());
    };
    Ok(serde_json::from_str(&text).unwrap_or_else(|error| {
        // Work goes on by the law's own rules: losing a citizen's words to a misspelt setting is worse.
        tracing::error!(key, %error, "rules cannot be read, the defaults are used");
        T::default()
    }))
}

/// The rules in force as JSON, and whether the bureau set them.
pub async fn show(services: &Services, set: RuleSet) -> Result<(Value, bool), RulesError> {
    let text = meta::find(&mut services.db.read().await?, set.as_str()).await?;
    let rules = set
        .read(text.as_deref())
        .map_err(|error| unreadable(set, &error))?;
    Ok((rules, text.is_some()))
}

/// Replaces the rules; `who` is the operating system's user.
pub async fn replace(services: &Services, set: RuleSet, text: &str, who: &str) -> Result<Value, RulesError> {
    let rules = set.read(Some(text)).map_err(|error| unreadable(set, &error))?;
    if let Some(number) = largest(&rules).filter(|number| *number > LONGEST) {
        return Err(RulesError::TooLong(number));
    }
    let mut tx = services.db.begin().await?;
    match set {
        RuleSet::Routing => ensure_units(&mut tx, text).await?,
        RuleSet::Policy => {
            jobs::enqueue(
                &mut tx,
                services,
                &Job::ApplyPolicy { after: None },
                services.clock.now(),
            )
            .await?;
        }
        RuleSet::Periods | RuleSet::Callbacks | RuleSet::Synonyms | RuleSet::Desks => {}
    }
    meta::set(&mut tx, set.as_str(), &rules.to_string()).await?;
    let event = Event::RulesChanged {
        name: set.as_str().to_owned(),
        rules: rules.to_string(),
    };
    let (subject, when) = ((SubjectKind::Portal, Uuid::nil()), When::At(services.clock.now()));
    events::append(
        &mut tx,
        subject,
        when,
        &Actor::System(format!("rules {who}")),
        &event,
    )
    .await?;
    tx.commit().await?;
    Ok(rules)
}

/// A publication policy that can be applied.
pub fn read_policy(text: &str) -> Result<Policy, RulesError> {
    serde_json::from_str(text).map_err(|error| unreadable(RuleSet::Policy, &error))
}

/// Rules in the database that cannot be read, so that the defaults are used instead.
pub async fn broken(conn: &mut Conn) -> Result<Vec<RulesError>, storage::Error> {
    let mut all = Vec::new();
    for set in RuleSet::ALL {
        let text = meta::find(conn, set.as_str()).await?;
        all.extend(
            set.read(text.as_deref())
                .err()
                .map(|error| unreadable(*set, &error)),
        );
    }
    Ok(all)
}

fn full<T: Rules>(text: Option<&str>) -> Result<Value, serde_json::Error> {
    let rules: T = text.map_or_else(|| Ok(T::default()), serde_json::from_str)?;
    serde_json::to_value(rules)
}

fn unreadable(set: RuleSet, error: &serde_json::Error) -> RulesError {
    let (line, column) = (error.line(), error.column());
    let told = error.to_string();
    let what = told.strip_suffix(&format!(" at line {line} column {column}"));
    RulesError::Unreadable {
        set,
        reason: match what {
            Some(what) => format!("第 {line} 行第 {column} 列附近：{what}"),
            None => told,
        },
    }
}

fn largest(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::Array(values) => values.iter().filter_map(largest).max(),
        Value::Object(fields) => fields.values().filter_map(largest).max(),
        _ => None,
    }
}

async fn ensure_units(conn: &mut Conn, text: &str) -> Result<(), RulesError> {
    let rules: RoutingRules =
        serde_json::from_str(text).map_err(|error| unreadable(RuleSet::Routing, &error))?;
    let known = units::all(conn).await?;
    let missing = rules.0.into_iter().find_map(|rule| match rule.queue {
        Queue::Code(code) if known.by_code(&code).is_none() => Some(code),
        Queue::Code(_) | Queue::OwnUnit => None,
    });
    missing.map_or(Ok(()), |code| Err(RulesError::NoUnit(code)))
}

#[cfg(test)]
mod tests;
