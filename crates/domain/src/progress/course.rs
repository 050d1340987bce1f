//! The stages of a case by its kind.

use crate::field_error::FieldError;
use crate::words::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

words! {
    /// A compulsory measure (刑事诉讼法 第一编第六章): its kind alone is told.
    Measure {
        /// 拘传.
        Summons = "summons", "拘传";
        /// 取保候审.
        Bail = "bail", "取保候审";
        /// 监视居住.
        Surveillance = "surveillance", "监视居住";
        /// 拘留.
        Detention = "detention", "拘留";
        /// 逮捕.
        Arrest = "arrest", "逮捕";
    }

    /// How a criminal case leaves the police.
    CriminalEnd {
        /// 移送审查起诉.
        Transferred = "transferred", "移送审查起诉";
        /// 终止侦查.
        Terminated = "terminated", "终止侦查";
        /// 撤销案件.
        Dropped = "dropped", "撤销案件";
    }

    /// 办理结果 of an administrative case (公安机关办理行政案件程序规定 第一百七十二条 and others).
    Conclusion {
        /// 行政处罚.
        Penalty = "penalty", "已作出行政处罚决定";
        /// 不予行政处罚.
        NoPenalty = "no-penalty", "决定不予行政处罚";
        /// 调解.
        Settled = "settled", "已调解处理";
        /// 终止调查.
        Terminated = "terminated", "终止调查";
        /// 移送, also into a criminal case.
        Referred = "referred", "移送其他机关或者转为刑事案件";
    }
}

/// How far a case has come, by its kind; each stage with its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Course {
    /// 刑事案件.
    Criminal {
        /// 立案.
        filed_on: NaiveDate,
        /// The newest compulsory measure.
        measure: Option<(Measure, NaiveDate)>,
        /// How it left the police.
        end: Option<(CriminalEnd, NaiveDate)>,
    },
    /// 行政案件.
    Administrative {
        /// 受案.
        accepted_on: NaiveDate,
        /// 办理结果.
        conclusion: Option<(Conclusion, NaiveDate)>,
    },
}

/// One stage, as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// 立案.
    Filed,
    /// 采取强制措施.
    Measure(Measure),
    /// See [`CriminalEnd`].
    Ended(CriminalEnd),
    /// 受案.
    Accepted,
    /// See [`Conclusion`].
    Concluded(Conclusion),
}

impl Course {
    /// 刑事案件 or 行政案件.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Criminal { .. } => "刑事案件",
            Self::Administrative { .. } => "行政案件",
        }
    }

    /// The stages with their days, first to last.
    pub fn stages(&self) -> Vec<(Stage, NaiveDate)> {
        let mut stages = match *self {
            Self::Criminal {
                filed_on,
                measure,
                end,
            } => {
                let measure = measure.map(|(kind, on)| (Stage::Measure(kind), on));
                let end = end.map(|(end, on)| (Stage::Ended(end), on));
                [Some((Stage::Filed, filed_on)), measure, end]
            }
            Self::Administrative {
                accepted_on,
                conclusion,
            } => {
                let conclusion = conclusion.map(|(what, on)| (Stage::Concluded(what), on));
                [Some((Stage::Accepted, accepted_on)), conclusion, None]
            }
        }
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
        stages.sort_by_key(|(_, on)| *on);
        stages
    }

    /// Checks that nothing happened before the case began or after `today`.
    pub fn check(self, today: NaiveDate) -> Result<Self, FieldError> {
        let (began, field) = match self {
            Self::Criminal { filed_on, .. } => (filed_on, "filed_on"),
            Self::Administrative { accepted_on, .. } => (accepted_on, "accepted_on"),
        };
        for (stage, on) in self.stages() {
            let column = stage.column();
            if on > today {
                return Err(FieldError::in_the_future(column, stage.what()));
            }
            if on < began {
                let reason = format!(
                    "{}不能早于案件开始的日期（{field} {began}），请核对",
                    stage.what()
                );
                return Err(FieldError::new(column, "too-early", reason));
            }
        }
        Ok(self)
    }
}

impl Stage {
    /// The column of its day in a file.
    pub const fn column(self) -> &'static str {
        match self {
            Self::Filed => "filed_on",
            Self::Measure(_) => "measure_on",
            Self::Ended(_) => "end_on",
            Self::Accepted => "accepted_on",
            Self::Concluded(_) => "conclusion_on",
        }
    }

    /// The name of its day in messages.
    const fn what(self) -> &'static str {
        match self {
            Self::Filed => "立案日期",
            Self::Measure(_) => "强制措施日期",
            Self::Ended(_) => "侦查终了日期",
            Self::Accepted => "受案日期",
            Self::Concluded(_) => "办结日期",
        }
    }

    /// The name in the interface.
    pub fn label(self) -> String {
        match self {
            Self::Filed => "立案".to_owned(),
            Self::Measure(kind) => format!("采取强制措施：{}", kind.label()),
            Self::Ended(end) => end.label().to_owned(),
            Self::Accepted => "受案".to_owned(),
            Self::Concluded(conclusion) => conclusion.label().to_owned(),
        }
    }
}
