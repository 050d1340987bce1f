//! One record: the original beside what would be public, and what may be done with it.

use super::{Facts, exceptions, facts_beside};
use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::routes::records::changes;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::records::Segment;
use app::pages::staff_records::{
    Choices, Chosen, Compared, FindableNote, Minor, Next, Over, OwedNote, Review, Round, Ruling, field_label,
    review,
};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::deadline::{ClockKind, Due};
use domain::masking::choice::{Act, is_same, refusable, stands_in};
use domain::masking::findable::Findable;
use domain::masking::{Kind, Masked, Span};
use domain::publication::Stage;
use domain::record::Content;
use domain::role::Role;
use service::records::{self as desk_of, Withdrawal};
use std::collections::HashSet;
use std::ops::Range;
use storage::records::{Decision, Found, PastRound};

/// One record: the original beside what would be public.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
) -> Result<Response, Problem> {
    let model = reviewed(&app, &signed_in, &reference, FormState::new()).await?;
    Ok(visit.private(StatusCode::OK, |ui| review(ui, model)))
}

/// The page's model, with a form as it was sent.
pub(super) async fn reviewed(
    app: &AppState,
    signed_in: &SignedIn,
    reference: &str,
    form: FormState,
) -> Result<Review, Problem> {
    let services = app.services();
    let (found, decision) = desk_of::preview(services, reference).await?;
    let (rounds, clocks) = desk_of::review_of(services, &found).await?;
    let units = service::units::shown(services).await?;
    let past = desk_of::exceptions_of(services, found.id).await?;
    let exception_step = exceptions::step(&found, &decision, &past, signed_in.staff.role);
    let earlier = desk_of::earlier_texts(services, found.id).await?;
    let may_be_public = matches!(decision, Decision::Publish(_));
    let findable = desk_of::findable(services, &found, &decision).await?;
    let findable = findable.filter(|_| found.stage.can_be_mended());
    let is_shown = matches!(found.stage, Stage::Published(_));
    let chosen = choices(app, signed_in, &found).await?;
    let (until_gone, until_public): (Vec<_>, Vec<_>) = clocks
        .into_iter()
        .filter(|due| due.met_on.is_none())
        .partition(|due| due.clock == ClockKind::Withdraw);
    let is_over = matches!(found.stage, Stage::Withdrawn(_) | Stage::Expired(_));
    let last_day = |clocks: &[Due]| clocks.first().map(|due| (due.on, due.provisional));
    let next = next(&found.stage, may_be_public, signed_in.staff.role);
    Ok(Review {
        unit: units.name_of(found.unit),
        state: word(&found),
        over: over(app, &found).await?,
        next,
        can_withdraw: found.is_public,
        earlier: earlier.len(),
        publishes: signed_in.staff.role.publishes(),
        exceptions: past.into_iter().map(exceptions::line).collect(),
        exception_step,
        can_mend: found.stage.can_be_mended() && signed_in.staff.role.publishes(),
        rounds: rounds.into_iter().map(round).collect(),
        owed: found.owed.filter(|_| !is_over).map(|owed| OwedNote {
            owed,
            due: last_day(&until_gone),
        }),
        due: last_day(&until_public),
        publish_at: found.scheduled.map(|scheduled| scheduled.at),
        today: services.clock.today(),
        fields: fields(&found, (!is_over).then_some(&decision), findable.as_ref()),
        changes: desk_of::replacement(services, &found, &decision)
            .await?
            .map(|(shown, next)| changes(&shown, &next, &units)),
        minor: minor(&decision, next).filter(|_| !is_over && !is_shown),
        findable: findable.map(|findable| findable_note(&findable, chosen.may, is_shown)),
        choices: chosen,
        title: found.original.title,
        reference: found.reference,
        revision: found.revision,
        stage: found.stage,
        ruling: ruling(decision),
        form,
    })
}

/// What is to be done where a text of a person tells of somebody under eighteen.
fn minor(decision: &Decision, next: Next) -> Option<Minor> {
    match decision {
        Decision::Publish(it) if it.personal && it.of_minor => Some(match next {
            Next::Judge => Minor::Judged,
            _ => Minor::Mended,
        }),
        Decision::Publish(_) | Decision::Hold { .. } => None,
    }
}

fn ruling(decision: Decision) -> Ruling {
    match decision {
        Decision::Publish(publication) => Ruling::Publish {
            ground: publication.ground,
        },
        Decision::Hold { ground, .. } => Ruling::Hold { ground },
    }
}

/// Why the public sees it no longer.
async fn over(app: &AppState, found: &Found) -> Result<Option<Over>, Problem> {
    Ok(match &found.stage {
        Stage::Withdrawn(_) => {
            let mut withdrawn = desk_of::withdrawals(app.services(), &[found.id]).await?;
            withdrawn.remove(&found.id).map(withdrawal)
        }
        Stage::Expired(_) => found.publish_until.map(|until| Over::Expired { until }),
        _ => None,
    })
}

pub(super) fn withdrawal(Withdrawal { on, code, by }: Withdrawal) -> Over {
    Over::Withdrawn { on, code, by }
}

/// `已公开，更正审核中`: the stage of a newer original stands behind what the public sees.
fn word(found: &Found) -> String {
    let stage = found.stage.label();
    if found.is_public && found.stage.is_waiting() {
        format!("已公开，更正{stage}")
    } else {
        stage.to_owned()
    }
}

