//! Invitations: one link for each incident and round, used once, valid for some days.

use crate::ids::{IncidentId, InvitationId, UnitId};
use chrono::{DateTime, Days, NaiveDate, Utc};

/// The first callback after an incident, or the second after its rectification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Round {
    /// After the incident was closed.
    First,
    /// After the unit put right what was wrong.
    Second,
}

impl Round {
    /// The callback after this one; `None` after the last.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::First => Some(Self::Second),
            Self::Second => None,
        }
    }

    /// The number in the database.
    pub const fn number(self) -> i32 {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }

    /// Reads [`Self::number`].
    pub const fn from_number(number: i32) -> Option<Self> {
        match number {
            1 => Some(Self::First),
            2 => Some(Self::Second),
            _ => None,
        }
    }
}

/// An invitation as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Row id; the link is derived from it.
    pub id: InvitationId,
    /// About which incident.
    pub incident: IncidentId,
    /// The unit that is rated, frozen when the incident was closed.
    pub unit: UnitId,
    /// Which callback.
    pub round: Round,
    /// Which link of this invitation, from 1: a link drawn anew makes the old one unknown.
    pub attempt: u32,
    /// Its last day.
    pub expires_on: NaiveDate,
    /// When the person answered.
    pub used_at: Option<DateTime<Utc>>,
}

/// What a link is good for on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// It can be answered.
    Open,
    /// It was answered.
    Used,
    /// Its last day has passed.
    Expired,
}

impl Invitation {
    /// What the link is good for on `today`.
    pub fn link_state(&self, today: NaiveDate) -> LinkState {
        match self.used_at {
            Some(_) => LinkState::Used,
            None if today > self.expires_on => LinkState::Expired,
            None => LinkState::Open,
        }
    }

    /// The last day of a link made on `day`; the day itself is not counted.
    pub fn last_day(day: NaiveDate, link_days: u32) -> NaiveDate {
        day.checked_add_days(Days::new(u64::from(link_days)))
            .unwrap_or(NaiveDate::MAX)
    }
}
