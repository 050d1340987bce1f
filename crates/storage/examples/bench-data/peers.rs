//! The peers of the search: the full text of two databases, with the portal's own bigrams over the same public texts.

mod fts5;
mod postgres;

pub(crate) use fts5::Fts5;
pub(crate) use postgres::Postgres;

use crate::Outcome;
use chrono::Datelike;
use domain::unit::Units;
use service::search::Ask;
use service::services::Services;
use std::collections::BTreeSet;
use storage::public::{self, Part, PublicRecord};

/// Up to so many different bigrams all must occur; of more any may, as in the portal.
const ALL_OF: usize = 6;

/// A database that answers what a results page asks for.
pub(crate) trait Peer {
    const NAME: &'static str;

    async fn insert(&mut self, texts: &[Text]) -> Outcome<()>;

    /// Builds or tidies the index, once everything is in.
    async fn settle(&mut self) -> Outcome<()>;

    /// Ten hits with their texts, five columns counted, and the count of all, which is returned.
    async fn answer(&mut self, ask: &Ask) -> Outcome<i64>;

    /// Bytes of the full-text index alone.
    async fn index_bytes(&mut self) -> Outcome<i64>;
}

/// What is searched of a record.
pub(crate) struct Text {
    kind: &'static str,
    unit: String,
    violation: Option<String>,
    year: Option<i32>,
    penalty: Option<&'static str>,
    title: String,
    body: String,
}

impl Text {
    fn of(row: &PublicRecord, units: &Units) -> Self {
        let optional = [
            &row.violation,
            &row.party_name,
            &row.document_number,
            &row.facts,
            &row.penalty_text,
            &row.body,
        ];
        let basis = row.legal_basis.join("\n");
        let parts: Vec<&str> = optional
            .into_iter()
            .flatten()
            .map(String::as_str)
            .chain([&*basis])
            .collect();
        Self {
            kind: row.kind.as_str(),
            unit: units
                .by_id(row.unit)
                .map(|unit| unit.code.to_string())
                .unwrap_or_default(),
            violation: row.violation.clone(),
            year: row.decided_on.map(|day| day.year()),
            penalty: row.penalty_kinds.first().map(|kind| kind.as_str()),
            title: row.title.clone(),
            body: parts.join("\n"),
        }
    }

    fn bytes(&self) -> u64 {
        (self.title.len() + self.body.len()) as u64
    }

    /// Of title and body.
    fn grams(&self) -> Vec<String> {
        [grams(&self.title), grams(&self.body)].concat()
    }
}

/// How much is searched.
#[derive(Default)]
pub(crate) struct Extent {
    pub(crate) records: u64,
    /// Bytes of the texts.
    pub(crate) raw: u64,
}

/// Reads the public texts, a thousand at a time.
struct Texts<'a> {
    services: &'a Services,
    units: Units,
    after: Option<domain::ids::RecordId>,
}

impl<'a> Texts<'a> {
    async fn of(services: &'a Services) -> Outcome<Self> {
        let units = service::units::shown(services).await?;
        Ok(Self {
            services,
            units,
            after: None,
        })
    }

    /// Nothing at the end.
    async fn next(&mut self) -> Outcome<Vec<Text>> {
        let rows = public::scan(&mut self.services.db.read().await?, self.after, Part::All, 1_000).await?;
        self.after = rows.last().map(|row| row.id).or(self.after);
        Ok(rows.iter().map(|row| Text::of(row, &self.units)).collect())
    }
}

/// How much there is.
pub(crate) async fn extent(services: &Services) -> Outcome<Extent> {
    let mut texts = Texts::of(services).await?;
    let mut extent = Extent::default();
    loop {
        let some = texts.next().await?;
        if some.is_empty() {
            return Ok(extent);
        }
        extent.records += some.len() as u64;
        extent.raw += some.iter().map(Text::bytes).sum::<u64>();
    }
}

/// Puts all public texts in.
pub(crate) async fn fill(peer: &mut impl Peer, services: &Services) -> Outcome<()> {
    let mut texts = Texts::of(services).await?;
    loop {
        let some = texts.next().await?;
        if some.is_empty() {
            return peer.settle().await;
        }
        peer.insert(&some).await?;
    }
}

/// The portal's own bigrams, so that all know the same words.
fn grams(text: &str) -> Vec<String> {
    ::search::text::bigrams(text).map(|gram| gram.text).collect()
}

/// What is asked for in words.
enum Wanted {
    /// All in this order, side by side.
    Phrase(Vec<String>),
    All(BTreeSet<String>),
    Any(BTreeSet<String>),
}

impl Wanted {
    fn of(q: &str) -> Self {
        let found = grams(q);
        if q.starts_with('"') {
            return Self::Phrase(found);
        }
        let distinct: BTreeSet<String> = found.into_iter().collect();
        if distinct.len() <= ALL_OF {
            Self::All(distinct)
        } else {
            Self::Any(distinct)
        }
    }
}
