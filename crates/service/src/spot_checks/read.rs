//! Checks, their records and their findings, as the bureau reads them.

use super::Place;
use crate::paging::part;
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::masking::choice::Choices;
use domain::record::Content;
use domain::role::Staff;
use storage::Conn;
use storage::events::{self, When};
use storage::public::{self, PublicRecord};
use storage::records;
use storage::spot_checks::{self, Found, Item, Listed, SpotCheck, UnitShare};

/// Lines on a page.
pub const PER_PAGE: u64 = 30;

/// A check with everything in it.
#[derive(Debug)]
pub struct Detail {
    /// The check.
    pub check: SpotCheck,
    /// What each unit had and gave.
    pub units: Vec<UnitShare>,
    /// Its records, in the order of the draw.
    pub items: Vec<Item>,
}

/// One record of a check.
#[derive(Debug)]
pub struct ItemPage {
    /// The check.
    pub check: SpotCheck,
    /// The record in it.
    pub item: Item,
    /// What the public sees and what it was made from; nothing while nobody asked, and once it is public no longer.
    pub texts: Option<Texts>,
    /// The place of the next one that waits for its judgement.
    pub next: Option<i32>,
}

/// A public text and its original.
#[derive(Debug)]
pub struct Texts {
    /// As imported or mended.
    pub original: Content,
    /// What people chose about single passages of it.
    pub choices: Choices,
    /// What the public sees.
    pub public: PublicRecord,
}

/// A page of checks, from 1, last drawn first, and how many there are.
pub async fn list(services: &Services, page: u64) -> Result<(Vec<SpotCheck>, u64), storage::Error> {
    let mut conn = services.db.read().await?;
    let checks = spot_checks::list(&mut conn, services.clock.today(), part(page, PER_PAGE)).await?;
    let total = spot_checks::count(&mut conn).await?;
    Ok((checks, total))
}

/// A page of findings, from 1, and how many there are in each list: open, done.
pub async fn findings(
    services: &Services,
    listed: Listed,
    page: u64,
) -> Result<(Vec<Found>, (u64, u64)), storage::Error> {
    let mut conn = services.db.read().await?;
    let today = services.clock.today();
    let found = spot_checks::findings(&mut conn, listed, today, part(page, PER_PAGE)).await?;
    let counts = spot_checks::count_findings(&mut conn, today).await?;
    Ok((found, counts))
}

/// How many findings there are in each list: open, done.
pub async fn count_findings(services: &Services) -> Result<(u64, u64), storage::Error> {
    let mut conn = services.db.read().await?;
    spot_checks::count_findings(&mut conn, services.clock.today()).await
}

/// The check of a number.
pub async fn open(services: &Services, number: i32) -> Result<Option<Detail>, storage::Error> {
    let mut conn = services.db.read().await?;
    let today = services.clock.today();
    let Some(check) = spot_checks::find(&mut conn, number, today).await? else {
        return Ok(None);
    };
    let units = spot_checks::units(&mut conn, check.id).await?;
    let items = spot_checks::items(&mut conn, check.id, today).await?;
    Ok(Some(Detail { check, units, items }))
}

/// A record of a check, without its original.
pub async fn open_item(services: &Services, place: Place) -> Result<Option<ItemPage>, storage::Error> {
    let mut conn = services.db.read().await?;
    let Some((check, item)) = found(&mut conn, services, place).await? else {
        return Ok(None);
    };
    let next = spot_checks::next_waiting(&mut conn, (check.id, place.item), services.clock.today()).await?;
    let texts = None;
    Ok(Some(ItemPage {
        check,
        item,
        texts,
        next,
    }))
}

/// The same with the original, which is an event.
pub async fn read_original(
    services: &Services,
    staff: &Staff,
    place: Place,
) -> Result<Option<ItemPage>, storage::Error> {
    let mut tx = services.db.begin().await?;
    let Some((check, item)) = found(&mut tx, services, place).await? else {
        return Ok(None);
    };
    let texts = texts(&mut tx, services, &item).await?;
    if texts.is_some() {
        let subject = (SubjectKind::SpotCheck, check.id.0);
        let (when, actor) = (When::At(services.clock.now()), Actor::Staff(staff.id));
        let event = Event::SpotCheckOriginalRead {
            record: item.reference.clone(),
        };
        events::append(&mut tx, subject, when, &actor, &event).await?;
    }
    let next = spot_checks::next_waiting(&mut tx, (check.id, place.item), services.clock.today()).await?;
    tx.commit().await?;
    Ok(Some(ItemPage {
        check,
        item,
        texts,
        next,
    }))
}

/// The check and the record of a place.
pub(super) async fn found(
    conn: &mut Conn,
    services: &Services,
    place: Place,
) -> Result<Option<(SpotCheck, Item)>, storage::Error> {
    let today = services.clock.today();
    let Some(check) = spot_checks::find(conn, place.check, today).await? else {
        return Ok(None);
    };
    let item = spot_checks::item(conn, (check.id, place.item), today).await?;
    Ok(item.map(|item| (check, item)))
}

async fn texts(conn: &mut Conn, services: &Services, item: &Item) -> Result<Option<Texts>, storage::Error> {
    let Some(shown) = item.shown() else {
        return Ok(None);
    };
    let original = records::original(conn, item.record, shown.revision).await?;
    let newest = records::find_by_id(conn, item.record, services.clock.today()).await?;
    let public = public::by_ids(conn, &[item.record]).await?.pop();
    Ok(match (original, newest, public) {
        (Some(original), Some(newest), Some(public)) => Some(Texts {
            original,
            // What people chose since then is not what was applied to this text.
            choices: if newest.revision == shown.revision {
                newest.choices
            } else {
                Choices::default()
            },
            public,
        }),
        _ => None,
    })
}
