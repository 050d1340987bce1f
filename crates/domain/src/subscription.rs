//! Saved searches with mail (订阅): somebody asks, confirms from the mailbox, hears of new records, and stops.
//!
//! Nobody is sent anything but the letter that asks for confirmation before the owner of the mailbox confirmed, and of
//! those an address gets a few at most, whoever types it.

use crate::clock::shanghai;
use chrono::{DateTime, TimeDelta, Utc};

/// How long the link of the letter that asks for confirmation works.
pub const CONFIRM_WITHIN: TimeDelta = TimeDelta::hours(48);
/// Letters that ask for confirmation, to one address within [`CONFIRM_WITHIN`], whatever the searches.
pub const MOST_LETTERS: i32 = 3;
/// Searches that one address may subscribe to.
pub const MOST_SEARCHES: usize = 20;
/// Subscriptions that run at once, unless the bureau sets another number: so many daily letters leave within a morning.
pub const MOST_IN_ALL: u64 = 10_000;
/// Days in a row on which a mailbox may refuse its letters for good before all its subscriptions end.
pub const MOST_UNDELIVERED: i32 = 3;
/// Records that a letter names; the rest is a number and the link to the search.
pub const MOST_LINES: usize = 20;

/// How often somebody wants to hear of new records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pace {
    /// As soon as there are some.
    AtOnce,
    /// Once a day, in the morning.
    Daily,
}

impl Pace {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Daily, Self::AtOnce];

    /// The word in forms and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtOnce => "at-once",
            Self::Daily => "daily",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pace| pace.as_str() == text)
    }
}

/// Where a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Somebody typed the address; whose it is has not answered.
    Asked(Asked),
    /// The owner of the mailbox confirmed.
    Running(Running),
}

/// Asked for and not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// When the last letter was asked for.
    pub at: DateTime<Utc>,
}

/// Confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// When: of what was published before nothing is told.
    pub since: DateTime<Utc>,
}

/// What runs already when somebody confirms, and how much may run in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Of the same mailbox.
    pub of_mailbox: u64,
    /// Of all mailboxes.
    pub in_all: u64,
    /// The bureau's own limit.
    pub most: u64,
}

impl Room {
    /// Whether one more may run, whoever wants it.
    pub const fn is_left(self) -> bool {
        self.in_all < self.most
    }
}

/// Why a subscription does not begin. The owner of the mailbox is told, and nobody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotConfirmed {
    /// The link's time has passed: whoever wants the letters asks again.
    #[error("确认链接已经过期，请重新订阅")]
    Lapsed,
    /// The mailbox has as many as one may have.
    #[error("这个邮箱已经订阅了 {MOST_SEARCHES} 个检索，不能再加：请先从收到的信里退订一个，再回来确认")]
    Enough,
    /// The portal sends as many as it can.
    #[error(
        "邮件订阅的名额已满，暂时不能确认：有人退订后，{}以前可以回到本页再按一次；过后请重新订阅，也可以用检索结果页的 Atom 订阅源",
        minute(.until)
    )]
    Full {
        /// The last moment of the link.
        until: DateTime<Utc>,
    },
}

fn minute(at: &DateTime<Utc>) -> String {
    at.with_timezone(&shanghai())
        .format("%Y年%-m月%-d日 %H:%M")
        .to_string()
}

/// As many subscriptions run as the bureau allows, whosever they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("邮件订阅的名额已满，暂时不能增加：请过几天再试，也可以用检索结果页的 Atom 订阅源")]
pub struct Full;

impl Asked {
    /// The last moment at which it can be confirmed.
    pub fn until(self) -> DateTime<Utc> {
        self.at + CONFIRM_WITHIN
    }

    /// Whether its link still works.
    pub fn is_open(self, now: DateTime<Utc>) -> bool {
        now <= self.until()
    }

    /// The owner of the mailbox confirms.
    pub fn confirm(self, now: DateTime<Utc>, room: Room) -> Result<Running, NotConfirmed> {
        if !self.is_open(now) {
            return Err(NotConfirmed::Lapsed);
        }
        if room.of_mailbox >= MOST_SEARCHES as u64 {
            return Err(NotConfirmed::Enough);
        }
        if !room.is_left() {
            return Err(NotConfirmed::Full { until: self.until() });
        }
        Ok(Running { since: now })
    }
}

