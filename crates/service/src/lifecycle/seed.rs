//! What a new database holds before anything is entered.

use super::calendar;
use crate::rng::Rng;
use domain::clock::Clock;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::UnitId;
use domain::unit::{Unit, UnitCode};
use storage::events::{self, When};
use storage::{Db, Result, units};
use uuid::Uuid;

/// The bureau's name until `init` gives one.
pub(super) const UNNAMED: &str = "公安局（未命名）";

/// Adds calendar and root unit to a database without units; all or nothing.
pub(super) async fn seed_if_empty(db: &Db, clock: &dyn Clock, rng: &Rng) -> Result<()> {
    if is_seeded(db).await? {
        return Ok(());
    }
    let at = clock.now();
    let actor = Actor::System("create".into());
    let mut tx = db.begin().await?;
    for year in calendar::announced() {
        storage::calendar::replace_year(&mut tx, year.year, year.source, &year.days).await?;
        let event = Event::CalendarImported { year: year.year };
        events::append(
            &mut tx,
            (SubjectKind::Portal, Uuid::nil()),
            When::At(at),
            &actor,
            &event,
        )
        .await?;
    }
    let county = root_unit(UnitId(rng.uuid_v4()));
    units::insert(&mut tx, &county, None, at).await?;
    let created = Event::UnitCreated {
        code: county.code.to_string(),
        by_import: false,
    };
    events::append(
        &mut tx,
        (SubjectKind::Unit, county.id.0),
        When::At(at),
        &actor,
        &created,
    )
    .await?;
    tx.commit().await
}

async fn is_seeded(db: &Db) -> Result<bool> {
    let units = units::all(&mut db.read().await?).await?;
    Ok(units.by_code(UnitCode::COUNTY).is_some())
}

fn root_unit(id: UnitId) -> Unit {
    let code = UnitCode::parse(UnitCode::COUNTY).expect("the constant is a code");
    Unit {
        id,
        code,
        name: UNNAMED.into(),
        parent: None,
        incomplete: true,
        address: None,
        phone: None,
    }
}
