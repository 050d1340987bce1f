//! The publisher's desk: what waits, what it would look like, and making it public.

use super::decide::decide;
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::role::Staff;
use storage::events::{self, When};
use storage::public::Lookup;
use storage::records::{self, Decision, Filter, Found, Listed, State};

/// Records on a page of the desk.
pub const PER_PAGE: u64 = 30;

/// Why a record was not made public.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// No such record, or its import is still running.
    #[error("没有这条记录，或者它所在的导入还没有结束")]
    Unknown,
    /// It is neither a draft nor a correction.
    #[error("这条记录现在不需要发布")]
    NothingToPublish,
    /// Another version came in since the page was shown.
    #[error("您查看以后，这条记录又导入了新内容，请重新核对后再发布")]
    Changed,
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// One page of one list.
#[derive(Debug)]
pub struct List {
    /// The lines.
    pub lines: Vec<Listed>,
    /// How many there are in all.
    pub total: u64,
}

/// The filters in the order of the desk, with how many records each holds.
pub async fn counts(services: &Services) -> Result<[(Filter, u64); 5], storage::Error> {
    let mut conn = services.db.read().await?;
    let mut counts = [
        Filter::Drafts,
        Filter::Corrections,
        Filter::Held,
        Filter::Published,
        Filter::Withdrawn,
    ]
    .map(|filter| (filter, 0));
    for (filter, count) in &mut counts {
        *count = records::count(&mut conn, *filter).await?.unsigned_abs();
    }
    Ok(counts)
}

/// A page of the desk, from 1.
pub async fn list(services: &Services, filter: Filter, page: u64) -> Result<List, storage::Error> {
    let mut conn = services.db.read().await?;
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let offset = number(page.saturating_sub(1).saturating_mul(PER_PAGE));
    let lines = records::list(
        &mut conn,
        filter,
        services.clock.today(),
        number(PER_PAGE),
        offset,
    )
    .await?;
    let total = records::count(&mut conn, filter).await?.unsigned_abs();
    Ok(List { lines, total })
}

/// A record with what policy would make of its newest original today.
pub async fn preview(services: &Services, reference: &str) -> Result<(Found, Decision), DeskError> {
    let mut conn = services.db.read().await?;
    let found = settled(&mut conn, services, reference).await?;
    let decision = decide(&found.original, services.clock.today());
    Ok((found, decision))
}

async fn settled(conn: &mut storage::Conn, services: &Services, reference: &str) -> Result<Found, DeskError> {
    let found = records::find_by_reference(conn, reference, services.clock.today()).await?;
    let found = found.ok_or(DeskError::Unknown)?;
    if records::is_settled(conn, found.id).await? {
        Ok(found)
    } else {
        Err(DeskError::Unknown)
    }
}

/// Carries out what policy says of the original that the person has seen, and says whether it is public now.
pub async fn publish(
    services: &Services,
    staff: &Staff,
    reference: &str,
    revision: i32,
) -> Result<bool, DeskError> {
    let (seen, _) = preview(services, reference).await?;
    let now = services.clock.now();
    let mut tx = services.db.begin().await?;
    records::lock(&mut tx, seen.id).await?;
    let found = settled(&mut tx, services, reference).await?;
    if found.revision != revision {
        return Err(DeskError::Changed);
    }
    if !matches!(found.state, State::Draft | State::Published { correction: true }) {
        return Err(DeskError::NothingToPublish);
    }
    let decision = decide(&found.original, services.clock.today());
    records::decide(&mut tx, found.id, &decision, None, now).await?;
    let (event, is_public) = match decision {
        Decision::Publish(publication) => {
            let version = match storage::public::look_up(&mut tx, reference, services.clock.today()).await? {
                Lookup::Public(record) => record.version,
                _ => 1,
            };
            (
                Event::RecordPublished {
                    version,
                    ground: publication.ground,
                },
                true,
            )
        }
        Decision::Hold { ground, .. } => (Event::RecordHeld { ground }, false),
    };
    let actor = Actor::Staff(staff.id);
    events::append(
        &mut tx,
        (SubjectKind::Record, found.id.0),
        When::At(now),
        &actor,
        &event,
    )
    .await?;
    tx.commit().await?;
    Ok(is_public)
}
