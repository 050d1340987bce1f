//! Who handles what comes in: rules as dated data, and who must not see it.

mod colleagues;
mod desks;
mod rules;

pub use colleagues::Colleague;
pub use desks::{DeskRule, DeskRules, Duty};
pub use rules::{Queue, RoutingRules, Rule};

use crate::feedback::{FeedbackKind, NewFeedback};
use crate::ids::UnitId;
use crate::outside;
use crate::person::{Concerned, badge_key, name_key};
use crate::unit::{Unit, UnitCode, Units};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// An officer that the feedback may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownOfficer {
    /// 警号.
    pub badge: String,
    /// Name.
    pub name: String,
    /// Where the officer serves.
    pub unit: UnitId,
    /// Marked as leader.
    pub is_leader: bool,
}

/// What routing knows besides the feedback itself.
#[derive(Debug, Clone)]
pub struct Surroundings<'a> {
    /// All units.
    pub units: &'a Units,
    /// Units it is about: the one named, those of its record and incident.
    pub about: Vec<UnitId>,
    /// Officers that badge or name point to.
    pub officers: &'a [KnownOfficer],
    /// The badge of the officer who handled its incident.
    pub handled_by: Option<&'a str>,
    /// Every account that may sign in.
    pub colleagues: &'a [Colleague],
    /// Names of everybody marked as leader.
    pub leaders: &'a [String],
    /// The legal day: rules are dated.
    pub today: NaiveDate,
}

/// Where feedback goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// To a queue of the bureau.
    Inside(Assignment),
    /// Not to be judged here: nothing is stored, the citizen is shown where to turn.
    Outside,
}

/// A queue, and who must not see the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The unit whose queue it enters.
    pub queue: UnitId,
    /// The rule that decided.
    pub rule: String,
    /// Who must not see it; nobody unless it accuses.
    pub concerned: Concerned,
}

/// Decides. `None` when the bureau has no unit at all, which an initialised portal never is.
pub fn route(new: &NewFeedback, around: &Surroundings<'_>, rules: &RoutingRules) -> Option<Route> {
    let known: Vec<KnownOfficer> = colleagues::with_named(new, around);
    let officers = meant(new, around.units, &known);
    let about: Vec<&Unit> = around
        .about
        .iter()
        .filter_map(|id| around.units.by_id(*id))
        .collect();
    let served: Vec<&Unit> = officers
        .iter()
        .filter_map(|officer| around.units.by_id(officer.unit))
        .collect();
    let accused: Vec<&Unit> = about.iter().chain(&served).copied().collect();
    if new.kind.accuses() && must_go_outside(&accused, &officers, around.units) {
        return Some(Route::Outside);
    }
    let text = format!("{}\n{}", new.title, new.body);
    let names_leader = names_a_leader(&text, around.leaders)
        || officers
            .iter()
            .any(|officer| officer.is_leader && new.kind != FeedbackKind::Praise);
    let case = rules::Case {
        kind: new.kind,
        names_officer: new.officer_name.is_some() || new.officer_badge.is_some(),
        names_leader,
        text: &text,
        today: around.today,
    };
    let rule = rules.matching(&case);
    let own_unit = about.first().or_else(|| served.first()).copied();
    let queue = queue_of(rule.map(|rule| &rule.queue), own_unit, around.units)?;
    let hides = new.kind.accuses() || rule.is_some_and(Rule::finds_misconduct);
    let mut concerned = if hides {
        concerned(new, around, &accused, &officers, &text)
    } else {
        Concerned::default()
    };
    if !new.kind.accuses() {
        // A question that names somebody is not refused because it was put to the whole bureau.
        concerned
            .units
            .retain(|unit| *unit == queue.id || !conflicts(queue, &[*unit], around.units));
    }
    if conflicts(queue, &concerned.units, around.units) {
        return Some(Route::Outside);
    }
    let Some(queue) = colleagues::who_may_open(queue, &concerned, around) else {
        return Some(Route::Outside);
    };
    let rule = rule.map_or_else(|| "default".to_owned(), |rule| rule.name.clone());
    Some(Route::Inside(Assignment {
        queue: queue.id,
        rule,
        concerned,
    }))
}

/// Everybody whom the feedback points at: as typed, as known by that name or badge, whoever handled the incident, and
/// colleagues whom the text names.
fn concerned(
    new: &NewFeedback,
    around: &Surroundings<'_>,
    accused: &[&Unit],
    officers: &[&KnownOfficer],
    text: &str,
) -> Concerned {
    let written = colleagues::named_in(text, around.colleagues);
    let known = |of: fn(&KnownOfficer) -> &str| officers.iter().map(move |officer| of(officer));
    let badges = known(|officer| &officer.badge)
        .chain(new.officer_badge.as_deref())
        .chain(around.handled_by);
    let names = known(|officer| &officer.name).chain(new.officer_name.as_deref());
    Concerned {
        units: once_each(accused.iter().map(|unit| unit.id)),
        badges: once_each(badges.filter_map(badge_key)),
        names: once_each(names.filter_map(name_key).chain(written)),
    }
}

fn once_each<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.collect::<BTreeSet<T>>().into_iter().collect()
}

/// Whether `queue` is a concerned unit or lies below one: it must not get the case.
pub fn conflicts(queue: &Unit, concerned: &[UnitId], units: &Units) -> bool {
    units
        .path(queue)
        .iter()
        .any(|above| concerned.contains(&above.id))
}

/// The officers meant: where only a name was given, those of the unit named, if any of the name serve there.
fn meant<'a>(new: &NewFeedback, units: &Units, known: &'a [KnownOfficer]) -> Vec<&'a KnownOfficer> {
    let all: Vec<&KnownOfficer> = known.iter().collect();
    let named = new.unit.as_ref().and_then(|code| units.by_code(code.as_str()));
    let Some(unit) = named else {
        return all;
    };
    let there = units.with_descendants(unit.id);
    let of_unit: Vec<_> = all
        .iter()
        .filter(|officer| there.contains(&officer.unit))
        .copied()
        .collect();
    if new.officer_badge.is_some() || of_unit.is_empty() {
        all
    } else {
        of_unit
    }
}

/// An officer counts as a leader when everybody who may be meant is one; else inspection looks at it first.
fn must_go_outside(accused: &[&Unit], officers: &[&KnownOfficer], units: &Units) -> bool {
    let about_leader = !officers.is_empty() && officers.iter().all(|officer| officer.is_leader);
    about_leader || accused.iter().any(|unit| outside::concerns(unit, units))
}

fn names_a_leader(text: &str, leaders: &[String]) -> bool {
    leaders
        .iter()
        .any(|name| name.chars().count() >= 2 && text.contains(name.as_str()))
}

/// The queue that a rule means; a bureau that lacks the unit handles it at the centre, else at the top.
fn queue_of<'a>(queue: Option<&Queue>, own: Option<&'a Unit>, units: &'a Units) -> Option<&'a Unit> {
    let meant = match queue {
        Some(Queue::OwnUnit) => own,
        Some(Queue::Code(code)) => units.by_code(code),
        None => None,
    };
    meant
        .or_else(|| units.by_code(UnitCode::CENTER))
        .or_else(|| units.by_code(UnitCode::COUNTY))
        .or_else(|| units.iter().find(|unit| unit.parent.is_none()))
}

#[cfg(test)]
mod tests;
