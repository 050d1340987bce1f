//! A drawn record of a check, and what was found in it.

use chrono::{DateTime, Utc};
use domain::ids::{RecordId, UnitId};
use domain::objection::RecordNow;
use domain::spot_check::{FindingKind, FindingStage, ItemStage, Waiting};

/// A drawn record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its place in the check, from 1.
    pub place: i32,
    /// The record.
    pub record: RecordId,
    /// `R-…`.
    pub reference: String,
    /// Whose it is.
    pub unit: UnitId,
    /// Whether legal review let the drawn text pass.
    pub reviewed: bool,
    /// The original behind the public text that was judged; until then behind the one that was drawn.
    pub revision: i32,
    /// The version of that text.
    pub version: i32,
    /// What has become of it since it was drawn, or judged.
    pub record_now: RecordNow,
    /// Where it stands.
    pub state: State,
}

/// Where a drawn record stands, with what is known of it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// To be judged.
    Waiting {
        /// The step that is next.
        waiting: Waiting,
        /// What the public sees of it.
        shown: Shown,
    },
    /// It left the public before anybody judged it.
    Left,
    /// Judged.
    Judged {
        /// By whom, by display name, and when.
        by: (String, DateTime<Utc>),
        /// What was seen; nothing where it is in order.
        words: Option<String>,
        /// What was found, in the order of the list.
        findings: Vec<Finding>,
        /// What the public sees of it, if anything.
        shown: Option<Shown>,
    },
}

impl Item {
    /// What the public sees of it, if anything.
    pub const fn shown(&self) -> Option<&Shown> {
        match &self.state {
            State::Waiting { shown, .. } => Some(shown),
            State::Left => None,
            State::Judged { shown, .. } => shown.as_ref(),
        }
    }

    /// What was found.
    pub fn findings(&self) -> &[Finding] {
        match &self.state {
            State::Waiting { .. } | State::Left => &[],
            State::Judged { findings, .. } => findings,
        }
    }

    /// Where it stands.
    pub fn stage(&self) -> ItemStage {
        match &self.state {
            State::Waiting { waiting, .. } => ItemStage::Waiting(waiting.clone()),
            State::Left => ItemStage::Left,
            State::Judged { .. } => ItemStage::Judged,
        }
    }
}

/// The public text of a drawn record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its title.
    pub title: String,
    /// 文号.
    pub document_number: Option<String>,
    /// Its version.
    pub version: i32,
    /// The original that it was made from.
    pub revision: i32,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which kind.
    pub kind: FindingKind,
    /// Where it stands.
    pub stage: FindingStage,
    /// Who settled it, by display name, and when.
    pub settled: Option<(String, DateTime<Utc>)>,
}
