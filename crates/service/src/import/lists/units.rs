//! Units: `code`, `name`, optional `parent` (a code), `address`, `phone`.

use super::{ROWS, Texts, read};
use crate::import::lock::ImportLock;
use crate::import::row::Problem;
use crate::import::run::{Options, Outcome, RunError};
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::UnitId;
use domain::unit::{Unit, UnitCode, Units};
use std::collections::{HashMap, HashSet};
use storage::events::{self, When};
use storage::units;

const COLUMNS: [&str; 5] = ["code", "name", "parent", "address", "phone"];

struct Line {
    code: UnitCode,
    name: String,
    parent: Option<UnitId>,
    address: Option<String>,
    phone: Option<String>,
}

/// What a row changes.
struct Step<'a> {
    before: Option<&'a Unit>,
    unit: Unit,
}

/// Imports units: new codes are added below the root or their parent, known ones get the file's particulars and
/// are no longer 待完善.
pub async fn run_units(services: &Services, options: &Options) -> Result<Outcome, RunError> {
    let _lock = ImportLock::take(services).await?;
    let known = units::all(&mut services.db.read().await?).await?;
    let mut tree = Tree::of(&known);
    let mut list = read(
        options,
        &COLUMNS,
        |line: &Line| line.code.to_string(),
        |row| tree.parse(row, services),
    )?;
    let mut steps = Vec::new();
    for line in std::mem::take(&mut list.rows) {
        match plan(line, &tree, &known) {
            Some(step) => {
                *list.summary.counter(step.before.is_none()) += 1;
                steps.push(step);
            }
            None => list.summary.unchanged += 1,
        }
    }
    if !list.withheld {
        // The tree as the file leaves it: whatever comes to stand below a moved unit is looked at again.
        let after = overlaid(&known, &steps);
        for rows in steps.chunks(ROWS) {
            store(services, rows, &after, &list.actor).await?;
            services.db.let_others_write().await;
        }
    }
    Ok(list.finish())
}

/// Which unit stands below which, as known and as far as the file has been read.
struct Tree {
    root: Option<UnitId>,
    ids: HashMap<String, UnitId>,
    parents: HashMap<UnitId, Option<UnitId>>,
    read: HashSet<UnitId>,
}

impl Tree {
    fn of(known: &Units) -> Self {
        Self {
            root: known
                .iter()
                .find(|unit| unit.parent.is_none())
                .map(|unit| unit.id),
            ids: known
                .iter()
                .map(|unit| (unit.code.to_string(), unit.id))
                .collect(),
            parents: known.iter().map(|unit| (unit.id, unit.parent)).collect(),
            read: HashSet::new(),
        }
    }

    /// A parent must be known already or stand above in the file, and not below the unit itself.
    fn parse(&mut self, row: &Texts<'_>, services: &Services) -> Result<Line, Problem> {
        let code = row.require("code", "单位代码")?;
        let code = UnitCode::parse(&code).map_err(|error| Problem::column("code", error.to_string()))?;
        let name = row.require("name", "单位全称")?;
        let known = self.ids.get(code.as_str()).copied();
        let parent = match row.get("parent") {
            Some(above) => Some(self.parent(known, &above)?),
            None => known.map_or(self.root, |id| self.parents[&id]),
        };
        let id = known.unwrap_or_else(|| UnitId(services.rng.uuid_v4()));
        self.ids.insert(code.to_string(), id);
        // A second row of the code is rejected and moves nothing.
        if self.read.insert(id) {
            self.parents.insert(id, parent);
        }
        Ok(Line {
            code,
            name,
            parent,
            address: row.get("address"),
            phone: row.get("phone"),
        })
    }

    fn parent(&self, unit: Option<UnitId>, above: &str) -> Result<UnitId, Problem> {
        let id = self.ids.get(above).copied().ok_or_else(|| {
            let reason = format!("没有代码为“{above}”的上级单位；请先导入上级，或写在它前面");
            Problem::column("parent", reason)
        })?;
        let mut next = Some(id);
        while let Some(here) = next {
            if Some(here) == unit {
                let reason = format!("“{above}”是这个单位自己或它的下级，不能作它的上级；请核对上级单位");
                return Err(Problem::column("parent", reason));
            }
            next = self.parents[&here];
        }
        Ok(id)
    }
}

fn plan<'a>(line: Line, tree: &Tree, known: &'a Units) -> Option<Step<'a>> {
    let before = known.by_code(line.code.as_str());
    let unit = Unit {
        id: tree.ids[line.code.as_str()],
        code: line.code,
        name: line.name,
        parent: line.parent,
        incomplete: false,
        address: line.address,
        phone: line.phone,
    };
    (before != Some(&unit)).then_some(Step { before, unit })
}

fn overlaid(known: &Units, steps: &[Step<'_>]) -> Units {
    let mut all: HashMap<UnitId, Unit> = known.iter().map(|unit| (unit.id, unit.clone())).collect();
    all.extend(steps.iter().map(|step| (step.unit.id, step.unit.clone())));
    Units::new(all.into_values().collect())
}

async fn store(
    services: &Services,
    rows: &[Step<'_>],
    after: &Units,
    actor: &Actor,
) -> Result<(), storage::Error> {
    let now = services.clock.now();
    let mut tx = services.db.begin().await?;
    for Step { before, unit } in rows {
        let event = if let Some(before) = before {
            units::update(&mut tx, before, unit, after).await?;
            Event::UnitChanged
        } else {
            units::insert(&mut tx, unit, None, now).await?;
            Event::UnitCreated {
                code: unit.code.to_string(),
                by_import: true,
            }
        };
        events::append(
            &mut tx,
            (SubjectKind::Unit, unit.id.0),
            When::At(now),
            actor,
            &event,
        )
        .await?;
    }
    tx.commit().await
}
