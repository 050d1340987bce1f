//! How long every clock runs in this bureau: the one answer where a clock starts and where it is counted again.

use domain::callback::Settings;
use domain::deadline::{ClockKind, Period, Periods};
use domain::demand::DemandKind;
use storage::clocks::Bearer;
use storage::{Conn, Result};

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
            // What was verified is to be sent on within the time that its rectification may take.
            (Bearer::FollowUp, ClockKind::LocalTarget)
            | (Bearer::Demand(DemandKind::Rectification), ClockKind::Demand) => self.callbacks.rectify,
            (_, ClockKind::LocalTarget) => self.periods.local_target,
            (_, ClockKind::Demand) => self.periods.demand,
            (_, ClockKind::Review) => self.callbacks.review,
            (_, ClockKind::FollowUp) => self.callbacks.follow_up,
        }
    }
}
