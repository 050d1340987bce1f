//! What routing and clocks need to know, read from the database: rules and periods are data.

use crate::rules;
use crate::services::Services;
use domain::deadline::Periods;
use domain::feedback::NewFeedback;
use domain::field_error::FieldError;
use domain::ids::UnitId;
use domain::person::{badge_key, name_key};
use domain::publication::Stage;
use domain::routing::{Colleague, KnownOfficer, Route, RoutingRules, Surroundings, route};
use domain::unit::{UnitCode, Units};
use storage::incidents::Incident;
use storage::{Conn, incidents, officers, records, units, users};

/// The periods in force.
pub(crate) async fn periods(conn: &mut Conn) -> Result<Periods, storage::Error> {
    rules::in_force(conn).await
}

/// Where feedback goes, with what was looked up on the way.
pub(super) struct Decided {
    pub(super) route: Route,
    pub(super) unit: Option<UnitId>,
    pub(super) units: Units,
}

/// Where `new` goes, or which of its fields point to nothing.
pub(super) async fn decide(
    services: &Services,
    conn: &mut Conn,
    new: &NewFeedback,
) -> Result<Result<Decided, Vec<FieldError>>, storage::Error> {
    let all = units::all(conn).await?;
    let rules: RoutingRules = rules::in_force(conn).await?;
    let (unit, mut errors) = named_unit(&all, new);
    let mut about: Vec<UnitId> = unit.into_iter().collect();
    match record_unit(services, conn, new).await? {
        Ok(unit) => about.extend(unit),
        Err(error) => errors.push(error),
    }
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    let incident = incident(conn, new).await?;
    about.extend(incident.as_ref().map(|incident| incident.unit));
    let known = known_officers(conn, new).await?;
    let leaders = officers::leaders(conn).await?;
    let leaders: Vec<String> = leaders.into_iter().map(|officer| officer.name).collect();
    let colleagues = colleagues(conn).await?;
    let around = Surroundings {
        units: &all,
        colleagues: &colleagues,
        about,
        officers: &known,
        handled_by: incident
            .as_ref()
            .and_then(|incident| incident.officer_badge.as_deref()),
        leaders: &leaders,
        today: services.clock.today(),
    };
    // Every opened folder has a root unit.
    let route = route(new, &around, &rules).unwrap_or(Route::Outside);
    Ok(Ok(Decided {
        route,
        unit,
        units: all,
    }))
}

/// Everybody who may sign in.
async fn colleagues(conn: &mut Conn) -> Result<Vec<Colleague>, storage::Error> {
    let accounts = users::all(conn).await?.into_iter();
    let active = accounts.filter(|account| account.disabled_at.is_none());
    Ok(active.map(|account| Colleague::from(&account.staff)).collect())
}

fn named_unit(all: &Units, new: &NewFeedback) -> (Option<UnitId>, Vec<FieldError>) {
    let Some(code) = &new.unit else {
        return (None, Vec::new());
    };
    match all.by_code(code.as_str()) {
        Some(unit) => (Some(unit.id), Vec::new()),
        None => (None, vec![NewFeedback::unknown_unit(code)]),
    }
}

/// A record never made public is as good as unknown.
async fn record_unit(
    services: &Services,
    conn: &mut Conn,
    new: &NewFeedback,
) -> Result<Result<Option<UnitId>, FieldError>, storage::Error> {
    let Some(reference) = new.record else {
        return Ok(Ok(None));
    };
    let found = records::find_by_reference(conn, &reference.to_string(), services.clock.today()).await?;
    Ok(match found {
        Some(found) if found.is_public || matches!(found.stage, Stage::Withdrawn(_) | Stage::Expired(_)) => {
            Ok(Some(found.unit))
        }
        _ => Err(NewFeedback::unknown_record(reference)),
    })
}

/// An unknown number is kept as typed: saying so would tell which numbers exist.
async fn incident(conn: &mut Conn, new: &NewFeedback) -> Result<Option<Incident>, storage::Error> {
    let Some(number) = &new.incident else {
        return Ok(None);
    };
    let Some(known) = incidents::find_known(conn, number).await? else {
        return Ok(None);
    };
    incidents::find(conn, known.id.into()).await
}

async fn known_officers(conn: &mut Conn, new: &NewFeedback) -> Result<Vec<KnownOfficer>, storage::Error> {
    let badge = new.officer_badge.as_deref().and_then(badge_key);
    let name = new.officer_name.as_deref().and_then(name_key);
    let (badge, name) = (badge.as_deref(), name.as_deref());
    if badge.is_none() && name.is_none() {
        return Ok(Vec::new());
    }
    let mut found = officers::find(conn, badge, name).await?;
    if found.is_empty() && badge.is_some() && name.is_some() {
        // A badge misread is worth less than the name.
        found = officers::find(conn, None, name).await?;
    }
    let known = |officer: officers::Officer| KnownOfficer {
        badge: officer.badge,
        name: officer.name,
        unit: officer.unit,
        is_leader: officer.is_leader,
    };
    Ok(found.into_iter().map(known).collect())
}

/// Whether `unit` decides what comes back and whom to ask: 民意访评中心, or the bureau itself where there is none.
pub(super) fn is_centre(units: &Units, unit: UnitId) -> bool {
    centre(units).is_some_and(|centre| centre.id == unit)
}

/// 民意访评中心, or the bureau itself where there is none.
pub(super) fn centre(units: &Units) -> Option<&domain::unit::Unit> {
    units
        .by_code(UnitCode::CENTER)
        .or_else(|| units.by_code(UnitCode::COUNTY))
        .or_else(|| units.iter().find(|unit| unit.parent.is_none()))
}

/// Whether `unit` is 督察.
pub(super) fn is_inspection(units: &Units, unit: UnitId) -> bool {
    units
        .by_code(UnitCode::INSPECTION)
        .is_some_and(|inspection| inspection.id == unit)
}