fn next(stage: &Stage, may_be_public: bool, role: Role) -> Next {
    match stage {
        Stage::Prepared(_) | Stage::SentBack(_) if role.publishes() && may_be_public => Next::Submit,
        Stage::Approved(_) if role.publishes() && may_be_public => Next::Publish,
        Stage::Prepared(_) | Stage::SentBack(_) | Stage::Approved(_) if role.publishes() => Next::Hold,
        Stage::Submitted(_) if role.reviews_records() => Next::Judge,
        _ => Next::Nothing,
    }
}

fn round(past: PastRound) -> Round {
    let day = domain::clock::legal_day;
    let comment = past
        .verdict
        .as_ref()
        .and_then(|(verdict, ..)| verdict.comment().map(str::to_owned));
    Round {
        revision: past.revision,
        submitted: (past.submitted_by, day(past.submitted_at)),
        correction: past.correction,
        reason: past.reason,
        reviewed: past.verdict.map(|(_, by, at)| (by, day(at))),
        comment,
    }
}

/// What people decided about passages, and what they may still decide.
async fn choices(app: &AppState, signed_in: &SignedIn, found: &Found) -> Result<Choices, Problem> {
    let texts = found.original.texts();
    let mut chosen = Vec::new();
    for choice in found.choices.iter() {
        let by = desk_of::display_name(app.services(), choice.by).await?;
        chosen.push(Chosen {
            passage: choice.passage.clone(),
            hides: matches!(choice.act, Act::Hide(_)),
            kind: choice.act.kind(),
            reason: choice.reason.clone(),
            by: (by, choice.on),
            applies: texts.iter().any(|(_, text)| stands_in(&choice.passage, text)),
        });
    }
    let mut offered: Vec<(Kind, String)> = Vec::new();
    for ((_, text), masked) in texts
        .iter()
        .zip(desk_of::maskings(&found.original, &found.choices))
    {
        offered.extend(refusable(text, &masked));
    }
    let always = desk_of::always_masked(&found.original);
    let mut seen = HashSet::new();
    offered.retain(|(_, passage)| {
        seen.insert(passage.clone()) && !always.iter().any(|name| is_same(name, passage))
    });
    Ok(Choices {
        chosen,
        refusable: offered,
        may: found.stage.can_be_mended() && signed_in.staff.role.publishes(),
    })
}

/// Every fact and text of the original beside what would be public of it; nothing would where it is over.
fn fields(found: &Found, decision: Option<&Decision>, findable: Option<&Findable>) -> Vec<Compared> {
    let publication = decision.and_then(|decision| match decision {
        Decision::Publish(publication) => Some(publication),
        Decision::Hold { .. } => None,
    });
    let facts = publication.map(|it| Facts::from(&it.masked).until(it.publish_until));
    let mut fields = facts_beside(&found.original, facts.as_ref());
    let texts = compared(&found.original, &found.choices, |_, masked| {
        publication.is_some().then_some(masked)
    });
    fields.extend(with_traces(texts, findable));
    fields
}

/// The texts with what makes somebody findable marked in those that the public sees.
fn with_traces(mut fields: Vec<Compared>, findable: Option<&Findable>) -> Vec<Compared> {
    for (place, field) in fields.iter_mut().enumerate() {
        let traces = findable.map(Findable::traces).unwrap_or_default().iter();
        let here = traces.filter(|trace| trace.text == place);
        let ranges: Vec<Range<usize>> = here.map(|trace| trace.place.clone()).collect();
        if let Some(public) = field.public.as_mut().filter(|_| !ranges.is_empty()) {
            let text: String = public.iter().map(|piece| piece.text.as_str()).collect();
            *public = pieces(&text, ranges);
        }
    }
    fields
}

/// What makes somebody findable; whoever may decide about passages masks one from here.
fn findable_note(findable: &Findable, may_hide: bool, is_public: bool) -> FindableNote {
    let passages = findable.passages().into_iter();
    let passages = passages.map(|(mark, passage)| (passage.to_owned(), mark.label(), mark.hides_as()));
    FindableNote {
        summary: findable.to_string(),
        passages: passages.collect(),
        may_hide,
        is_public,
    }
}

/// Each text of the original, marked where masking takes something away, beside what is public of it: told by the
/// field and what masking makes of the text.
pub(crate) fn compared(
    original: &Content,
    choices: &domain::masking::choice::Choices,
    mut public: impl FnMut(&'static str, String) -> Option<String>,
) -> Vec<Compared> {
    let maskings = desk_of::maskings(original, choices);
    let texts = original.texts().into_iter().zip(maskings);
    let compared = |((field, text), masked): ((&'static str, &str), Masked)| Compared {
        label: field_label(original.kind, field),
        original: pieces(text, masked.spans.iter().map(|span| span.start..span.end)),
        rules: rules(&masked.spans),
        public: public(field, masked.text).map(|text| vec![Segment::plain(text)]),
    };
    texts.map(compared).collect()
}

/// What is masked, how often and by which rule.
fn rules(spans: &[Span]) -> Vec<(&'static str, usize, &'static str)> {
    let counted = Kind::ALL.into_iter().map(|kind| {
        let count = spans.iter().filter(|span| span.kind == kind).count();
        (kind.label(), count, kind.rule())
    });
    counted.filter(|(_, count, _)| *count > 0).collect()
}

/// The text in pieces, marked where the ranges lie, which count characters and do not overlap.
fn pieces(text: &str, marked: impl IntoIterator<Item = Range<usize>>) -> Vec<Segment> {
    let chars: Vec<char> = text.chars().collect();
    let piece = |from: usize, to: usize, marked| Segment {
        text: chars[from..to].iter().collect(),
        marked,
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    for range in marked {
        pieces.push(piece(at, range.start, false));
        pieces.push(piece(range.start, range.end, true));
        at = range.end;
    }
    pieces.push(piece(at, chars.len(), false));
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}
