//! The closed list of what can happen. Every change writes one event in its own transaction.

mod actor;
mod subject;

pub use actor::Actor;
pub use subject::SubjectKind;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::fmt::{self, Write as _};
use uuid::Uuid;

/// What happened, with the facts that belong to it and never a citizen's words or identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are named by what they hold")]
pub enum Event {
    /// A record came in by an import.
    RecordImported { batch: Uuid },
    /// An import brought other content for a record.
    RecordChanged { batch: Uuid },
    /// A publisher entered a record by hand.
    RecordEntered,
    /// A publisher gave a record a new original by hand.
    RecordMended { revision: i32 },
    /// A publisher masked a passage of a record that no rule found. The passage itself is in no event.
    RecordMaskingAdded { kind: String, reason: String },
    /// A publisher decided that what a rule masked may be shown.
    RecordMaskingRefused { kind: String, reason: String },
    /// A publisher left a passage to the rules again.
    RecordMaskingLeftToRules { kind: String },
    /// An original was submitted to legal review.
    RecordSubmitted { revision: i32 },
    /// Legal review let an original pass; `findable_meant` where the public text makes somebody findable and the reviewer
    /// said that it is meant.
    RecordApproved {
        revision: i32,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        findable_meant: bool,
    },
    /// Legal review sent an original back (打回).
    RecordSentBack { revision: i32, comment: String },
    /// An approved record becomes public by itself at an hour.
    RecordScheduled { at: DateTime<Utc> },
    /// It does not: a publisher thought better of it (`cancelled`), or whoever set the hour publishes no longer
    /// (`publisher-gone`).
    RecordUnscheduled { reason: String },
    /// A record became public, with the ground of the policy. `without_review` tells an import with `--publish`: the
    /// actor approved what it brought. `correction` tells what became of the text that the public saw before, and
    /// `in_name_only` that nothing is to be seen of it: the public is told the same, or sees no less.
    RecordPublished {
        version: i32,
        ground: String,
        #[serde(default)]
        without_review: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        correction: Option<String>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        in_name_only: bool,
    },
    /// The earlier public texts of a record were deleted.
    RecordVersionsForgotten { versions: u64 },
    /// Policy keeps a record from the public.
    RecordHeld { ground: String },
    /// A changed policy keeps a record from the public no longer: it is a draft again.
    RecordReleased { ground: String },
    /// A reviewer asked that a sealed record be shown.
    RecordExceptionProposed { ground: String },
    /// A leader consented, or did not.
    RecordExceptionAnswered { granted: bool, comment: Option<String> },
    /// A changed policy shows a record until another day, or without end.
    RecordTermChanged { until: Option<NaiveDate> },
    /// A public record was noted as one that must go.
    RecordWithdrawalOwed { ground: String, known_on: NaiveDate },
    /// That note was a mistake.
    RecordWithdrawalNotOwed { reason: String },
    /// A record was taken down.
    RecordWithdrawn { code: String },

    /// Somebody objected to a public record.
    ObjectionReceived { kind: String, record: String },
    /// The bureau answered an objection; `outcome` is what came of it, never the words.
    ObjectionAnswered { outcome: String },

    /// Somebody asked to be told of new records by mail. Neither address nor search is in any event.
    SubscriptionAsked,
    /// The owner of the mailbox confirmed.
    SubscriptionConfirmed,
    /// It comes at another pace.
    SubscriptionChanged { pace: String },
    /// It ended and was deleted: stopped, never confirmed (`lapsed`), or its mailbox takes no letters (`undeliverable`).
    SubscriptionEnded { reason: String },
    /// Public records were drawn for a spot check: so many of those in the frame, by the numbers of this seed.
    SpotCheckDrawn { drawn: u32, frame: u64, seed: String },
    /// Somebody laid the original of a drawn record beside its public text.
    SpotCheckOriginalRead { record: String },
    /// A drawn record was judged; `findings` are the kinds found, none where it is in order, and never the words.
    SpotCheckJudged { record: String, findings: Vec<String> },
    /// The desk said what came of a finding; never the words.
    SpotCheckFindingSettled {
        record: String,
        finding: String,
        outcome: String,
    },

    /// A case became one that its own people may look up.
    CaseImported,
    /// An import brought other stages, another unit or contact, or another query code.
    CaseChanged,

