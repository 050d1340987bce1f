//! The penalties of decisions that may be compared, read from columns in one pass.

use std::collections::HashMap;

use chrono::NaiveDate;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{AllQuery, Query as Clause, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, Term};
use uuid::Uuid;

use crate::error::Result;
use crate::index::{Searcher, guarded};
use crate::schema::{CLASS, DECIDED, DETENTION, FACETS, FINE, day};

/// The days on which the decisions were made, both included.
pub type Span = (NaiveDate, NaiveDate);

/// One decision, by its numbers; the order is that of its place in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measured {
    address: DocAddress,
    /// Day of the decision: only the order matters.
    pub day: i64,
    /// Fine in fen.
    pub fine_fen: Option<i64>,
    /// Days of detention.
    pub detention_days: Option<u32>,
}

impl Searcher {
    /// The decisions of a span by the key of their class; those of `class` alone where one is given.
    pub fn measured(&self, class: Option<&str>, span: Span) -> Result<HashMap<String, Vec<Measured>>> {
        let query: Box<dyn Clause> = match class {
            Some(class) => Box::new(TermQuery::new(
                Term::from_field_text(self.fields.class, class),
                IndexRecordOption::Basic,
            )),
            None => Box::new(AllQuery),
        };
        let collector = ByClass(day(span.0), day(span.1));
        guarded(|| Ok(self.collect(&*query, &collector)?))
    }

    /// The row id of a decision.
    pub fn id_of(&self, measured: &Measured) -> Result<Uuid> {
        guarded(|| Ok(self.identity(measured.address)?.0))
    }

    /// The codes of a decision's unit and of all units above it.
    pub fn units_of(&self, measured: &Measured) -> Result<Vec<String>> {
        guarded(|| {
            let segment = self.tantivy.segment_reader(measured.address.segment_ord);
            let mut codes = Vec::new();
            if let Some(units) = segment.fast_fields().str(FACETS[1])? {
                for ordinal in units.ords().values_for_doc(measured.address.doc_id) {
                    let mut code = String::new();
                    units
                        .ord_to_str(ordinal, &mut code)
                        .map_err(tantivy::TantivyError::from)?;
                    codes.push(code);
                }
            }
            Ok(codes)
        })
    }
}

/// Collects decisions from one day to another.
struct ByClass(i64, i64);

struct Segment {
    ordinal: SegmentOrdinal,
    from: i64,
    to: i64,
    class: Option<StrColumn>,
    decided: Option<Column<i64>>,
    fine: Option<Column<i64>>,
    detention: Option<Column<i64>>,
    found: HashMap<u64, Vec<Measured>>,
}

impl Collector for ByClass {
    type Fruit = HashMap<String, Vec<Measured>>;
    type Child = Segment;

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Segment> {
        let fast = segment.fast_fields();
        Ok(Segment {
            ordinal,
            from: self.0,
            to: self.1,
            class: fast.str(CLASS)?,
            decided: fast.column_opt(DECIDED)?,
            fine: fast.column_opt(FINE)?,
            detention: fast.column_opt(DETENTION)?,
            found: HashMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Self::Fruit>>) -> tantivy::Result<Self::Fruit> {
        let mut all = Self::Fruit::new();
        for fruit in fruits {
            for (class, found) in fruit? {
                all.entry(class).or_default().extend(found);
            }
        }
        Ok(all)
    }
}

fn value(column: Option<&Column<i64>>, doc: DocId) -> Option<i64> {
    column.and_then(|column| column.first(doc))
}

impl SegmentCollector for Segment {
    type Fruit = tantivy::Result<HashMap<String, Vec<Measured>>>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let class = self.class.as_ref().and_then(|column| column.ords().first(doc));
        let decided = value(self.decided.as_ref(), doc).filter(|day| (self.from..=self.to).contains(day));
        let (Some(class), Some(day)) = (class, decided) else {
            return;
        };
        let detention = value(self.detention.as_ref(), doc);
        self.found.entry(class).or_default().push(Measured {
            address: DocAddress::new(self.ordinal, doc),
            day,
            fine_fen: value(self.fine.as_ref(), doc),
            detention_days: detention.and_then(|days| u32::try_from(days).ok()),
        });
    }

    fn harvest(self) -> Self::Fruit {
        let mut named = HashMap::with_capacity(self.found.len());
        if let Some(column) = &self.class {
            for (ordinal, found) in self.found {
                let mut name = String::new();
                column.ord_to_str(ordinal, &mut name)?;
                named.insert(name, found);
            }
        }
        Ok(named)
    }
}
