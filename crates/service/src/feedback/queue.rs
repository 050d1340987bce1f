//! 待办: what waits for a member of staff, the next thing to do on top.

use super::masked;
use crate::services::Services;
use domain::demand::DemandKind;
use domain::masking::{Masker, Profile};
use domain::role::Staff;
use domain::unit::Units;
use storage::demands::{self, Demand};
use storage::feedback::{Filter, QueueRow, queue as rows, queue_counts};
use storage::units;
use storage::visibility::Sight;

/// The most lines that one page shows; filters narrow them.
const MOST: i64 = 200;

/// What waits.
#[derive(Debug, Clone)]
pub struct Queue {
    /// Cases, the next due on top.
    pub rows: Vec<QueueRow>,
    /// Demands to answer or to review, oldest first.
    pub demands: Vec<Demand>,
    /// Open cases.
    pub open: i64,
    /// Of them overdue.
    pub overdue: i64,
    /// Not every case fits the page.
    pub is_cut: bool,
    /// For names.
    pub units: Units,
}

/// The queue of `staff`.
pub async fn queue(services: &Services, staff: &Staff, filter: Filter) -> Result<Queue, storage::Error> {
    let sight = Sight::of(staff);
    let mut conn = services.db.read().await?;
    let mut rows = rows(&mut conn, &sight, filter, MOST + 1).await?;
    let is_cut = i64::try_from(rows.len()).is_ok_and(|found| found > MOST);
    rows.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    if masked::is_for(staff) {
        let masker = Masker::new(Profile::strict());
        for row in &mut rows {
            row.case.title = masker.mask_text(&row.case.title).text;
        }
    }
    let counts = queue_counts(&mut conn, &sight, services.clock.today()).await?;
    Ok(Queue {
        rows,
        demands: demands::waiting(&mut conn, staff, DemandKind::Feedback).await?,
        open: counts.iter().map(|(_, all, _)| all).sum(),
        overdue: counts.iter().map(|(_, _, overdue)| overdue).sum(),
        is_cut,
        units: units::all(&mut conn).await?,
    })
}
