//! Officers: `badge`, `name`, `unit` (code or full name), optional `leader` (是 or true).

use super::{Texts, read};
use crate::import::row::Problem;
use crate::import::run::{Options, Outcome, RunError};
use crate::services::Services;
use domain::ids::{OfficerId, UnitId};
use domain::unit::Units;
use storage::officers::{self, Officer};
use storage::units;

const COLUMNS: [&str; 4] = ["badge", "name", "unit", "leader"];

struct Line {
    badge: String,
    name: String,
    unit: UnitId,
    is_leader: bool,
}

/// Imports officers by badge: whom feedback may be about, and who leads.
pub async fn run_officers(services: &Services, options: &Options) -> Result<Outcome, RunError> {
    let known = units::all(&mut services.db.read().await?).await?;
    let mut list = read(
        options,
        &COLUMNS,
        |line: &Line| line.badge.clone(),
        |row| parse(row, &known),
    )?;
    let mut tx = services.db.begin().await?;
    for line in std::mem::take(&mut list.rows) {
        let before = officers::find(&mut tx, Some(&line.badge), None)
            .await?
            .into_iter()
            .next();
        let id = before
            .as_ref()
            .map_or_else(|| OfficerId(services.rng.uuid_v4()), |officer| officer.id);
        let Line {
            badge,
            name,
            unit,
            is_leader,
        } = line;
        let officer = Officer {
            id,
            badge,
            name,
            unit,
            is_leader,
        };
        match before {
            Some(before) if before == officer => list.summary.unchanged += 1,
            Some(_) => list.summary.changed += 1,
            None => list.summary.new += 1,
        }
        officers::upsert(&mut tx, &officer).await?;
    }
    if list.withheld {
        tx.rollback().await?;
    } else {
        tx.commit().await?;
    }
    Ok(list.finish())
}

fn parse(row: &Texts<'_>, units: &Units) -> Result<Line, Problem> {
    let badge = row.require("badge", "警号")?;
    let name = row.require("name", "姓名")?;
    let unit = row.require("unit", "单位代码或全称")?;
    let unit = units
        .by_code_or_name(&unit)
        .ok_or_else(|| Problem::column("unit", format!("没有代码或全称为“{unit}”的单位；请先导入单位")))?
        .id;
    let is_leader = match row.get("leader").as_deref() {
        None | Some("否" | "false" | "0") => false,
        Some("是" | "true" | "1") => true,
        Some(other) => return Err(Problem::column("leader", format!("“{other}”应写成 是 或 否"))),
    };
    Ok(Line {
        badge,
        name,
        unit,
        is_leader,
    })
}
