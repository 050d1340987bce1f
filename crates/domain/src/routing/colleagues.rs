//! People with an account: they may be named themselves, and somebody whom a case does not concern must be able to
//! open it.

use super::{KnownOfficer, Surroundings, conflicts};
use crate::feedback::NewFeedback;
use crate::ids::UnitId;
use crate::person::{Concerned, badge_key, folded, name_key};
use crate::role::{Role, Staff};
use crate::unit::{Unit, UnitCode, Units};

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    unit: UnitId,
    role: Role,
    badge: Option<String>,
    name: Option<String>,
}

impl From<&Staff> for Colleague {
    fn from(staff: &Staff) -> Self {
        Self {
            unit: staff.unit,
            role: staff.role,
            badge: staff.badge.as_deref().and_then(badge_key),
            name: name_key(&staff.display_name),
        }
    }
}

impl Colleague {
    /// Whether one of the names or badges as typed is this person's: one may stand within the other, as in the
    /// predicate by which cases are hidden.
    fn is_named(&self, badges: &[String], names: &[String]) -> bool {
        let by_badge = |own: &String| badges.iter().any(|badge| badge.contains(own.as_str()));
        let by_name = |own: &String| {
            let overlaps = |name: &String| name.contains(own.as_str()) || own.contains(name.as_str());
            names.iter().any(overlaps)
        };
        self.badge.as_ref().is_some_and(by_badge) || self.name.as_ref().is_some_and(by_name)
    }

    /// Whether this person could open a case in `queue` that is hidden from `concerned`.
    pub fn opens(&self, queue: UnitId, concerned: &Concerned, units: &Units) -> bool {
        let of_own_unit = units
            .by_id(self.unit)
            .is_some_and(|unit| conflicts(unit, &concerned.units, units));
        self.works(queue) && !of_own_unit && !self.is_named(&concerned.badges, &concerned.names)
    }

    fn works(&self, queue: UnitId) -> bool {
        self.unit == queue && self.role.works_cases()
    }

    fn as_officer(&self, known: &[KnownOfficer]) -> Option<KnownOfficer> {
        let is_known = known.iter().any(|officer| {
            let same_badge = self.badge.is_some() && badge_key(&officer.badge) == self.badge;
            let same_name = officer.unit == self.unit && name_key(&officer.name) == self.name;
            same_badge || same_name
        });
        (!is_known).then(|| KnownOfficer {
            badge: self.badge.clone().unwrap_or_default(),
            name: self.name.clone().unwrap_or_default(),
            unit: self.unit,
            is_leader: self.role == Role::Leader,
        })
    }
}

/// The officers that badge or name point to, and the colleagues who are named but are in no list of officers.
pub(super) fn with_named(new: &NewFeedback, around: &Surroundings<'_>) -> Vec<KnownOfficer> {
    let typed = |text: &Option<String>, key: fn(&str) -> Option<String>| -> Vec<String> {
        text.as_deref().and_then(key).into_iter().collect()
    };
    let badges = typed(&new.officer_badge, badge_key);
    let names = typed(&new.officer_name, name_key);
    let meant = around
        .colleagues
        .iter()
        .filter(|one| one.is_named(&badges, &names));
    let unlisted = meant.filter_map(|one| one.as_officer(around.officers));
    around.officers.iter().cloned().chain(unlisted).collect()
}

/// The names of those whom `text` names.
pub(super) fn named_in(text: &str, colleagues: &[Colleague]) -> Vec<String> {
    let text = folded(text);
    let names = colleagues.iter().filter_map(|one| one.name.as_ref());
    names
        .filter(|name| text.contains(name.as_str()))
        .cloned()
        .collect()
}

/// The queue in which somebody can open the case: the one meant, else the bureau's own (县局). `None` when everybody
/// who works there is concerned. A queue that nobody works yet waits for whoever will.
pub(super) fn who_may_open<'a>(
    meant: &'a Unit,
    concerned: &Concerned,
    around: &Surroundings<'a>,
) -> Option<&'a Unit> {
    let of = |queue: &Unit| around.colleagues.iter().filter(|one| one.works(queue.id)).count();
    let opened = |queue: &&Unit| {
        let mut all = around.colleagues.iter();
        all.any(|one| one.opens(queue.id, concerned, around.units))
    };
    if of(meant) == 0 {
        return Some(meant);
    }
    let county = around.units.by_code(UnitCode::COUNTY);
    [Some(meant), county].into_iter().flatten().find(opened)
}
