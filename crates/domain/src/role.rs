//! Roles of staff (contract, demo accounts) and what each is for.

use crate::ids::{UnitId, UserId};
use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $label:literal;)+) => {
        /// What a staff account may do. One account has one role.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Role {
            $($(#[$doc])* #[serde(rename = $word)] $name,)+
        }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Role] = &[$(Self::$name),+];

            /// The word in files and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The name in the interface.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }

            /// Reads [`Self::as_str`].
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($word => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

roles! {
    /// Units, accounts, calendar; sees no case.
    Admin = "admin", "系统管理员";
    /// Reads the event log; sees no case text.
    Auditor = "auditor", "安全审计员";
    /// Brings decisions to publication.
    Publisher = "publisher", "公示发布员";
    /// 法制审核.
    Reviewer = "reviewer", "法制审核员";
    /// Works a unit's queue.
    Handler = "handler", "承办民警";
    /// 民意访评中心.
    Center = "center", "民意访评员";
    /// 督察.
    Inspector = "inspector", "督察民警";
    /// 县局: watches, and works the queue of the bureau itself.
    Supervisor = "supervisor", "县局监督员";
    /// Approves.
    Leader = "leader", "局领导";
    /// 执法监督员 from outside the police: masked cases only.
    Monitor = "monitor", "执法监督员";
    /// Opens identities, nothing else.
    Custodian = "custodian", "身份保管员";
}

impl Role {
    /// Works cases of feedback in the queue of the account's own unit.
    pub const fn works_cases(self) -> bool {
        matches!(
            self,
            Self::Handler | Self::Center | Self::Inspector | Self::Supervisor | Self::Reviewer
        )
    }

    /// Watches satisfaction over all units.
    pub const fn watches(self) -> bool {
        matches!(
            self,
            Self::Center | Self::Inspector | Self::Supervisor | Self::Leader | Self::Monitor
        )
    }

    /// Sees records before they are public, and may take down what must go.
    pub const fn sees_drafts(self) -> bool {
        matches!(self, Self::Publisher | Self::Reviewer | Self::Leader)
    }

    /// Prepares records, submits them to legal review and publishes them.
    pub const fn publishes(self) -> bool {
        matches!(self, Self::Publisher)
    }

    /// Reads objections to public records; who [publishes](Self::publishes) answers them.
    pub const fn sees_objections(self) -> bool {
        self.sees_drafts() || matches!(self, Self::Supervisor)
    }

    /// Draws public records at random and judges them.
    pub const fn spot_checks(self) -> bool {
        matches!(self, Self::Supervisor | Self::Inspector)
    }

    /// Says what came of what a spot check found: those at whose desk records become public.
    pub const fn settles_findings(self) -> bool {
        self.publishes() || self.reviews_records()
    }

    /// Reads spot checks.
    pub const fn sees_spot_checks(self) -> bool {
        self.spot_checks() || self.sees_drafts()
    }

    /// Sees which public fines lie far out of their like.
    pub const fn watches_discretion(self) -> bool {
        self.watches() || self.reviews_records()
    }

    /// Consents to exceptions from the publication policy.
    pub const fn consents(self) -> bool {
        matches!(self, Self::Leader)
    }

    /// Approves records before they are public or sends them back.
    pub const fn reviews_records(self) -> bool {
        matches!(self, Self::Reviewer)
    }
}

/// A signed-in member of staff: the permission that use cases ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The account.
    pub id: UserId,
    /// User name at sign-in.
    pub username: String,
    /// Shown in the interface.
    pub display_name: String,
    /// What the account may do.
    pub role: Role,
    /// Where the person works.
    pub unit: UnitId,
    /// 警号, when the account belongs to an officer: feedback about that badge is hidden from it.
    pub badge: Option<String>,
}
