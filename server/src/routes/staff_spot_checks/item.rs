//! One drawn record: looked at and judged.

use super::{address, place};
use crate::problem::Problem;
use crate::routes::feedback::Pairs;
use crate::routes::shown::Shown;
use crate::routes::staff_cases::desk::{Desk, told};
use crate::routes::staff_records::{Facts, compared, facts_beside};
use app::Done;
use app::components::FormState;
use app::pages::staff_records::Compared;
use app::pages::staff_spot_checks::{Finding, ItemModel, Judgeable, Original, Posted, item as page};
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::clock::legal_day;
use domain::spot_check::{Checker, FindingKind, Judgement};
use service::spot_checks::{self, ItemPage, JudgeError, Place, Texts};
use storage::spot_checks::{Finding as Stored, Item, State};

/// A drawn record.
pub async fn show(desk: Desk, Path((check, item)): Path<(String, String)>) -> Result<Response, Problem> {
    let opened = spot_checks::open_item(desk.services(), place(&check, &item)?).await?;
    render(&desk, opened, None, Shown::default()).await
}

/// The same with the original beside the public text, on the record.
pub async fn original(desk: Desk, Path((check, item)): Path<(String, String)>) -> Result<Response, Problem> {
    let place = place(&check, &item)?;
    let opened = spot_checks::read_original(desk.services(), &desk.staff, place).await?;
    render(&desk, opened, None, Shown::default()).await
}

/// The page; with a form as it was sent, and about which finding, none for the judgement.
pub(super) async fn render(
    desk: &Desk,
    opened: Option<ItemPage>,
    about: Option<FindingKind>,
    shown: Shown,
) -> Result<Response, Problem> {
    let opened = opened.ok_or_else(Problem::not_found)?;
    let units = service::units::shown(desk.services()).await?;
    let role = desk.staff.role;
    let unit = units.name_of(opened.item.unit);
    let ItemPage {
        check,
        item,
        texts,
        next,
    } = opened;
    let original = match (texts, item.shown()) {
        (Some(texts), _) => Original::Beside(fields(&texts)),
        (None, Some(_)) => Original::OnRequest,
        (None, None) => Original::Gone,
    };
    Ok(shown.answer(&desk.visit, |ui, form, refused| {
        let model = ItemModel {
            check: check.number,
            place: item.place,
            next: next.filter(|_| role.spot_checks()),
            judgeable: judgeable(&item, role.spot_checks()),
            findings: item.findings().iter().cloned().map(finding).collect(),
            record: (
                item.reference.clone(),
                item.shown().map(|shown| shown.title.clone()),
            ),
            unit,
            reviewed: item.reviewed,
            record_now: item.record_now,
            original,
            role,
            posted: Posted {
                finding: about,
                form,
                refused,
            },
        };
        page(ui, model)
    }))
}

fn judgeable(item: &Item, may: bool) -> Judgeable {
    match &item.state {
        State::Waiting { shown, .. } => Judgeable::Waiting {
            version: shown.version,
            may,
        },
        State::Judged {
            by: (by, at), words, ..
        } => Judgeable::Judged {
            by: (by.clone(), legal_day(*at)),
            words: words.clone(),
        },
        State::Left => Judgeable::Left,
    }
}

fn finding(stored: Stored) -> Finding {
    Finding {
        kind: stored.kind,
        stage: stored.stage,
        settled: stored.settled.map(|(by, at)| (by, legal_day(at))),
    }
}

/// What is short and never masked, then each text: the original beside what the public sees.
fn fields(texts: &Texts) -> Vec<Compared> {
    let (original, public) = (&texts.original, &texts.public);
    let mut fields = facts_beside(original, Some(&Facts::from(public)));
    let mut shown: Vec<(&str, &str)> = public.texts().collect();
    let next = |field: &'static str, _| {
        let place = shown.iter().position(|(of, _)| *of == field)?;
        Some(shown.remove(place).1.to_owned())
    };
    fields.extend(compared(original, &texts.choices, next));
    fields
}

/// Judges it; or shows it again with what was chosen and typed.
pub async fn judge(
    desk: Desk,
    Path((check, item)): Path<(String, String)>,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let by = Checker::of(&desk.staff).ok_or_else(Problem::forbidden)?;
    let place = place(&check, &item)?;
    let chosen: Vec<String> = pairs
        .iter()
        .filter(|(name, _)| name == "finding")
        .map(|(_, value)| value.clone())
        .collect();
    let form = FormState::from_pairs(pairs);
    // The form stands beside the original alone; whoever sends none of its versions has not opened it.
    let Ok(version) = form.value("version").parse::<i32>() else {
        return unopened(&desk, place, form).await;
    };
    let kinds = chosen.iter().map(String::as_str);
    let judged = match Judgement::parse(form.value("verdict"), kinds, form.value("text")) {
        Ok(judgement) => spot_checks::judge(desk.services(), by, place, version, judgement)
            .await
            .map_err(Problem::from),
        Err(errors) => Err(Problem::invalid(errors)),
    };
    match judged {
        Ok(()) => Ok(told(Done::ItemJudged, &address(place))),
        Err(problem) => {
            let shown = Shown::after(problem, form)?;
            let opened = spot_checks::read_original(desk.services(), &desk.staff, place).await?;
            render(&desk, opened, None, shown).await
        }
    }
}

/// Refuses a judgement without the original, which stays unread.
async fn unopened(desk: &Desk, place: Place, form: FormState) -> Result<Response, Problem> {
    let problem = Problem::new(StatusCode::CONFLICT).text(["还没有打开原文，不能判定：请先查看原文。"]);
    let shown = Shown::after(problem, form)?;
    let opened = spot_checks::open_item(desk.services(), place).await?;
    render(desk, opened, None, shown).await
}

impl From<JudgeError> for Problem {
    fn from(error: JudgeError) -> Self {
        match error {
            JudgeError::Unknown => Self::not_found(),
            JudgeError::JudgedBefore
            | JudgeError::Left
            | JudgeError::Republished
            | JudgeError::OwnText(_) => Self::new(StatusCode::CONFLICT).text([format!("{error}。")]),
            JudgeError::Storage(error) => error.into(),
        }
    }
}