    /// A citizen sent feedback.
    FeedbackReceived {
        kind: String,
        queue: String,
        rule: String,
    },
    /// Accepted for handling.
    FeedbackAccepted,
    /// The unit asks the citizen something.
    FeedbackAsked,
    /// The citizen wrote again.
    FeedbackMessage,
    /// The unit answered.
    FeedbackAnswered,
    /// Sent back as wrongly assigned.
    FeedbackReturned {
        reason: String,
        from: String,
        to: String,
    },
    /// Given to another queue.
    FeedbackAssigned {
        from: String,
        to: String,
        reason: String,
    },
    /// Not accepted, with the reason told to the citizen.
    FeedbackNotAccepted { reason: String },
    /// Passed on to another body, with the pointer told to the citizen.
    FeedbackPassedOn { reason: String, to: String },
    /// Closed with an outcome.
    FeedbackClosed { outcome: String },
    /// Taken back by the citizen.
    FeedbackWithdrawn,
    /// A unit was found to be concerned: it must not see the case.
    FeedbackConcerned { unit: String },
    /// Somebody who sees de-identified text by default read the original.
    FeedbackOriginalRead,
    /// A clock was computed anew because a year's holidays were announced.
    ClockRecomputed {
        clock: String,
        from: NaiveDate,
        to: NaiveDate,
    },
    /// The custodian opened an identity.
    IdentityOpened { reason: String },
    /// Delivery contacts were exported or used.
    ContactUsed { purpose: String },

    /// A demand was put to a unit.
    DemandSent { unit: String, kind: String },
    /// The unit answered the demand.
    DemandAnswered,
    /// The centre sent the answer back to be mended.
    DemandSentBack { reason: String },
    /// The centre released the answer.
    DemandReleased,

    /// An invitation was made.
    InvitationMade { round: i32, attempt: i32 },
    /// Invitations were exported for the SMS gateway.
    InvitationExported,
    /// The person rated.
    Rated { round: i32, level: i32 },
    /// The person wants no callbacks.
    OptedOut,
    /// A follow-up was opened.
    FollowUpOpened { queue: String },
    /// The follow-up was verified or not.
    FollowUpDecided { decision: String },

    /// A unit was made.
    UnitCreated { code: String, by_import: bool },
    /// A unit's particulars changed.
    UnitChanged,
    /// An officer became known; of a leader, complaints go outside the bureau.
    OfficerAdded { is_leader: bool },
    /// An officer's particulars changed.
    OfficerChanged { is_leader: bool },
    /// A publisher said why document numbers of the unit are missing.
    NumbersExplained {
        word: String,
        year: i32,
        first: u32,
        last: u32,
        cause: String,
        reason: String,
    },
    /// And took that back.
    NumbersReopened {
        word: String,
        year: i32,
        first: u32,
        last: u32,
    },
    /// A staff account was made.
    UserCreated { role: String },
    /// A staff account was disabled.
    UserDisabled,
    /// A password was set anew.
    PasswordReset,
    /// Signed in.
    SignedIn,
    /// A wrong password.
    SignInFailed,
    /// Signed out.
    SignedOut,

    /// An import run was released or dropped.
    ImportFinished {
        outcome: String,
        read: i64,
        rejected: i64,
    },
    /// A year's holidays were imported.
    CalendarImported { year: i32 },
    /// The bureau set rules of its own; `rules` is their JSON.
    RulesChanged { name: String, rules: String },
    /// The bureau was named.
    BureauNamed { name: String },
    /// A demo was loaded.
    DemoLoaded { seed: i64 },
}

impl Event {
    /// The words with which somebody gave the reason: free text, in which anything may stand.
    pub fn reason_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::FeedbackReturned { reason, .. }
            | Self::FeedbackAssigned { reason, .. }
            | Self::FeedbackNotAccepted { reason }
            | Self::FeedbackPassedOn { reason, .. }
            | Self::IdentityOpened { reason }
            | Self::DemandSentBack { reason } => Some(reason),
            _ => None,
        }
    }

    /// The stable word of the event, as in the API's timeline.
    ///
    /// The variant's name in kebab case, which is the serde tag by `rename_all`.
    pub fn name(&self) -> String {
        let mut name = VariantName(String::new());
        // It fails by design: what an event holds is not to be written out.
        let _ = write!(name, "{self:?}");
        name.0
    }
}

/// Takes the first word of what is written, in kebab case, and refuses the rest.
struct VariantName(String);

impl fmt::Write for VariantName {
    fn write_str(&mut self, written: &str) -> fmt::Result {
        for c in written.chars() {
            if !c.is_ascii_alphanumeric() {
                return Err(fmt::Error);
            }
            if c.is_ascii_uppercase() && !self.0.is_empty() {
                self.0.push('-');
            }
            self.0.push(c.to_ascii_lowercase());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_tag_in_the_database() {
        for event in [
            Event::FeedbackAccepted,
            Event::Rated { round: 1, level: 5 },
            Event::OptedOut,
        ] {
            let json = serde_json::to_value(&event).unwrap();
            assert_eq!(json["event"], event.name());
        }
    }
}
