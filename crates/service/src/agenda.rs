//! What waits for those at whose desk records become public, with its last days.

use crate::services::Services;
use chrono::{Days, NaiveDate};
use domain::deadline::SOON_DAYS;
use domain::publication::Pile;
use domain::role::Role;
use storage::{Load, objections, records, spot_checks};

/// How much waits in a pile, and how urgently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Which pile.
    pub pile: Pile,
    /// All of it.
    pub count: u64,
    /// Its last day is over.
    pub overdue: u64,
    /// Its last day is one of the next.
    pub soon: u64,
    /// The first of the last days.
    pub first_due: Option<NaiveDate>,
}

/// What waits for somebody of this role, what is due first on top; what has no last day comes last.
pub async fn agenda(services: &Services, role: Role) -> Result<Vec<Waiting>, storage::Error> {
    let today = services.clock.today();
    let soon = today + Days::new(SOON_DAYS);
    let mut conn = services.db.read().await?;
    let mut all = Vec::new();
    for pile in Pile::of(role) {
        let load = match pile {
            Pile::Records(list) => records::load(&mut conn, list, (today, soon)).await?,
            Pile::Objections => objections::load(&mut conn, (today, soon)).await?,
            Pile::Exceptions => undated(records::count_proposed(&mut conn).await?),
            Pile::Findings => {
                let (open, _) = spot_checks::count_findings(&mut conn, today).await?;
                undated(i64::try_from(open).unwrap_or(i64::MAX))
            }
        };
        all.push(Waiting {
            pile,
            count: load.count.unsigned_abs(),
            overdue: load.overdue.unsigned_abs(),
            soon: load.soon.unsigned_abs(),
            first_due: load.first_due,
        });
    }
    all.sort_by_key(|waiting| (waiting.first_due.is_none(), waiting.first_due, waiting.count == 0));
    Ok(all)
}

const fn undated(count: i64) -> Load {
    Load {
        count,
        overdue: 0,
        soon: 0,
        first_due: None,
    }
}
