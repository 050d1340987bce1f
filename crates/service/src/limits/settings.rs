//! Which actions are limited, by how much, and against what.

use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use std::time::Duration;

/// At most `times` in a row; all of them are given back evenly over `seconds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// How many at once.
    pub times: NonZeroU32,
    /// How long until all are given back.
    pub seconds: NonZeroU32,
}

impl Quota {
    const fn of(times: u32, seconds: u32) -> Self {
        match (NonZeroU32::new(times), NonZeroU32::new(seconds)) {
            (Some(times), Some(seconds)) => Self { times, seconds },
            _ => panic!("a quota is positive"),
        }
    }

    /// The same rate for a group of `clients`.
    pub(super) fn times(self, clients: u32) -> governor::Quota {
        let burst = self
            .times
            .saturating_mul(NonZeroU32::new(clients).unwrap_or(NonZeroU32::MIN));
        let whole = Duration::from_secs(u64::from(self.seconds.get()));
        let one = (whole / burst.get()).max(Duration::from_nanos(1));
        governor::Quota::with_period(one)
            .expect("the period is at least a nanosecond")
            .allow_burst(burst)
    }
}

macro_rules! limits {
    ($($(#[$doc:meta])* $action:ident $field:ident $times:literal in $seconds:literal;)+) => {
        /// What is limited.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {$($(#[$doc])* $action,)+}

        impl Action {
            /// Every action.
            pub const ALL: [Self; [$(stringify!($action)),+].len()] = [$(Self::$action),+];

            /// The name in the configuration, in logs and metrics.
            pub fn name(self) -> &'static str {
                match self {$(Self::$action => stringify!($field),)+}
            }
        }

        /// The quota of every action, as configuration (`[limits.search] times = 120, seconds = 60`).
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct LimitSettings {$($(#[$doc])* pub $field: Quota,)+}

        impl Default for LimitSettings {
            fn default() -> Self {
                Self {$($field: Quota::of($times, $seconds),)+}
            }
        }

        impl LimitSettings {
            /// The quota of an action.
            pub fn quota(&self, action: Action) -> Quota {
                match action {$(Action::$action => self.$field,)+}
            }
        }
    };
}

// A whole village may sit behind one address of its mobile provider: quotas are for a crowd, not for one person.
limits! {
    /// Search of records. Protects against scraping and against queries that keep all cores busy.
    Search search 120 in 60;
    /// Suggestions while typing. Protects against scripts; one word typed is up to ten requests.
    Suggest suggest 300 in 60;
    /// A new feedback. Protects the centre against floods; the same receipt again counts too.
    FeedbackSubmit feedback_submit 30 in 600;
    /// A further message on a case. Protects the handler against floods.
    FeedbackMessage feedback_message 60 in 600;
    /// An objection to a public record. Protects the publisher against floods; the same receipt again counts too.
    ObjectionSubmit objection_submit 20 in 600;
    /// A look at a case by reference and code. Protects against guessing references in bulk.
    StatusLookup status_lookup 120 in 600;
    /// A *wrong* code for one reference, whoever sent it. Protects against guessing one case's code from many
    /// addresses. Count it only after a wrong code: the holder of the right one is never locked out.
    StatusLookupPerReference status_lookup_per_reference 20 in 3600;
    /// A look at a case by its number and query code. Protects against trying many cases.
    ProgressLookup progress_lookup 120 in 600;
    /// A look at one case, whoever asks and whether there is such a case, counted before the code is looked at and
    /// given back for a right one. Protects against guessing the code of one case from many addresses: the case
    /// system's codes may be short, so that here nobody gets past the limit.
    ProgressPerCase progress_per_case 20 in 3600;
    /// Asking for letters about a saved search. Protects mailboxes of others against floods.
    Subscribe subscribe 20 in 600;
    /// The same for one address, whoever asks, counted by the worker; beyond it nothing is sent, and nobody is told.
    /// Protects one mailbox against many clients.
    SubscribePerAddress subscribe_per_address 6 in 86400;
    /// Opening a subscription's link, changing and stopping it. Protects against guessing tokens; mail providers stop
    /// for many of their users from one address.
    SubscriptionLink subscription_link 120 in 600;
    /// Opening and answering callback links. Protects against guessing tokens.
    Callback callback 60 in 600;
    /// Sign-in attempts of one client. Protects against trying many accounts and against hashing floods.
    SignIn sign_in 30 in 300;
    /// Sign-in attempts for one account from one client, counted before the password is hashed. Protects against
    /// guessing one account's password; keyed with the client, so that a stranger cannot lock the owner out.
    SignInPerAccount sign_in_per_account 10 in 600;
    /// Sign-in attempts for one account from all clients that never signed in to it. Protects against guessing one
    /// account's password from many addresses; the owner at a known client is not counted, and anybody else
    /// waits seconds.
    SignInPerName sign_in_per_name 60 in 600;
    /// Theme, size and language cookies. Protects against scripts that only make noise.
    Preferences preferences 60 in 60;
    /// Changes by signed-in staff. Protects against a run-away browser or a stolen session.
    StaffWrite staff_write 240 in 60;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configuration_names_some_quotas_and_keeps_the_rest() {
        let settings: LimitSettings = toml::from_str("search = { times = 5, seconds = 10 }").unwrap();
        assert_eq!(settings.quota(Action::Search), Quota::of(5, 10));
        assert_eq!(settings.quota(Action::Suggest), LimitSettings::default().suggest);
    }

    #[test]
    fn a_misspelt_action_and_a_quota_of_nothing_are_refused() {
        assert!(toml::from_str::<LimitSettings>("serach = { times = 5, seconds = 10 }").is_err());
        assert!(toml::from_str::<LimitSettings>("search = { times = 0, seconds = 10 }").is_err());
    }

    #[test]
    fn every_action_has_its_own_name() {
        let names: std::collections::BTreeSet<_> = Action::ALL.into_iter().map(Action::name).collect();
        assert_eq!(names.len(), Action::ALL.len());
    }
}
