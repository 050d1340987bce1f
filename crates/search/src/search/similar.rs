//! Records like a given one: of the same violation, if it names one, ranked by the most telling bigrams they share. The
//! text comes from the caller, for bodies are not stored.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query as Clause, TermQuery};
use tantivy::schema::IndexRecordOption;
use uuid::Uuid;

use super::collect::PageCollector;
use super::{Page, hits};
use domain::listing::Sort;

use crate::ask::{Ask, MOST_ON_A_PAGE};
use crate::document::Document;
use crate::error::Result;
use crate::index::{Searcher, guarded};
use crate::results::Hit;
use crate::text::bigrams;

/// Bigrams looked for.
const TELLING: usize = 25;
/// Longest part of the text that is looked at, in bigrams.
const LOOKED_AT: usize = 2_000;
/// The same article and circumstances say more than any bigram.
const CLASS_BOOST: f32 = 3.0;

impl Searcher {
    /// The records most like `document`, without itself.
    pub fn similar(&self, document: &Document, limit: usize) -> Result<Vec<Hit>> {
        guarded(|| self.alike(document, limit))
    }

    fn alike(&self, document: &Document, limit: usize) -> Result<Vec<Hit>> {
        let telling = self.telling_bigrams(document)?;
        if telling.is_empty() && document.violation.is_none() {
            return Ok(Vec::new());
        }
        let limit = limit.min(hits(MOST_ON_A_PAGE));
        let ask = Ask {
            facets: false,
            ..Ask::default()
        };
        let page = Page {
            sort: Sort::Relevance,
            after: None,
            skip: 0,
            limit: limit + 1,
            ranked: false,
        };
        let found = self.collect(
            &self.likeness(document, telling),
            &PageCollector::new(&self.columns, &ask, &page, true),
        )?;
        let mut alike = found
            .head
            .iter()
            .map(|c| self.hit(c, true))
            .collect::<Result<Vec<_>>>()?;
        alike.retain(|hit| hit.id != document.id || document.id == Uuid::nil());
        alike.truncate(limit);
        Ok(alike)
    }

    fn likeness(&self, document: &Document, telling: Vec<Term>) -> BooleanQuery {
        let term = |term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Clause>;
        let mut clauses: Vec<(Occur, Box<dyn Clause>)> = telling
            .into_iter()
            .map(|gram| (Occur::Should, term(gram)))
            .collect();
        // Some bigrams stand in every decision: what is another violation is no like case, however it is told.
        if let Some(violation) = &document.violation {
            let same = Term::from_field_text(self.fields.facets[2], violation);
            clauses.push((Occur::Must, term(same)));
        }
        if let Some(class) = &document.class {
            let same = term(Term::from_field_text(self.fields.class, class));
            clauses.push((Occur::Should, Box::new(BoostQuery::new(same, CLASS_BOOST))));
        }
        BooleanQuery::new(clauses)
    }

    /// Frequent here and rare elsewhere, but not so rare that nobody else has them.
    #[expect(
        clippy::cast_precision_loss,
        reason = "weights need no more than seven digits"
    )]
    fn telling_bigrams(&self, document: &Document) -> Result<Vec<Term>> {
        let text = format!("{}\n{}", document.title, document.body);
        let mut counts: HashMap<String, u32> = HashMap::new();
        for gram in bigrams(&text).filter(|gram| gram.units == 2).take(LOOKED_AT) {
            *counts.entry(gram.text).or_default() += 1;
        }
        let documents = self.tantivy.num_docs() as f32;
        let mut weighed = Vec::with_capacity(counts.len());
        for (gram, count) in counts {
            let term = Term::from_field_text(self.fields.text, &gram);
            let frequency = self.tantivy.doc_freq(&term)?;
            if frequency > 1 {
                let weight = (1.0 + count as f32).ln() * (documents / frequency as f32).max(1.0).ln();
                weighed.push((weight, gram, term));
            }
        }
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Ok(weighed
            .into_iter()
            .take(TELLING)
            .map(|(_, _, term)| term)
            .collect())
    }
}
