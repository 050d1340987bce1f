//! What a step at the workbench did, told at the top of the page that follows it.
//!
//! A step answers with a redirect whose address names it by a fixed word: nothing that anybody types is shown, and the
//! page may be asked for again.

use domain::feedback::Status;
use domain::publication::Stage;
use leptos::prelude::*;

use crate::components::{Tone, notice};
use crate::link::Query;
use crate::t;

/// The parameter of an address that names the step.
pub const PARAMETER: &str = "done";

macro_rules! steps {
    ($($name:ident = $word:literal $(then $key:literal at $href:literal)?;)+) => {
        /// A step that was taken; its text is `done-` with its word.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the text of each says what it is")]
        pub enum Done { $($name,)+ }

        impl Done {
            /// Every step.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in an address.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// Where the work goes on: address and key of its words.
            const fn next(self) -> Option<(&'static str, &'static str)> {
                match self { $(Self::$name => steps!(@next $($key, $href)?)),+ }
            }
        }
    };
    (@next) => { None };
    (@next $key:literal, $href:literal) => { Some(($href, $key)) };
}

steps! {
    Entered = "entered" then "done-next-step" at "#next-step";
    Mended = "mended" then "done-next-step" at "#next-step";
    Unchanged = "unchanged";
    Hidden = "hidden" then "done-next-step" at "#next-step";
    Shown = "shown" then "done-next-step" at "#next-step";
    LeftToRules = "left-to-rules" then "done-next-step" at "#next-step";
    Submitted = "submitted" then "done-next-draft" at "/staff/records?list=drafts";
    Approved = "approved" then "done-next-review" at "/staff/records?list=in-review";
    SentBack = "sent-back" then "done-next-review" at "/staff/records?list=in-review";
    ApprovedTogether = "approved-together";
    Published = "published" then "done-next-approved" at "/staff/records?list=approved";
    Held = "held" then "done-next-draft" at "/staff/records?list=drafts";
    Scheduled = "scheduled" then "done-next-approved" at "/staff/records?list=approved";
    Unscheduled = "unscheduled";
    Forgotten = "forgotten";
    Withdrawn = "withdrawn" then "done-next-withdrawal" at "/staff/records?list=to-withdraw";
    Owed = "owed";
    OwedStruck = "owed-struck";
    ExceptionProposed = "exception-proposed";
    ExceptionGranted = "exception-granted" then "done-next-exception" at "/staff/exceptions";
    ExceptionRefused = "exception-refused" then "done-next-exception" at "/staff/exceptions";
    GapExplained = "gap-explained";
    GapReopened = "gap-reopened";
    ObjectionAnswered = "objection-answered" then "done-next-objection" at "/staff/objections";
    CheckDrawn = "check-drawn";
    ItemJudged = "item-judged";
    FindingSettled = "finding-settled" then "done-next-finding" at "/staff/spot-checks/findings";
    CaseAccepted = "case-accepted" then "done-next-case" at "/staff/queue";
    CaseAsked = "case-asked" then "done-next-case" at "/staff/queue";
    CaseAnswered = "case-answered" then "done-next-case" at "/staff/queue";
    CaseClosed = "case-closed" then "done-next-case" at "/staff/queue";
    CaseRefused = "case-refused" then "done-next-case" at "/staff/queue";
    CasePassedOn = "case-passed-on" then "done-next-case" at "/staff/queue";
    CaseReturned = "case-returned";
    CaseAssigned = "case-assigned";
    CaseConcerned = "case-concerned";
    DemandSent = "demand-sent" then "done-next-case" at "/staff/queue";
    DemandAnswered = "demand-answered" then "done-next-case" at "/staff/queue";
    DemandReleased = "demand-released" then "done-next-case" at "/staff/queue";
    DemandSentBack = "demand-sent-back" then "done-next-case" at "/staff/queue";
    FollowUpNoted = "follow-up-noted" then "done-next-follow-up" at "/staff/callbacks";
    RectificationSent = "rectification-sent" then "done-next-follow-up" at "/staff/callbacks";
}

impl Done {
    /// The step that an address names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| step.as_str() == word)
    }

    /// The address of the page that tells of it.
    pub fn told_at(self, page: &Query) -> String {
        page.clone().set(PARAMETER, self.as_str()).href()
    }

    /// Whether a record that stands there may still be said to have just taken the step.
    pub const fn holds_at(self, stage: &Stage) -> bool {
        match self {
            Self::Entered
            | Self::Mended
            | Self::Hidden
            | Self::Shown
            | Self::LeftToRules
            | Self::ExceptionGranted => {
                matches!(stage, Stage::Prepared(_))
            }
            Self::Submitted => matches!(stage, Stage::Submitted(_)),
            Self::Approved | Self::Scheduled | Self::Unscheduled => matches!(stage, Stage::Approved(_)),
            Self::SentBack => matches!(stage, Stage::SentBack(_)),
            Self::Published => matches!(stage, Stage::Published(_)),
            Self::Held | Self::ExceptionProposed | Self::ExceptionRefused => {
                matches!(stage, Stage::Held(_))
            }
            Self::Withdrawn => matches!(stage, Stage::Withdrawn(_)),
            Self::Unchanged | Self::Forgotten | Self::Owed | Self::OwedStruck => true,
            _ => false,
        }
    }

    /// The same of a case of feedback.
    pub const fn holds_in(self, status: Status) -> bool {
        match self {
            Self::CaseAccepted => matches!(status, Status::Accepted),
            Self::CaseAsked => matches!(status, Status::WaitingForYou),
            Self::CaseAnswered => matches!(status, Status::Answered),
            Self::CaseClosed => matches!(status, Status::Closed(_)),
            Self::CaseRefused => matches!(status, Status::NotAccepted),
            Self::CasePassedOn => matches!(status, Status::PassedOn),
            Self::CaseReturned | Self::CaseAssigned | Self::CaseConcerned => true,
            _ => false,
        }
    }

    /// The message.
    pub(crate) fn view(self) -> AnyView {
        let next = self
            .next()
            .map(|(href, key)| view! { " " <a href=href>{t(key)}</a> });
        let words = view! { <p role="status">{t(&format!("done-{}", self.as_str()))} {next}</p> };
        view! { <div class="no-print">{notice(Tone::Ok, words)}</div> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn every_step_has_a_word_of_its_own_and_a_text() {
        for step in Done::ALL {
            assert_eq!(Done::parse(step.as_str()), Some(*step));
            let said = render(|| step.view());
            assert!(said.contains("role=\"status\""), "{said}");
        }
        assert_eq!(Done::parse("<b>"), None);
    }

    #[test]
    fn a_step_of_a_case_is_told_only_while_the_case_stands_there() {
        assert!(Done::CaseAnswered.holds_in(Status::Answered));
        assert!(!Done::CaseAnswered.holds_in(Status::Received));
        assert!(!Done::CaseAccepted.holds_in(Status::Withdrawn));
        assert!(Done::CaseAssigned.holds_in(Status::Received));
        assert!(!Done::Published.holds_in(Status::Answered));
    }

    #[test]
    fn the_address_names_the_step_once_and_keeps_what_it_asks_for() {
        let page = Query::new("/staff/records")
            .with("list", "in-review")
            .with("done", "x");
        assert_eq!(
            Done::ApprovedTogether.told_at(&page),
            "/staff/records?list=in-review&done=approved-together"
        );
    }
}
