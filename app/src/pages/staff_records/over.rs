//! Records that the public sees no longer: taken down, or at the end of their term.

use chrono::NaiveDate;
use domain::record::WithdrawalCode;
use leptos::prelude::*;

use crate::components::{Tone, day, day_text, notice};
use crate::{t, t_with};

/// Why a record that was public is so no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Over {
    /// Taken down.
    Withdrawn {
        /// On which day.
        on: NaiveDate,
        /// Why.
        code: WithdrawalCode,
        /// By whom; nobody where a command did.
        by: Option<String>,
    },
    /// 公示期满.
    Expired {
        /// The last day on which it was shown.
        until: NaiveDate,
    },
}

impl Over {
    /// Each fact with the key of its name.
    pub(super) fn facts(self) -> Vec<(&'static str, AnyView)> {
        match self {
            Self::Withdrawn { on, code, by } => vec![
                ("gone-on", day(on)),
                ("gone-reason", code.label().into_any()),
                (
                    "staff-records-withdrawn-by",
                    by.unwrap_or_else(|| t("staff-records-withdrawn-by-command"))
                        .into_any(),
                ),
            ],
            Self::Expired { until } => vec![("records-until", day(until))],
        }
    }

    /// What that means, in place of what policy says.
    pub(super) fn note(&self) -> AnyView {
        match self {
            Self::Withdrawn { on, code, .. } => {
                let facts = [("day", day_text(*on).into()), ("reason", code.label().into())];
                notice(Tone::Danger, t_with("staff-records-withdrawn-note", &facts))
            }
            Self::Expired { until } => {
                let until = [("day", day_text(*until).into())];
                notice(Tone::Neutral, t_with("staff-records-expired-on", &until))
            }
        }
    }
}
