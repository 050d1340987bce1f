//! A page with a form: fresh, or once more with what was typed and why it was not done.

use super::feedback::with_errors;
use crate::problem::Problem;
use crate::visit::Visit;
use app::Ui;
use app::components::FormState;
use axum::http::StatusCode;
use axum::response::Response;

/// How a page is shown. The default is fresh.
#[derive(Default)]
pub(super) struct Shown {
    status: StatusCode,
    form: FormState,
    refused: Option<String>,
}

impl Shown {
    /// With fields filled in beforehand.
    pub(super) fn filled(form: FormState) -> Self {
        Self {
            form,
            ..Self::default()
        }
    }

    /// Once more with what was typed, for a reason that the page itself tells.
    pub(super) fn again(status: StatusCode, form: FormState) -> Self {
        Self {
            status,
            form,
            ..Self::default()
        }
    }

    /// Once more with what was typed: what is wrong beside its field (422), or what changed meanwhile above the form
    /// (409). Any other problem needs no look at the database and has a page of its own, which gives the words back
    /// as well.
    pub(super) fn after(problem: impl Into<Problem>, form: FormState) -> Result<Self, Problem> {
        let problem = problem.into();
        match problem.status {
            StatusCode::UNPROCESSABLE_ENTITY if !problem.errors.is_empty() => {
                Ok(Self::again(problem.status, with_errors(form, problem.errors)))
            }
            StatusCode::CONFLICT => Ok(Self {
                refused: Some(problem.text.concat()),
                ..Self::again(problem.status, form)
            }),
            _ => Err(problem),
        }
    }

    /// Says `why` in other words, if it says why it was refused.
    #[must_use]
    pub(super) fn saying(self, why: impl FnOnce() -> String) -> Self {
        Self {
            refused: self.refused.map(|_| why()),
            ..self
        }
    }

    /// The page, made from what was typed and why it was refused; kept by nobody.
    pub(super) fn answer(
        self,
        visit: &Visit,
        page: impl FnOnce(&Ui, FormState, Option<String>) -> String,
    ) -> Response {
        visit.private(self.status, |ui| page(ui, self.form, self.refused))
    }

    /// The same for a form that everybody may open: fresh, it is packed.
    pub(super) fn answer_anybody(
        self,
        visit: &Visit,
        page: impl FnOnce(&Ui, FormState, Option<String>) -> String,
    ) -> Response {
        match self.status {
            StatusCode::OK => visit.blank(|ui| page(ui, self.form, self.refused)),
            _ => self.answer(visit, page),
        }
    }
}
