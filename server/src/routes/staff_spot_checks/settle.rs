//! What came of a finding.

use super::item::render;
use super::{address, place};
use crate::problem::Problem;
use crate::routes::feedback::Pairs;
use crate::routes::shown::Shown;
use crate::routes::staff_cases::desk::{Desk, told};
use app::Done;
use app::components::FormState;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::spot_check::{FindingKind, Settlement, Settler};
use service::spot_checks::{self, SettleError};

/// Settles a finding; or shows it again with what was typed.
pub async fn settle(
    desk: Desk,
    Path((check, item, kind)): Path<(String, String, String)>,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let by = Settler::of(&desk.staff).ok_or_else(Problem::forbidden)?;
    let place = place(&check, &item)?;
    let kind = FindingKind::parse(&kind).ok_or_else(Problem::not_found)?;
    let form = FormState::from_pairs(pairs);
    let settled = match Settlement::parse(form.value("outcome"), form.value("reason")) {
        Ok(settlement) => spot_checks::settle(desk.services(), by, (place, kind), settlement)
            .await
            .map_err(Problem::from),
        Err(error) => Err(Problem::invalid(vec![error])),
    };
    match settled {
        Ok(()) => Ok(told(Done::FindingSettled, &address(place))),
        Err(problem) => {
            let shown = Shown::after(problem, form)?;
            let opened = spot_checks::open_item(desk.services(), place).await?;
            render(&desk, opened, Some(kind), shown).await
        }
    }
}

impl From<SettleError> for Problem {
    fn from(error: SettleError) -> Self {
        match error {
            SettleError::Unknown => Self::not_found(),
            SettleError::SettledBefore | SettleError::Left | SettleError::NotSettled(_) => {
                Self::new(StatusCode::CONFLICT).text([format!("{error}。")])
            }
            SettleError::Storage(error) => error.into(),
        }
    }
}
