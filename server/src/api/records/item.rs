//! Lists of records as JSON.

use super::UnitName;
use super::comparison::Comparison;
use domain::money::Money;
use domain::unit::Units;
use serde::Serialize;
use service::search::{Ask, FacetLine, Item as Found, Page, Peers};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A page of results.
#[derive(Debug, Serialize, ToSchema)]
pub struct Results {
    /// How many were found.
    total: u64,
    /// `exact`, or `at_least` beyond 100,000 with words.
    total_is: &'static str,
    page: u64,
    per_page: u64,
    items: Vec<Item>,
    /// By parameter; each ignores its own filter.
    facets: BTreeMap<&'static str, Vec<Facet>>,
    /// Only the words as typed were searched, without the index.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    degraded: bool,
}

/// A value of a filter.
#[derive(Debug, Serialize, ToSchema)]
struct Facet {
    value: String,
    label: String,
    count: u64,
}

/// A record in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Item {
    #[serde(rename = "ref")]
    reference: String,
    document_number: Option<String>,
    kind: &'static str,
    title: String,
    unit: UnitName,
    party_name: Option<String>,
    violation: Option<String>,
    penalty_kinds: Vec<&'static str>,
    /// Decimal string in yuan.
    fine_yuan: Option<String>,
    decided_on: Option<String>,
    published_on: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    highlights: Option<Vec<Highlight>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f32>,
}

/// A sentence that matched; `<mark>` is its only markup.
#[derive(Debug, Serialize, ToSchema)]
struct Highlight {
    field: String,
    html: String,
}

/// Records like one.
#[derive(Debug, Serialize, ToSchema)]
pub struct Similar {
    items: Vec<Item>,
    /// For a penalty that names its violation, while there is an index.
    comparison: Option<Comparison>,
}

impl Results {
    pub(super) fn new(page: Page, ask: &Ask, units: &Units) -> Self {
        let facet = |line: FacetLine| Facet {
            value: line.value,
            label: line.label,
            count: line.count,
        };
        let facets = page
            .facets
            .into_iter()
            .map(|(name, lines)| (name, lines.into_iter().map(facet).collect()));
        Self {
            total: page.total,
            total_is: if page.exact { "exact" } else { "at_least" },
            page: ask.page,
            per_page: ask.per_page,
            items: page
                .items
                .into_iter()
                .map(|found| Item::new(found, units))
                .collect(),
            facets: facets.collect(),
            degraded: page.degraded,
        }
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers become JSON")
    }
}

impl Similar {
    pub(super) fn new(items: Vec<Found>, peers: Option<Peers>, units: &Units) -> Self {
        let one = |found: Found| Item {
            score: Some(found.score),
            highlights: None,
            ..Item::new(found, units)
        };
        Self {
            items: items.into_iter().map(one).collect(),
            comparison: peers.map(Comparison::from),
        }
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers become JSON")
    }
}

impl Item {
    fn new(found: Found, units: &Units) -> Self {
        let record = found.record;
        let marked = found.highlights.iter().map(|one| Highlight {
            field: one.field.clone(),
            html: one.html(),
        });
        Self {
            reference: record.reference,
            document_number: record.document_number,
            kind: record.kind.as_str(),
            title: record.title,
            unit: UnitName::of(record.unit, units),
            party_name: record.party_name,
            violation: record.violation,
            penalty_kinds: record.penalty_kinds.iter().map(|kind| kind.as_str()).collect(),
            fine_yuan: record.fine.map(|sum: Money| sum.to_string()),
            decided_on: record.decided_on.map(|day| day.to_string()),
            published_on: record.published_on.to_string(),
            highlights: Some(marked.collect()),
            score: None,
        }
    }
}
