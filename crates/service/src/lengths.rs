//! How long every clock runs in this bureau, and the one way to start it: what starts here is counted again alike.

use chrono::NaiveDate;
use domain::calendar::Calendar;
use domain::callback::Settings;
use domain::deadline::{ClockKind, Period, Periods};
use domain::demand::DemandKind;
use domain::event::SubjectKind;
use storage::clocks::{self, Bearer};
use storage::{Conn, Result, Tx, calendar};
use uuid::Uuid;

/// The lengths in force.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lengths {
    periods: Periods,
    callbacks: Settings,
}

impl Lengths {
    pub(crate) async fn load(conn: &mut Conn) -> Result<Self> {
        Ok(Self {
            periods: crate::feedback::periods(conn).await?,
            callbacks: crate::callbacks::settings(conn).await?,
        })
    }

    /// The length of a clock on what bears it.
    pub(crate) fn of(&self, bearer: Bearer, clock: ClockKind) -> Period {
        match (bearer, clock) {
            (_, ClockKind::Notice) => self.periods.notice,
            (_, ClockKind::Answer) => self.periods.answer,
            (_, ClockKind::SendOn) | (Bearer::Demand(DemandKind::Rectification), ClockKind::Demand) => {
                self.callbacks.rectify
            }
            (_, ClockKind::LocalTarget) => self.periods.local_target,
            (_, ClockKind::Demand) => self.periods.demand,
            (_, ClockKind::Review) => self.callbacks.review,
            (_, ClockKind::FollowUp) => self.callbacks.follow_up,
            (_, ClockKind::Publish) => self.periods.publish,
            (_, ClockKind::PublishOther) => self.periods.publish_other,
            (_, ClockKind::Withdraw) => self.periods.withdraw,
        }
    }
}

/// The lengths and the calendar, for those who start many clocks in a transaction.
#[derive(Debug)]
pub(crate) struct Clocks {
    lengths: Lengths,
    calendar: Calendar,
}

impl Clocks {
    pub(crate) async fn load(conn: &mut Conn) -> Result<Self> {
        Ok(Self {
            lengths: Lengths::load(conn).await?,
            calendar: calendar::load(conn).await?,
        })
    }

    /// Starts a clock of `bearer`, or starts it anew, to run from `day`.
    pub(crate) async fn start(
        &self,
        tx: &mut Tx,
        (bearer, id): (Bearer, Uuid),
        clock: ClockKind,
        day: NaiveDate,
    ) -> Result<()> {
        let subject = match bearer {
            Bearer::Feedback => SubjectKind::Feedback,
            Bearer::Demand(_) => SubjectKind::Demand,
            Bearer::FollowUp => SubjectKind::FollowUp,
            Bearer::Record => SubjectKind::Record,
        };
        let due = self.lengths.of(bearer, clock).end(&self.calendar, day);
        clocks::start(tx, (subject, id), clock, day, due).await
    }
}

/// Starts one clock of `bearer`, or starts it anew, to run from `day`.
pub(crate) async fn start(
    tx: &mut Tx,
    bearer: (Bearer, Uuid),
    clock: ClockKind,
    day: NaiveDate,
) -> Result<()> {
    Clocks::load(tx).await?.start(tx, bearer, clock, day).await
}
