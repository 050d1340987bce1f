//! 明镜县公安局: a bureau of a county that does not exist.

use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{OfficerId, UnitId};
use domain::unit::{Unit, UnitCode};
use std::collections::HashMap;
use storage::events::{self, When};
use storage::officers::{self, Officer};
use storage::{Tx, meta, units};

use super::dice::Dice;
use super::people;
use super::{ACTOR, Demo};

/// The bureau's name.
pub(super) const BUREAU: &str = "明镜县公安局";

/// A unit of the demo.
pub(super) struct Place {
    pub(super) code: &'static str,
    /// As in its name behind the bureau's.
    pub(super) name: &'static str,
    /// As in document numbers: 明公(治)….
    pub(super) short: &'static str,
    pub(super) address: &'static str,
    /// Officers besides the head.
    pub(super) officers: u32,
}

const fn place(
    code: &'static str,
    name: &'static str,
    short: &'static str,
    address: &'static str,
    officers: u32,
) -> Place {
    Place {
        code,
        name,
        short,
        address,
        officers,
    }
}

/// Every unit below the bureau; the codes are the contract's.
pub(super) const UNITS: [Place; 15] = [
    place("command", "指挥中心", "指", "明镜县城关镇明德路1号", 8),
    place("center", "民意访评中心", "访", "明镜县城关镇明德路1号", 5),
    place("legal", "法制大队", "法", "明镜县城关镇明德路1号", 4),
    place("inspection", "警务督察大队", "督", "明镜县城关镇明德路1号", 4),
    place("traffic", "交通警察大队", "交", "明镜县城关镇通达路66号", 14),
    place("security", "治安管理大队", "治", "明镜县城关镇明德路3号", 8),
    place("criminal", "刑事侦查大队", "刑", "明镜县城关镇明德路3号", 10),
    place("ps01", "城关派出所", "城关", "明镜县城关镇鼓楼街12号", 10),
    place("ps02", "东关派出所", "东关", "明镜县城关镇东关大街88号", 9),
    place("ps03", "柳溪派出所", "柳溪", "明镜县柳溪镇文昌路5号", 7),
    place("ps04", "石桥派出所", "石桥", "明镜县石桥镇桥南街20号", 7),
    place("ps05", "青湖派出所", "青湖", "明镜县青湖镇湖滨路9号", 6),
    place("ps06", "云台派出所", "云台", "明镜县云台乡山前路2号", 5),
    place("ps07", "南坪派出所", "南坪", "明镜县南坪镇坪中街31号", 6),
    place("ps08", "北岭派出所", "北岭", "明镜县北岭乡岭下村委会旁", 5),
];

/// The area code 0399 belongs to no place.
const BUREAU_PHONE: &str = "0399-5550100";

/// Units by code.
pub(super) type Codes = HashMap<&'static str, UnitId>;

/// The bureau named, its units and officers.
pub(super) async fn found(services: &Services, demo: &Demo) -> Result<Codes, storage::Error> {
    let mut tx = services.db.begin().await?;
    meta::set(&mut tx, meta::BUREAU, BUREAU).await?;
    let mut codes = Codes::new();
    let root = root(&mut tx).await?;
    codes.insert(UnitCode::COUNTY, root.id);
    for (index, place) in (0..).zip(&UNITS) {
        let dice = Dice::new(demo.seed, "units", index);
        let unit = Unit {
            id: UnitId(dice.uuid()),
            code: UnitCode::parse(place.code).expect("the table holds codes"),
            name: format!("{BUREAU}{}", place.name),
            parent: Some(root.id),
            incomplete: false,
            address: Some(place.address.to_owned()),
            phone: Some(format!("0399-55501{:02}", index + 1)),
        };
        units::insert(&mut tx, &unit, None, demo.first_instant()).await?;
        let created = Event::UnitCreated {
            code: unit.code.to_string(),
            by_import: false,
        };
        record(&mut tx, demo, (SubjectKind::Unit, unit.id.0), &created).await?;
        codes.insert(place.code, unit.id);
    }
    for officer in officers(demo, &codes) {
        officers::upsert(&mut tx, &officer).await?;
        let is_leader = officer.is_leader;
        let subject = (SubjectKind::Officer, officer.id.0);
        record(&mut tx, demo, subject, &Event::OfficerAdded { is_leader }).await?;
    }
    tx.commit().await?;
    Ok(codes)
}

async fn record(
    tx: &mut Tx,
    demo: &Demo,
    subject: (SubjectKind, uuid::Uuid),
    event: &Event,
) -> Result<(), storage::Error> {
    let when = When::At(demo.first_instant());
    events::append(tx, subject, when, &Actor::System(ACTOR.into()), event).await
}

async fn root(tx: &mut Tx) -> Result<Unit, storage::Error> {
    let all = units::all(tx).await?;
    let root = all.by_code(UnitCode::COUNTY).ok_or(storage::Error::Stale)?;
    let named = Unit {
        name: BUREAU.to_owned(),
        incomplete: false,
        address: Some("明镜县城关镇明德路1号".to_owned()),
        phone: Some(BUREAU_PHONE.to_owned()),
        ..root.clone()
    };
    units::update(tx, root, &named, &all).await?;
    Ok(named)
}

/// The leaders of the bureau and the officers of every unit. Badges begin with 99, which no place uses.
pub(super) fn officers(demo: &Demo, codes: &Codes) -> Vec<Officer> {
    const LEADERS: u32 = 4;
    let posts = std::iter::once((UnitCode::COUNTY, LEADERS))
        .chain(UNITS.iter().map(|place| (place.code, place.officers)))
        .flat_map(|(code, number)| (1..=number).map(move |_| code));
    (0..)
        .zip(posts)
        .map(|(index, code)| {
            let dice = Dice::new(demo.seed, "officers", index);
            Officer {
                id: OfficerId(dice.uuid()),
                badge: format!("99{:04}", index + 1),
                name: people::name(&dice),
                unit: codes[code],
                is_leader: code == UnitCode::COUNTY,
            }
        })
        .collect()
}
