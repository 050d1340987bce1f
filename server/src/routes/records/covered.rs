//! What there is at all, for a search that finds nothing: of the units chosen, by year; of every unit, if none is.

use app::link::Query as Link;
use app::pages::records::{Coverage, CoverageLine};
use domain::ids::UnitId;
use domain::policy::{Decision, Policy};
use domain::unit::Units;
use service::overview::{Covered, Overview};
use service::search::Ask;

/// Units told one by one; `/units` has them all.
const MOST_UNITS: usize = 30;

/// The decisions that are public, whatever was searched for.
pub(super) fn covered(ask: &Ask, overview: &Overview, policy: Option<&Policy>, units: &Units) -> Coverage {
    let chosen: Vec<_> = ask.units.iter().filter_map(|code| units.by_code(code)).collect();
    let list = chosen
        .iter()
        .fold(Link::new("/records"), |link, unit| link.with("unit", &unit.code));
    let ids: Vec<UnitId> = if chosen.is_empty() {
        units.iter().map(|unit| unit.id).collect()
    } else {
        chosen
            .iter()
            .flat_map(|unit| units.with_descendants(unit.id))
            .collect()
    };
    let years = overview.by_year(&ids).into_iter().map(|(year, covered)| {
        let href = year.as_ref().map(|year| list.clone().with("year", year).href());
        line(year, covered, href)
    });
    Coverage {
        units: chosen.iter().map(|unit| unit.name.clone()).collect(),
        years: years.collect(),
        by_unit: if chosen.is_empty() {
            by_unit(overview, units)
        } else {
            Vec::new()
        },
        sealed: policy
            .iter()
            .flat_map(|policy| &policy.rules)
            .filter(|rule| rule.decision == Decision::Sealed)
            .map(|rule| (rule.from, rule.ground.clone()))
            .collect(),
    }
}

/// Each unit without those below it, the most first.
fn by_unit(overview: &Overview, units: &Units) -> Vec<CoverageLine> {
    let mut lines: Vec<CoverageLine> = units
        .iter()
        .map(|unit| {
            let href = Link::new("/records").with("unit", &unit.code).href();
            line(Some(unit.name.clone()), overview.of(&[unit.id]), Some(href))
        })
        .filter(|line| line.records > 0)
        .collect();
    lines.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.what.cmp(&b.what)));
    lines.truncate(MOST_UNITS);
    lines
}

fn line(what: Option<String>, covered: Covered, href: Option<String>) -> CoverageLine {
    CoverageLine {
        what,
        records: covered.records,
        days: covered.days,
        href,
    }
}
