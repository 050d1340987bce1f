//! 待办: what waits for a member of staff, the next thing to do on top.

use super::masked;
use crate::services::Services;
use domain::masking::{Masker, Profile};
use domain::role::Staff;
use domain::unit::Units;
use storage::demands;
use storage::feedback::{Filter, Part, QueueRow, queue as rows, queue_counts};
use storage::units;
use storage::visibility::Sight;

/// The most lines that one page shows.
pub const QUEUE_PAGE: u32 = 100;

/// What waits.
#[derive(Debug, Clone)]
pub struct Queue {
    /// Cases, the next due on top.
    pub rows: Vec<QueueRow>,
    /// Demands and rectifications to answer or to review, the next due on top; of what is overdue, those of other units
    /// as well.
    pub demands: Vec<demands::Listed>,
    /// Open cases.
    pub open: i64,
    /// Of them overdue.
    pub overdue: i64,
    /// There is another page behind this one.
    pub has_more: bool,
    /// For names.
    pub units: Units,
}

/// A page of the queue of `staff`, from 1.
pub async fn queue(
    services: &Services,
    staff: &Staff,
    filter: Filter,
    page: u32,
) -> Result<Queue, storage::Error> {
    let sight = Sight::of(staff);
    let mut conn = services.db.read().await?;
    let most = QUEUE_PAGE as usize;
    let part = Part {
        offset: i64::from(page.saturating_sub(1)) * i64::from(QUEUE_PAGE),
        limit: i64::from(QUEUE_PAGE) + 1,
    };
    let mut rows = rows(&mut conn, &sight, filter, part).await?;
    let has_more = rows.len() > most;
    rows.truncate(most);
    if masked::is_for(staff) {
        let masker = Masker::new(Profile::strict());
        for row in &mut rows {
            row.case.title = masker.mask_text(&row.case.title).text;
        }
    }
    let demands = match filter.overdue_on {
        Some(today) => demands::overdue(&mut conn, staff, today, filter.unit).await?,
        None => demands::waiting(&mut conn, staff).await?,
    };
    let counts = queue_counts(&mut conn, &sight, services.clock.today()).await?;
    Ok(Queue {
        rows,
        demands,
        open: counts.iter().map(|(_, all, _)| all).sum(),
        overdue: counts.iter().map(|(_, _, overdue)| overdue).sum(),
        has_more,
        units: units::all(&mut conn).await?,
    })
}
