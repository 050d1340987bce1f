//! From what use cases answer to what pages show.

use app::components::{Facet, FacetOption};
use app::pages::records::{Applied, Decision, ResultItem, Segment, outcome};
use app::{t, t_with};
use domain::unit::Units;
use service::search::{Ask, FacetLine, Highlight, Item, Piece};
use storage::public::PublicRecord;

/// A record among results.
pub(crate) fn result_item(item: Item, units: &Units) -> ResultItem {
    let record = item.record;
    ResultItem {
        unit: units
            .by_id(record.unit)
            .map(|unit| unit.name.clone())
            .unwrap_or_default(),
        kind: record.kind,
        decided_on: record.decided_on,
        outcome: outcome(&record.penalty_kinds, record.fine, record.detention_days),
        document_number: record.document_number,
        reference: record.reference,
        title: segments(item.title),
        snippets: snippets(item.highlights),
    }
}

/// Sentences shown below a title.
const SNIPPETS: usize = 2;

/// What the title, the number and the list do not show already; facts usually stand in the full text again.
fn snippets(highlights: Vec<Highlight>) -> Vec<Vec<Segment>> {
    let shown_elsewhere = ["title", "violation", "party_name", "document_number"];
    let mut kept: Vec<Vec<Piece>> = Vec::new();
    for highlight in highlights {
        if kept.len() < SNIPPETS
            && !shown_elsewhere.contains(&highlight.field.as_str())
            && !kept.contains(&highlight.pieces)
        {
            kept.push(highlight.pieces);
        }
    }
    kept.into_iter().map(segments).collect()
}

/// The citation's words, and the search for decisions on the same article where it is recognised.
fn basis(words: String) -> (String, Option<String>) {
    let key = service::search::same_article(&words);
    (
        words,
        key.map(|key| app::link::Query::new("/records").with("statute", key).href()),
    )
}

fn segments(pieces: Vec<Piece>) -> Vec<Segment> {
    pieces
        .into_iter()
        .map(|Piece { text, marked }| Segment { text, marked })
        .collect()
}

/// A record on its own page.
pub(super) fn decision(record: PublicRecord, units: &Units) -> Decision {
    let unit = units
        .by_id(record.unit)
        .map(|unit| (unit.code.to_string(), unit.name.clone()));
    Decision {
        outcome: outcome(&record.penalty_kinds, record.fine, record.detention_days),
        legal_basis: record.legal_basis.into_iter().map(basis).collect(),
        reference: record.reference,
        kind: record.kind,
        title: record.title,
        unit: unit.unwrap_or_default(),
        document_number: record.document_number,
        decided_on: record.decided_on,
        acted_on: record.acted_on,
        published_on: record.published_on,
        publish_until: record.publish_until,
        party: record.party_name,
        party_type: record.party_type,
        violation: record.violation,
        facts: record.facts,
        penalty_text: record.penalty_text,
        confiscated: record.confiscated,
        body: record.body,
        source_url: record.source_url,
        personal: record.personal,
        version: record.version,
    }
}

/// The filters beside the list.
pub(super) fn facets(facets: Vec<(&'static str, Vec<FacetLine>)>) -> Vec<Facet> {
    let option = |line: FacetLine| FacetOption {
        value: line.value,
        label: line.label,
        count: line.count,
    };
    facets
        .into_iter()
        .map(|(name, lines)| Facet {
            title: t(&format!("records-facet-{name}")),
            name,
            options: lines.into_iter().map(option).collect(),
        })
        .collect()
}

/// The filters in force, in words.
pub(crate) fn applied(ask: &Ask, units: &Units) -> Vec<Applied> {
    let one = |name, value: String, label: String| Applied { name, value, label };
    let unit_name = |code: &String| {
        units
            .by_code(code)
            .map_or_else(|| code.clone(), |unit| unit.name.clone())
    };
    let mut all: Vec<Applied> = Vec::new();
    all.extend(
        ask.kinds
            .iter()
            .map(|kind| one("kind", kind.as_str().into(), kind.label().into())),
    );
    all.extend(
        ask.units
            .iter()
            .map(|code| one("unit", code.clone(), unit_name(code))),
    );
    all.extend(ask.years.iter().map(|year| {
        one(
            "year",
            year.to_string(),
            t_with("records-year", &[("year", year.to_string().into())]),
        )
    }));
    all.extend(
        ask.penalties
            .iter()
            .map(|kind| one("penalty", kind.as_str().into(), kind.label().into())),
    );
    all.extend(
        ask.violations
            .iter()
            .map(|name| one("violation", name.clone(), name.clone())),
    );
    all.extend(
        ask.statutes
            .iter()
            .map(|key| one("statute", key.clone(), service::search::statute_label(key))),
    );
    all.extend(ask.from.map(|day| {
        one(
            "from",
            day.to_string(),
            t_with("records-filter-from", &[("day", day.to_string().into())]),
        )
    }));
    all.extend(ask.to.map(|day| {
        one(
            "to",
            day.to_string(),
            t_with("records-filter-to", &[("day", day.to_string().into())]),
        )
    }));
    let sum = |name, key: &str, sum: domain::money::Money| {
        one(
            name,
            sum.to_string(),
            t_with(key, &[("yuan", sum.grouped().into())]),
        )
    };
    all.extend(
        ask.fine_min
            .map(|min| sum("fine_min", "records-filter-fine-min", min)),
    );
    all.extend(
        ask.fine_max
            .map(|max| sum("fine_max", "records-filter-fine-max", max)),
    );
    if !ask.synonyms && !ask.q.is_empty() {
        all.push(one("synonyms", "off".into(), t("records-filter-exact")));
    }
    all
}
