//! Drawing: what is public at that moment, by a seed that is kept.

use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{RecordId, SpotCheckId, UnitId};
use domain::spot_check::{self, Checker, Plan, Seed};
use std::collections::BTreeMap;
use storage::events::{self, When};
use storage::spot_checks::{self, NewSpotCheck};

/// A record may leave the public, or another check take the number, while one is drawn: then it is drawn again.
const TRIES: usize = 5;

/// Why nothing was drawn.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// Nothing public fits the plan.
    #[error("这个范围内没有公开的记录，请放宽日期、单位或者类别")]
    NothingThere,
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

type Frame = BTreeMap<UnitId, Vec<RecordId>>;

/// How many public records a plan would be drawn from.
pub async fn frame_size(services: &Services, plan: &Plan) -> Result<u64, storage::Error> {
    spot_checks::count_frame(&mut services.db.read().await?, plan, services.clock.today()).await
}

/// Draws a check and returns its number. A smaller frame is drawn whole.
pub async fn draw(services: &Services, by: Checker, plan: &Plan) -> Result<i32, DrawError> {
    let seed = Seed::new(services.rng.bytes());
    for _ in 0..TRIES {
        let today = services.clock.today();
        let frame = spot_checks::frame(&mut services.db.read().await?, plan, today).await?;
        if frame.is_empty() {
            return Err(DrawError::NothingThere);
        }
        let (frame, drawn) = drawn(frame, plan.size, seed).await?;
        if let Some(number) = keep(services, by, plan, seed, (&frame, &drawn)).await? {
            return Ok(number);
        }
    }
    Err(storage::Error::Stale.into())
}

/// Numbering a million records takes a moment, in which others are served.
async fn drawn(frame: Frame, size: u32, seed: Seed) -> Result<(Frame, Vec<RecordId>), storage::Error> {
    let work = move || {
        let drawn = spot_check::draw(&frame, size, seed);
        (frame, drawn)
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| storage::Error::Interrupted)
}

/// The number under which it is kept; nothing when a drawn record is public no longer or the number was just taken.
async fn keep(
    services: &Services,
    by: Checker,
    plan: &Plan,
    seed: Seed,
    (frame, drawn): (&Frame, &[RecordId]),
) -> Result<Option<i32>, storage::Error> {
    let (now, today) = (services.clock.now(), services.clock.today());
    let id = SpotCheckId(services.rng.uuid_v4());
    let new = NewSpotCheck {
        id,
        plan,
        seed,
        drawn: (by.id(), now),
        units: frame,
    };
    let mut tx = services.db.begin().await?;
    let number = match spot_checks::insert(&mut tx, &new).await {
        Err(storage::Error::Conflict(_)) => return Ok(None),
        other => other?,
    };
    for (record, place) in drawn.iter().zip(1..) {
        if !spot_checks::put(&mut tx, (id, place), *record, today).await? {
            return Ok(None);
        }
    }
    let event = Event::SpotCheckDrawn {
        drawn: u32::try_from(drawn.len()).unwrap_or(u32::MAX),
        frame: frame.values().map(|records| records.len() as u64).sum(),
        seed: seed.to_string(),
    };
    let (subject, actor) = ((SubjectKind::SpotCheck, id.0), Actor::Staff(by.id()));
    events::append(&mut tx, subject, When::At(now), &actor, &event).await?;
    tx.commit().await?;
    Ok(Some(number))
}
