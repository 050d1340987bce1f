//! 民意访评中心 or 督察 puts a demand to a unit: de-identified text, to the next higher unit, or to the unit
//! itself only with the complainant's consent (信访工作条例 第三十条).

use super::case::{Scope, permitted};
use super::error::HandleError;
use super::handle::Deed;
use super::masked;
use super::owner::unchanged;
use crate::lengths;
use crate::services::Services;
use domain::clock::legal_day;
use domain::deadline::ClockKind;
use domain::demand::{DemandKind, DemandStatus, ensure_discreet};
use domain::event::{Actor, Event, SubjectKind};
use domain::feedback::{BODY_MAX, TITLE_MAX};
use domain::field_error::FieldError;
use domain::ids::{DemandId, UnitId};
use domain::role::Staff;
use domain::text;
use domain::unit::{Unit, Units};
use storage::clocks::Bearer;
use storage::demands::{self, Demand};
use storage::events::When;
use storage::feedback::Case;
use storage::{events, feedback, units};

/// A demand before it is written: text to start from, and to whom it may go.
#[derive(Debug, Clone)]
pub struct DemandDraft {
    /// The case.
    pub case: Case,
    /// The masked title.
    pub title: String,
    /// The masked account; still to be read and mended by a person.
    pub text: String,
    /// Units it may go to; the flag says that it is the unit concerned itself, with consent.
    pub targets: Vec<(Unit, bool)>,
}

/// A demand as typed.
#[derive(Debug, Clone, Default)]
pub struct NewDemand {
    /// The unit's code.
    pub unit: String,
    /// One line.
    pub title: String,
    /// De-identified text.
    pub text: String,
}

/// Text to start from, and to whom it may go.
pub async fn draft_demand(
    services: &Services,
    staff: &Staff,
    reference: &str,
) -> Result<DemandDraft, HandleError> {
    let mut conn = services.db.read().await?;
    let case = permitted(&mut conn, staff, reference).await?;
    let units = units::all(&mut conn).await?;
    let concerned = feedback::receipt::concerned(&mut conn, case.id).await?;
    let scope = Scope::new(services, &mut conn, staff, &case, &units, &concerned).await?;
    ensure_may_demand(&scope)?;
    let targets = targets(&case, &concerned, &units);
    let (title, text) = masked::draft(&case);
    Ok(DemandDraft {
        case,
        title,
        text,
        targets,
    })
}

/// Sends a demand; the case itself goes nowhere. The version of the case guards against a second demand by a
/// second click or person, and against a citizen who withdraws meanwhile.
pub async fn send_demand(
    services: &Services,
    staff: &Staff,
    (reference, version): (&str, i32),
    new: &NewDemand,
) -> Result<DemandId, HandleError> {
    let mut tx = services.db.begin().await?;
    let case = permitted(&mut tx, staff, reference).await?;
    let units = units::all(&mut tx).await?;
    let concerned = feedback::receipt::concerned(&mut tx, case.id).await?;
    let scope = Scope::new(services, &mut tx, staff, &case, &units, &concerned).await?;
    ensure_may_demand(&scope)?;
    let (target, title, text) = checked(new, &case, &targets(&case, &concerned, &units))?;
    feedback::update(&mut tx, case.id, version, &unchanged(&case)).await?;
    let now = services.clock.now();
    let today = legal_day(now);
    let demand = Demand {
        id: DemandId(services.rng.uuid_v4()),
        kind: DemandKind::Feedback,
        title,
        text,
        unit: target.id,
        reviewer: staff.unit,
        status: DemandStatus::Sent,
        sent_on: today,
        version: 1,
    };
    demands::insert(&mut tx, &demand, &[(SubjectKind::Feedback, case.id.0)]).await?;
    let (bearer, subject) = (Bearer::Demand(demand.kind), (SubjectKind::Demand, demand.id.0));
    lengths::start(&mut tx, (bearer, demand.id.0), ClockKind::Demand, today).await?;
    let sent = Event::DemandSent {
        unit: target.name,
        kind: DemandKind::Feedback.as_str().to_owned(),
    };
    events::append(&mut tx, subject, When::At(now), &Actor::Staff(staff.id), &sent).await?;
    Deed {
        services,
        case: &case,
        now,
    }
    .note(&mut tx, staff, &sent)
    .await?;
    tx.commit().await?;
    Ok(demand.id)
}

fn ensure_may_demand(scope: &Scope<'_>) -> Result<(), HandleError> {
    if scope.may_demand() {
        Ok(())
    } else {
        Err(HandleError::NotAllowed(
            "现在不能向单位提出要求：只有民意访评中心和督察可以，事项须已受理",
        ))
    }
}

/// The next higher unit of each unit concerned; the unit itself with consent. Without a unit concerned nobody
/// is asked: the centre first finds out which it is.
fn targets(case: &Case, concerned: &[UnitId], units: &Units) -> Vec<(Unit, bool)> {
    let mut targets: Vec<(Unit, bool)> = Vec::new();
    let all = concerned.iter().filter_map(|id| units.by_id(*id));
    for unit in all {
        let own = case.tell_unit.then(|| (unit.clone(), true));
        let above = units.above(unit).map(|above| (above.clone(), false));
        for target in above.into_iter().chain(own) {
            let is_known = targets.iter().any(|(known, _)| known.id == target.0.id);
            // What lies above one unit may itself be accused.
            let is_accused = !target.1 && concerned.contains(&target.0.id);
            if !is_known && !is_accused {
                targets.push(target);
            }
        }
    }
    targets
}

fn checked(
    new: &NewDemand,
    case: &Case,
    targets: &[(Unit, bool)],
) -> Result<(Unit, String, String), HandleError> {
    let mut errors = Vec::new();
    let target = targets
        .iter()
        .find(|(unit, _)| unit.code.as_str() == new.unit.trim());
    if target.is_none() {
        errors.push(FieldError::not_chosen("unit", "答复单位"));
    }
    let title = text::line("title", "标题", &new.title, TITLE_MAX)
        .and_then(|title| title.ok_or_else(|| FieldError::missing("title", "标题")))
        .map_err(|error| errors.push(error));
    let text = text::body("text", "要求内容", &new.text, BODY_MAX)
        .and_then(|text| text.ok_or_else(|| FieldError::missing("text", "要求内容")))
        .map_err(|error| errors.push(error));
    let reference = case.reference.to_string();
    let numbers = || {
        [Some(reference.as_str()), case.incident.as_deref()]
            .into_iter()
            .flatten()
    };
    for (field, typed) in [("title", &new.title), ("text", &new.text)] {
        errors.extend(ensure_discreet(field, typed, numbers()).err());
    }
    match (target, title, text) {
        (Some((unit, _)), Ok(title), Ok(text)) if errors.is_empty() => Ok((unit.clone(), title, text)),
        _ => Err(HandleError::Invalid(errors)),
    }
}
