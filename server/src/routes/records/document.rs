//! `/records/{ref}` and what hangs on it.

use super::model;
use crate::api::records::{Document, GoneDocument};
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::pages::records::{
    Decision, Gone, History, HistoryLine, LikeCases, decision, gone, history as history_page,
};
use app::{t, t_with};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::clock::legal_day;
use domain::publication::Correction;
use domain::receipt::RecordRef;
use domain::unit::Units;
use service::records::{self, Happening};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use storage::public::{Lookup, PublicRecord};

const JSON: &str = "application/json; charset=utf-8";

/// What is answered for a reference: what stands there, or a redirect to its own writing.
pub(crate) enum Canonical {
    /// What stands there.
    Found(Lookup),
    /// The reference's own writing.
    Elsewhere(String),
}

/// Reads the reference of an address. Forgiving to people who type it; one address for machines.
pub(crate) async fn canonical(app: &AppState, typed: &str) -> Result<Canonical, Problem> {
    let Ok(reference) = RecordRef::parse(typed) else {
        return Err(Problem::not_found());
    };
    let reference = reference.to_string();
    if reference != typed {
        return Ok(Canonical::Elsewhere(reference));
    }
    Ok(Canonical::Found(
        records::look_up(app.services(), &reference).await?,
    ))
}

/// The page of a decision.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response, Problem> {
    let units = service::units::shown(app.services()).await?;
    match canonical(&app, &typed).await? {
        Canonical::Elsewhere(reference) => {
            Ok(Redirect::permanent(&format!("/records/{reference}")).into_response())
        }
        Canonical::Found(Lookup::Public(record)) => {
            let known = service::search::likeness(app.services(), &record, &units).await?;
            let like = model::like_cases(&known, &units);
            let version = format!("{} {:x}", version(&record, &units), hash(&like));
            Ok(visit.public(&version, |ui| {
                let model = model::decision(*record, &units);
                decision(ui, Decision { like, ..model })
            }))
        }
        Canonical::Found(other) => gone_page(&visit, other, &units),
    }
}

/// The same as a document for programs.
pub async fn json(
    State(app): State<AppState>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response, Problem> {
    let units = service::units::shown(app.services()).await?;
    match canonical(&app, &typed).await? {
        Canonical::Elsewhere(reference) => {
            Ok(Redirect::permanent(&format!("/records/{reference}/json")).into_response())
        }
        Canonical::Found(Lookup::Public(record)) => {
            let history = records::history(app.services(), record.id).await?;
            let version = version(&record, &units);
            Ok(visit.public_as(StatusCode::OK, JSON, &version, |_| {
                Document::new(*record, &units, &history).to_json()
            }))
        }
        Canonical::Found(other) => gone_json(&visit, other, &units),
    }
}

/// What happened to its public text.
pub async fn history(
    State(app): State<AppState>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response, Problem> {
    let units = service::units::shown(app.services()).await?;
    match canonical(&app, &typed).await? {
        Canonical::Elsewhere(reference) => {
            Ok(Redirect::permanent(&format!("/records/{reference}/history")).into_response())
        }
        Canonical::Found(Lookup::Public(record)) => {
            let happenings = records::history(app.services(), record.id).await?;
            let texts = records::earlier_texts(app.services(), record.id).await?;
            let kept: Kept = texts
                .into_iter()
                .map(|text| (text.record.version, text.reason))
                .collect();
            let version = format!("{} {:?}", version(&record, &units), kept.keys());
            let model = History {
                reference: record.reference,
                title: record.title,
                lines: happenings.into_iter().rev().map(|one| line(one, &kept)).collect(),
            };
            Ok(visit.public(&version, |ui| history_page(ui, model)))
        }
        Canonical::Found(other) => gone_page(&visit, other, &units),
    }
}

/// The earlier versions that may still be read, each with the reason of its correction.
type Kept = BTreeMap<i32, Option<String>>;

fn line(happening: Happening, kept: &Kept) -> HistoryLine {
    let what = match (happening.word, happening.version) {
        ("updated", Some(version)) => t_with(corrected(happening.correction), &[("version", version.into())]),
        ("withdrawn", _) => t("gone-withdrawn"),
        _ => t("records-history-published"),
    };
    let before = happening.version.map(|version| version - 1);
    let replaced = before.filter(|version| kept.contains_key(version));
    HistoryLine {
        on: legal_day(happening.at),
        what,
        reason: replaced.and_then(|version| kept[&version].clone()),
        replaced,
    }
}

const fn corrected(correction: Option<Correction>) -> &'static str {
    match correction {
        Some(Correction::Factual) => "records-history-factual",
        Some(Correction::Privacy) => "records-history-privacy",
        None => "records-history-updated",
    }
}

/// What the bytes of a record's page depend on besides the request: its version, how long it is shown, and its unit's
/// name.
pub(crate) fn version(record: &PublicRecord, units: &Units) -> String {
    let unit = units
        .by_id(record.unit)
        .map(|unit| unit.name.as_str())
        .unwrap_or_default();
    format!(
        "{} {} {} {:?} {unit}",
        record.reference,
        record.version,
        record.published_at.timestamp_micros(),
        record.publish_until
    )
}

/// Keyed alike in every process of one build, which is part of every tag.
fn hash(like: &LikeCases) -> u64 {
    let mut hasher = DefaultHasher::new();
    like.hash(&mut hasher);
    hasher.finish()
}

/// What stands at the address of a record that is no longer public.
pub(crate) fn gone_page(visit: &Visit, lookup: Lookup, units: &Units) -> Result<Response, Problem> {
    let model = match lookup {
        Lookup::Tombstone(stone) => Gone::Tombstone {
            unit: units.name_of(stone.unit),
            reference: stone.reference,
            kind: stone.kind,
            document_number: stone.document_number,
            on: legal_day(stone.withdrawn_at),
            code: stone.code,
        },
        Lookup::Gone { expired: true } => Gone::Expired,
        Lookup::Gone { expired: false } => Gone::Bare,
        Lookup::Public(_) | Lookup::Unknown => return Err(Problem::not_found()),
    };
    Ok(
        visit.public_as(StatusCode::GONE, "text/html; charset=utf-8", "gone", |ui| {
            gone(ui, model)
        }),
    )
}

/// The same for programs: a problem with the members of the tombstone.
pub(crate) fn gone_json(visit: &Visit, lookup: Lookup, units: &Units) -> Result<Response, Problem> {
    let document = GoneDocument::new(lookup, units).ok_or_else(Problem::not_found)?;
    Ok(
        visit.public_as(StatusCode::GONE, "application/problem+json", "gone", |_| {
            document.to_json()
        }),
    )
}
