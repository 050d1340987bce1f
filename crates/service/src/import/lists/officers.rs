//! Officers: `badge`, `name`, `unit` (code or full name), optional `leader` (是 or true).

use super::{ROWS, Texts, read};
use crate::import::lock::ImportLock;
use crate::import::row::Problem;
use crate::import::run::{Options, Outcome, RunError};
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{OfficerId, UnitId};
use domain::person::badge_key;
use domain::unit::Units;
use std::collections::HashMap;
use storage::events::{self, When};
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
    let _lock = ImportLock::take(services).await?;
    let mut conn = services.db.read().await?;
    let known = units::all(&mut conn).await?;
    let before = officers::all(&mut conn).await?;
    drop(conn);
    let before: HashMap<_, _> = before
        .into_iter()
        .map(|officer| (officer.badge.clone(), officer))
        .collect();
    let mut list = read(
        options,
        &COLUMNS,
        |line: &Line| line.badge.clone(),
        |row| parse(row, &known),
    )?;
    let mut steps = Vec::new();
    for line in std::mem::take(&mut list.rows) {
        match plan(services, line, &before) {
            Some((officer, event)) => {
                *list.summary.counter(matches!(event, Event::OfficerAdded { .. })) += 1;
                steps.push((officer, event));
            }
            None => list.summary.unchanged += 1,
        }
    }
    if !list.withheld {
        for rows in steps.chunks(ROWS) {
            store(services, rows, &list.actor).await?;
            services.db.let_others_write().await;
        }
    }
    Ok(list.finish())
}

/// What a row changes, if anything.
fn plan(services: &Services, line: Line, before: &HashMap<String, Officer>) -> Option<(Officer, Event)> {
    let before = before.get(&line.badge);
    let Line {
        badge,
        name,
        unit,
        is_leader,
    } = line;
    let officer = Officer {
        id: before.map_or_else(|| OfficerId(services.rng.uuid_v4()), |officer| officer.id),
        badge,
        name,
        unit,
        is_leader,
    };
    match before {
        None => Some((officer, Event::OfficerAdded { is_leader })),
        Some(before) if *before == officer => None,
        Some(_) => Some((officer, Event::OfficerChanged { is_leader })),
    }
}

async fn store(services: &Services, rows: &[(Officer, Event)], actor: &Actor) -> Result<(), storage::Error> {
    let when = When::At(services.clock.now());
    let mut tx = services.db.begin().await?;
    for (officer, event) in rows {
        officers::upsert(&mut tx, officer).await?;
        events::append(&mut tx, (SubjectKind::Officer, officer.id.0), when, actor, event).await?;
    }
    tx.commit().await
}

fn parse(row: &Texts<'_>, units: &Units) -> Result<Line, Problem> {
    let badge = row.require("badge", "警号")?;
    let badge = badge_key(&badge)
        .ok_or_else(|| Problem::column("badge", format!("“{badge}”里没有警号；请只填警号的数字和字母")))?;
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
