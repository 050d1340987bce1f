//! `/staff/objections`: what people hold against public records, and the bureau's answers.

use super::feedback::Pairs;
use super::objections::answer_model;
use super::shown::Shown;
use super::staff_cases::desk::{Desk, told};
use crate::problem::Problem;
use app::Done;
use app::components::FormState;
use app::pages::staff_objections::{self as page, Line, Opened};
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use domain::deadline::Due;
use domain::objection::{Answer, Stage};
use domain::publication::Publisher;
use service::objections::{self, AnswerError, PER_PAGE};
use storage::objections::Listed;

/// Which list and page.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Chosen {
    list: String,
    page: String,
}

/// The queue.
pub async fn list(desk: Desk, Query(chosen): Query<Chosen>) -> Result<Response, Problem> {
    let answered = chosen.list == "answered";
    let page = chosen.page.parse().unwrap_or(1).clamp(1, 10_000);
    let found = objections::list(desk.services(), answered, page).await?;
    let model = page::Desk {
        answered,
        counts: (
            found.count.open.unsigned_abs(),
            found.count.overdue.unsigned_abs(),
            found.count.answered.unsigned_abs(),
        ),
        lines: found.lines.into_iter().map(line).collect(),
        page,
        per_page: PER_PAGE,
    };
    Ok(desk.visit.private(StatusCode::OK, |ui| page::desk(ui, model)))
}

fn line(listed: Listed) -> Line {
    let objection = listed.objection;
    let answered = match &objection.stage {
        Stage::Received(_) => None,
        Stage::Answered(answered) => Some((answered.answer().outcome, answered.on())),
    };
    Line {
        reference: objection.reference.to_string(),
        kind: objection.kind,
        title: objection.record_title,
        record_now: objection.record_now,
        received_on: objection.received_on,
        due_on: listed.due_on,
        answered,
    }
}

/// One objection.
pub async fn show(desk: Desk, Path(reference): Path<String>) -> Result<Response, Problem> {
    render(&desk, &reference, Shown::default()).await
}

async fn render(desk: &Desk, reference: &str, shown: Shown) -> Result<Response, Problem> {
    let opened = objections::open(desk.services(), desk.staff.id, reference).await?;
    let role = desk.staff.role;
    Ok(shown.answer(&desk.visit, |ui, form, refused| {
        let objection = opened.objection;
        let running = opened.due.filter(|due: &Due| due.met_on.is_none());
        let answer = answer_model(&objection.stage);
        let model = Opened {
            reference: objection.reference.to_string(),
            record: (objection.record_ref, objection.record_title),
            record_now: objection.record_now,
            opens_record: role.sees_drafts(),
            kind: objection.kind,
            asker: objection.asker,
            passage: objection.passage,
            request: objection.request,
            received_on: objection.received_on,
            due: running.map(|due| (due.on, due.provisional)),
            answer: answer.map(|answer| (answer, opened.answered_by)),
            answers: role.publishes(),
            hindrances: opened
                .hindrances
                .into_iter()
                .map(|(outcome, why)| (outcome, why.to_string()))
                .collect(),
            form,
            refused,
        };
        page::objection(ui, model)
    }))
}

/// Answers one; or shows it again with what was typed.
pub async fn answer(
    desk: Desk,
    Path(reference): Path<String>,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let by = Publisher::of(&desk.staff).ok_or_else(Problem::forbidden)?;
    let form = FormState::from_pairs(pairs);
    let answer = match Answer::parse(form.value("outcome"), form.value("text")) {
        Ok(answer) => answer,
        Err(errors) => {
            let shown = Shown::after(Problem::invalid(errors), form)?;
            return render(&desk, &reference, shown).await;
        }
    };
    match objections::answer(desk.services(), by, &reference, answer).await {
        Ok(()) => Ok(told(
            Done::ObjectionAnswered,
            &format!("/staff/objections/{reference}"),
        )),
        Err(error) => render(&desk, &reference, Shown::after(error, form)?).await,
    }
}

impl From<AnswerError> for Problem {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Unknown => Self::not_found(),
            AnswerError::AnsweredBefore | AnswerError::NotAnswered(_) => {
                Self::new(StatusCode::CONFLICT).text([format!("{error}。")])
            }
            AnswerError::Storage(error) => error.into(),
        }
    }
}
