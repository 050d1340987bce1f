//! Drawing a check.

use crate::problem::Problem;
use crate::routes::feedback::Pairs;
use crate::routes::shown::Shown;
use crate::routes::staff_cases::desk::{Desk, told};
use app::Done;
use app::components::FormState;
use app::pages::staff_spot_checks::{New, new as page};
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use domain::spot_check::{Checker, Plan, RawPlan, usual_days};
use domain::unit::Units;
use service::spot_checks::{self, DrawError};

/// How many a new check begins with.
const USUAL_SIZE: u32 = 30;

/// The form: with what the address asks for and how many records that is, or with the last ninety days.
pub async fn blank(desk: Desk, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Problem> {
    let is_counted = !pairs.is_empty();
    let form = if is_counted {
        FormState::from_pairs(pairs)
    } else {
        let (from, to) = usual_days(desk.services().clock.today());
        FormState::new()
            .with("from", from.to_string())
            .with("to", to.to_string())
            .with("size", USUAL_SIZE.to_string())
    };
    let units = service::units::shown(desk.services()).await?;
    match Plan::parse(&raw(&form), &units) {
        Ok(plan) => {
            let frame = spot_checks::frame_size(desk.services(), &plan).await?;
            Ok(render(&desk, &units, Some(frame), Shown::filled(form)))
        }
        // What an address asks for and cannot be is told beside its field, as in every filter.
        Err(errors) => {
            let mut form = form;
            for error in errors {
                form.error(error.field, error.message);
            }
            Ok(render(&desk, &units, None, Shown::filled(form)))
        }
    }
}

fn render(desk: &Desk, units: &Units, frame: Option<u64>, shown: Shown) -> Response {
    let units = units
        .iter()
        .map(|unit| (unit.code.to_string(), unit.name.clone()))
        .collect();
    shown.answer(&desk.visit, |ui, form, refused| {
        let model = New {
            units,
            frame,
            form,
            refused,
        };
        page(ui, model)
    })
}

fn raw(form: &FormState) -> RawPlan {
    let value = |name: &str| form.value(name).to_owned();
    RawPlan {
        from: value("from"),
        to: value("to"),
        unit: value("unit"),
        kind: value("kind"),
        unreviewed: value("unreviewed"),
        size: value("size"),
    }
}

/// Draws; or shows the form again with what was typed.
pub async fn draw(desk: Desk, Form(pairs): Pairs) -> Result<Response, Problem> {
    let by = Checker::of(&desk.staff).ok_or_else(Problem::forbidden)?;
    let form = FormState::from_pairs(pairs);
    let units = service::units::shown(desk.services()).await?;
    let plan = match Plan::parse(&raw(&form), &units) {
        Ok(plan) => plan,
        Err(errors) => {
            let shown = Shown::after(Problem::invalid(errors), form)?;
            return Ok(render(&desk, &units, None, shown));
        }
    };
    match spot_checks::draw(desk.services(), by, &plan).await {
        Ok(number) => Ok(told(Done::CheckDrawn, &format!("/staff/spot-checks/{number}"))),
        Err(error) => Ok(render(&desk, &units, None, Shown::after(error, form)?)),
    }
}

impl From<DrawError> for Problem {
    fn from(error: DrawError) -> Self {
        match error {
            DrawError::NothingThere => Self::new(StatusCode::CONFLICT).text([format!("{error}。")]),
            DrawError::Storage(error) => error.into(),
        }
    }
}
