//! Units: `code`, `name`, optional `parent` (a code), `address`, `phone`.

use super::{List, Texts, read};
use crate::import::row::Problem;
use crate::import::run::{Options, Outcome, RunError};
use crate::services::Services;
use domain::event::{Event, SubjectKind};
use domain::ids::UnitId;
use domain::unit::{Unit, UnitCode};
use std::collections::HashMap;
use storage::events::{self, When};
use storage::{Tx, units};

const COLUMNS: [&str; 5] = ["code", "name", "parent", "address", "phone"];

struct Line {
    code: UnitCode,
    name: String,
    parent: Option<String>,
    address: Option<String>,
    phone: Option<String>,
}

/// Imports units: new codes are added below the root or their parent, known ones get the file's particulars and
/// are no longer 待完善.
pub async fn run_units(services: &Services, options: &Options) -> Result<Outcome, RunError> {
    let known = units::all(&mut services.db.read().await?).await?;
    let mut ids: HashMap<String, UnitId> = known
        .iter()
        .map(|unit| (unit.code.to_string(), unit.id))
        .collect();
    let mut list = read(
        options,
        &COLUMNS,
        |line: &Line| line.code.to_string(),
        |row| parse(row, &mut ids, services),
    )?;
    let root = known
        .iter()
        .find(|unit| unit.parent.is_none())
        .map(|unit| unit.id);
    let mut tx = services.db.begin().await?;
    for line in std::mem::take(&mut list.rows) {
        let before = known.by_code(line.code.as_str());
        let id = ids[line.code.as_str()];
        let parent = match &line.parent {
            Some(code) => Some(ids[code]),
            None => before.map_or(root, |unit| unit.parent),
        };
        let Line {
            code,
            name,
            address,
            phone,
            ..
        } = line;
        let unit = Unit {
            id,
            code,
            name,
            parent,
            incomplete: false,
            address,
            phone,
        };
        store(&mut tx, services, &mut list, before, &unit).await?;
    }
    if list.withheld {
        tx.rollback().await?;
    } else {
        tx.commit().await?;
    }
    Ok(list.finish())
}

/// A parent must be known already or stand above in the file, so that no circle can arise.
fn parse(row: &Texts<'_>, ids: &mut HashMap<String, UnitId>, services: &Services) -> Result<Line, Problem> {
    let code = row.require("code", "单位代码")?;
    let code = UnitCode::parse(&code).map_err(|error| Problem::column("code", error.to_string()))?;
    let name = row.require("name", "单位全称")?;
    let parent = row.get("parent");
    if let Some(above) = &parent
        && (!ids.contains_key(above) || above == code.as_str())
    {
        return Err(Problem::column(
            "parent",
            format!("没有代码为“{above}”的上级单位；请先导入上级，或写在它前面"),
        ));
    }
    ids.entry(code.to_string())
        .or_insert_with(|| UnitId(services.rng.uuid_v4()));
    Ok(Line {
        code,
        name,
        parent,
        address: row.get("address"),
        phone: row.get("phone"),
    })
}

async fn store(
    tx: &mut Tx,
    services: &Services,
    list: &mut List<Line>,
    before: Option<&Unit>,
    unit: &Unit,
) -> Result<(), storage::Error> {
    let event = match before {
        Some(before) if before == unit => {
            list.summary.unchanged += 1;
            return Ok(());
        }
        Some(_) => {
            list.summary.changed += 1;
            units::update(tx, unit).await?;
            Event::UnitChanged
        }
        None => {
            list.summary.new += 1;
            units::insert(tx, unit, None, services.clock.now()).await?;
            Event::UnitCreated {
                code: unit.code.to_string(),
                by_import: true,
            }
        }
    };
    let when = When::At(services.clock.now());
    events::append(tx, (SubjectKind::Unit, unit.id.0), when, &list.actor, &event).await
}
