//! `/records/{ref}/history/{version}`: a text that a factual correction replaced.

use super::document::{Canonical, canonical, gone_page, version};
use super::model;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::day_text;
use app::pages::records::{ByKind, Change, Earlier, Segment, earlier as page, outcome};
use app::t;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::clock::legal_day;
use domain::money::Money;
use domain::unit::Units;
use service::records::{Piece, difference, earlier_texts};
use storage::public::{Lookup, PublicRecord};

/// The text of an earlier version beside what the next one made of it.
pub async fn earlier(
    State(app): State<AppState>,
    visit: Visit,
    Path((typed, wanted)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let units = service::units::shown(app.services()).await?;
    let record = match canonical(&app, &typed).await? {
        Canonical::Elsewhere(reference) => {
            return Ok(
                Redirect::permanent(&format!("/records/{reference}/history/{wanted}")).into_response(),
            );
        }
        Canonical::Found(Lookup::Public(record)) => record,
        Canonical::Found(other) => return gone_page(&visit, other, &units),
    };
    let key = format!("{} earlier {wanted}", version(&record, &units));
    let texts = earlier_texts(app.services(), record.id).await?;
    let mut later = texts
        .into_iter()
        .skip_while(|text| text.record.version.to_string() != wanted);
    let text = later.next().ok_or_else(Problem::not_found)?;
    let next = later.next().map_or(*record, |next| next.record);
    let model = Earlier {
        from: legal_day(text.record.published_at),
        until: legal_day(text.replaced_at),
        changes: changes(&text.record, &next, &units),
        text: model::decision(text.record, &units),
    };
    Ok(visit.public(&key, |ui| page(ui, model)))
}

/// The fields that differ, in the order of the page.
pub(crate) fn changes(before: &PublicRecord, after: &PublicRecord, units: &Units) -> Vec<Change> {
    let pairs = told(before, units).into_iter().zip(told(after, units));
    let changed = pairs.filter(|((_, was), (_, is))| was != is);
    changed
        .map(|((key, was), (_, is))| change(key, &was, &is))
        .collect()
}

/// Everything that the page tells of a text, each under the name that it has there.
fn told(record: &PublicRecord, units: &Units) -> [(&'static str, String); 16] {
    let day = |day: Option<NaiveDate>| day.map(day_text).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let sum = |sum: Option<Money>| sum.map(Money::grouped).unwrap_or_default();
    [
        ("records-earlier-heading", record.title.clone()),
        ("records-facet-kind", record.kind.label().to_owned()),
        (
            "records-outcome",
            outcome(&record.penalty_kinds, record.fine, record.detention_days).unwrap_or_default(),
        ),
        ("records-number", text(&record.document_number)),
        ("records-unit", units.name_of(record.unit)),
        ("records-decided", day(record.decided_on)),
        (ByKind::ActedOn.key(record.kind), day(record.acted_on)),
        ("records-until", day(record.publish_until)),
        ("records-party", text(&record.party_name)),
        ("records-violation", text(&record.violation)),
        ("records-confiscated", sum(record.confiscated)),
        (ByKind::Facts.key(record.kind), text(&record.facts)),
        ("records-penalty", text(&record.penalty_text)),
        ("records-basis", record.legal_basis.join("\n")),
        ("records-body", text(&record.body)),
        ("records-source-url", text(&record.source_url)),
    ]
}

fn change(key: &'static str, was: &str, is: &str) -> Change {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let segment = |text: &str, marked| Segment {
        text: text.to_owned(),
        marked,
    };
    for piece in difference(was, is) {
        match piece {
            Piece::Kept(text) => {
                before.push(segment(text, false));
                after.push(segment(text, false));
            }
            Piece::Removed(text) => before.push(segment(text, true)),
            Piece::Added(text) => after.push(segment(text, true)),
        }
    }
    for side in [&mut before, &mut after] {
        if side.is_empty() {
            side.push(Segment::plain(t("records-earlier-none")));
        }
    }
    Change {
        field: t(key),
        before,
        after,
    }
}