impl Stage {
    /// As the database holds it.
    pub fn of(asked: DateTime<Utc>, confirmed: Option<DateTime<Utc>>) -> Self {
        match confirmed {
            Some(since) => Self::Running(Running { since }),
            None => Self::Asked(Asked { at: asked }),
        }
    }
}

/// What may be done for somebody who types an address and a search, by what the address has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admitted {
    /// A new subscription, and a letter.
    New,
    /// Another letter for the one that waits for confirmation.
    Again,
    /// Nothing: it runs already, or the address has had its letters or its searches. The page says the same.
    Nothing,
}

/// Decides from the subscriptions of one address: each with whether it is to the same search, its stage and its letters.
pub fn admit(of_address: impl IntoIterator<Item = (bool, Stage, i32)>, now: DateTime<Utc>) -> Admitted {
    let (mut searches, mut letters, mut waits) = (0, 0, false);
    for (is_same, stage, sent) in of_address {
        match stage {
            Stage::Running(_) if is_same => return Admitted::Nothing,
            // One that lapsed and was not deleted yet counts no more, but holds its place.
            Stage::Asked(asked) if asked.is_open(now) => letters += sent,
            Stage::Asked(_) | Stage::Running(_) => {}
        }
        waits |= is_same;
        searches += usize::from(!is_same);
    }
    match (letters < MOST_LETTERS, waits) {
        (true, true) => Admitted::Again,
        (true, false) if searches < MOST_SEARCHES => Admitted::New,
        _ => Admitted::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    fn asked(hours: i64) -> Stage {
        Stage::of(at(hours), None)
    }

    fn running() -> Stage {
        Stage::of(at(0), Some(at(1)))
    }

    const ROOM: Room = Room {
        of_mailbox: 19,
        in_all: 99,
        most: 100,
    };

    #[test]
    fn the_link_works_for_two_days_and_not_longer() {
        let asked = Asked { at: at(0) };
        assert_eq!(asked.confirm(at(48), ROOM), Ok(Running { since: at(48) }));
        assert_eq!(asked.confirm(at(49), ROOM), Err(NotConfirmed::Lapsed));
    }

    #[test]
    fn neither_a_mailbox_nor_the_portal_has_more_than_its_limit() {
        let asked = Asked { at: at(0) };
        let enough = Room {
            of_mailbox: 20,
            ..ROOM
        };
        assert_eq!(asked.confirm(at(1), enough), Err(NotConfirmed::Enough));
        let full = Room { in_all: 100, ..ROOM };
        let refused = NotConfirmed::Full { until: at(48) };
        assert_eq!(asked.confirm(at(1), full), Err(refused));
        assert!(
            refused.to_string().contains("1970年1月3日 08:00以前"),
            "{refused}"
        );
        assert!(NotConfirmed::Enough.to_string().contains("20 个"));
    }

    #[test]
    fn an_address_gets_three_letters_in_two_days_whatever_the_searches() {
        assert_eq!(admit([], at(1)), Admitted::New);
        assert_eq!(admit([(true, asked(0), 1)], at(1)), Admitted::Again);
        assert_eq!(admit([(true, asked(0), 3)], at(1)), Admitted::Nothing);
        let others = [(false, asked(0), 1), (false, asked(0), 2)];
        assert_eq!(admit(others, at(1)), Admitted::Nothing);
        assert_eq!(admit(others, at(49)), Admitted::New);
    }

    #[test]
    fn who_has_it_already_or_has_twenty_gets_nothing_more() {
        assert_eq!(admit([(true, running(), 1)], at(2)), Admitted::Nothing);
        assert_eq!(admit(vec![(false, running(), 1); 19], at(2)), Admitted::New);
        assert_eq!(admit(vec![(false, running(), 1); 20], at(2)), Admitted::Nothing);
        // Confirmed letters are no burden any more.
        assert_eq!(admit(vec![(false, running(), 3); 5], at(2)), Admitted::New);
    }

    #[test]
    fn paces_are_read_as_written() {
        for pace in Pace::ALL {
            assert_eq!(Pace::parse(pace.as_str()), Some(pace));
        }
        assert_eq!(Pace::parse("weekly"), None);
    }
}
