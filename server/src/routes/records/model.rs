//! From what use cases answer to what pages show.

use app::components::{Facet, FacetOption, day_text};
use app::pages::records::{Applied, Decision, LikeCase, LikeCases, Peers, ResultItem, Segment, outcome};
use app::{t, t_with};
use chrono::NaiveDate;
use domain::money::Money;
use domain::unit::Units;
use service::search::{Ask, FacetLine, Highlight, Item, Likeness, Piece, statute_label};
use storage::public::PublicRecord;

/// A record among results.
pub(crate) fn result_item(item: Item, units: &Units) -> ResultItem {
    let record = item.record;
    ResultItem {
        unit: units.name_of(record.unit),
        kind: record.kind,
        decided_on: record.decided_on,
        published_on: record.published_on,
        outcome: outcome(&record.penalty_kinds, record.fine, record.detention_days),
        document_number: record.document_number,
        reference: record.reference,
        title: segments(item.title),
        snippets: snippets(item.highlights),
    }
}

/// Sentences shown below a title.
const SNIPPETS: usize = 2;

/// What the title, the number and the list do not show already; facts usually stand in the full text again, often behind
/// a word or two of introduction.
fn snippets(highlights: Vec<Highlight>) -> Vec<Vec<Segment>> {
    let shown_elsewhere = ["title", "violation", "party_name", "document_number"];
    let mut kept: Vec<(String, Vec<Piece>)> = Vec::new();
    for highlight in highlights {
        let says = words_of(&highlight.pieces);
        let is_said = |(said, _): &(String, Vec<Piece>)| said.contains(&says) || says.contains(said.as_str());
        if kept.len() < SNIPPETS
            && !shown_elsewhere.contains(&highlight.field.as_str())
            && !kept.iter().any(is_said)
        {
            kept.push((says, highlight.pieces));
        }
    }
    kept.into_iter().map(|(_, pieces)| segments(pieces)).collect()
}

fn words_of(pieces: &[Piece]) -> String {
    let words: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    words.trim_matches(['…', ' ']).to_owned()
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
        like: LikeCases::default(),
    }
}

/// What is known of decisions like one.
pub(super) fn like_cases(known: &Likeness, units: &Units) -> LikeCases {
    let case = |case: &service::search::LikeCase| LikeCase {
        reference: case.reference.clone(),
        title: case.title.clone(),
        unit: units.name_of(case.unit),
        decided_on: case.decided_on,
        outcome: outcome(&case.penalty_kinds, case.fine, case.detention_days),
    };
    LikeCases {
        cases: known.cases.iter().map(case).collect(),
        peers: known.peers.clone().map(peers),
    }
}

fn peers(known: service::search::Peers) -> Peers {
    let (class, since) = (known.class, known.span.0);
    let href = app::link::Query::new("/records")
        .with("kind", domain::record::RecordKind::Penalty.as_str())
        .with("violation", &class.violation)
        .with("statute", class.article.as_deref().unwrap_or_default())
        .with("from", since)
        .href();
    Peers {
        violation: class.violation,
        article: class.article.as_deref().map(statute_label),
        band: class.band,
        since,
        href,
        fine: known.fine,
        detention: known.detention,
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
    let mut all = listed(ask, units);
    all.extend(ranges(ask));
    if !ask.synonyms && !ask.q.is_empty() {
        all.push(filter("synonyms", "off", t("records-filter-exact")));
    }
    all
}

fn filter(name: &'static str, value: impl ToString, label: String) -> Applied {
    Applied {
        name,
        value: value.to_string(),
        label,
    }
}

/// Filters of which several values may be chosen.
fn listed(ask: &Ask, units: &Units) -> Vec<Applied> {
    let kinds = ask.kinds.iter();
    let mut all: Vec<Applied> = kinds
        .map(|kind| filter("kind", kind.as_str(), kind.label().into()))
        .collect();
    all.extend(ask.units.iter().map(|code| {
        let name = units.by_code(code).map(|unit| unit.name.clone());
        filter("unit", code, name.unwrap_or_else(|| code.clone()))
    }));
    all.extend(ask.years.iter().map(|year| {
        let words = t_with("records-year", &[("year", year.to_string().into())]);
        filter("year", year, words)
    }));
    let penalties = ask.penalties.iter();
    all.extend(penalties.map(|kind| filter("penalty", kind.as_str(), kind.label().into())));
    let violations = ask.violations.iter();
    all.extend(violations.map(|name| filter("violation", name, name.clone())));
    let statutes = ask.statutes.iter();
    all.extend(statutes.map(|key| filter("statute", key, service::search::statute_label(key))));
    all
}

/// Filters with a lower and an upper end.
fn ranges(ask: &Ask) -> impl Iterator<Item = Applied> {
    let day = |name, key: &str, day: Option<NaiveDate>| {
        let words = |day: NaiveDate| t_with(key, &[("day", day_text(day).into())]);
        day.map(|day| filter(name, day, words(day)))
    };
    let sum = |name, key: &str, sum: Option<Money>| {
        let words = |sum: Money| t_with(key, &[("yuan", sum.grouped().into())]);
        sum.map(|sum| filter(name, sum, words(sum)))
    };
    let ends = [
        day("from", "records-filter-from", ask.from),
        day("to", "records-filter-to", ask.to),
        sum("fine_min", "records-filter-fine-min", ask.fine_min),
        sum("fine_max", "records-filter-fine-max", ask.fine_max),
    ];
    ends.into_iter().flatten()
}
