//! Filters over fast fields: ranges that a record must meet, and value filters that facets may look past.

use domain::money::Money;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::ask::Ask;
use crate::schema::{DECIDED, FACETS, FINE, day};

/// The filters of a search, independent of a segment.
#[derive(Debug, Clone)]
pub(super) struct Filters {
    days: Option<(i64, i64)>,
    fines: Option<(i64, i64)>,
    values: [Vec<String>; 6],
}

impl Filters {
    pub(super) fn of(ask: &Ask) -> Self {
        let range = |from: Option<i64>, to: Option<i64>| {
            (from.is_some() || to.is_some()).then(|| (from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX)))
        };
        Self {
            days: range(ask.from.map(day), ask.to.map(day)),
            fines: range(ask.fine_min.map(Money::fen), ask.fine_max.map(Money::fen)),
            values: selected(ask),
        }
    }

    pub(super) fn in_segment(&self, segment: &SegmentReader) -> tantivy::Result<SegmentFilters> {
        let fast = segment.fast_fields();
        let mut facets = Vec::with_capacity(FACETS.len());
        for (name, wanted) in FACETS.iter().zip(&self.values) {
            facets.push(FacetColumn::open(fast.str(name)?, name, wanted)?);
        }
        let column = |name| fast.column_opt::<i64>(name);
        Ok(SegmentFilters {
            days: self
                .days
                .map(|range| Ok::<_, tantivy::TantivyError>((column(DECIDED)?, range)))
                .transpose()?,
            fines: self
                .fines
                .map(|range| Ok::<_, tantivy::TantivyError>((column(FINE)?, range)))
                .transpose()?,
            facets,
        })
    }
}

/// The values filtered by, in the order of [`FACETS`].
pub(super) fn selected(ask: &Ask) -> [Vec<String>; 6] {
    let years = ask.years.iter().map(ToString::to_string).collect();
    [
        ask.kinds.iter().map(|kind| kind.as_str().to_owned()).collect(),
        ask.units.clone(),
        ask.violations.clone(),
        ask.penalties
            .iter()
            .map(|kind| kind.as_str().to_owned())
            .collect(),
        ask.statutes.clone(),
        years,
    ]
}

type Range = (Option<Column<i64>>, (i64, i64));

/// The filters of one segment.
pub(super) struct SegmentFilters {
    days: Option<Range>,
    fines: Option<Range>,
    pub(super) facets: Vec<FacetColumn>,
}

/// One facet's column, and which of its values are wanted.
pub(super) struct FacetColumn {
    pub(super) column: Option<StrColumn>,
    wanted: Option<Vec<bool>>,
}

/// What the filters say about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Meets every filter.
    Hit,
    /// Fails the filter of this one facet only, so that it counts there.
    OnlyFails(usize),
    /// Out.
    Out,
}

impl FacetColumn {
    fn open(column: Option<StrColumn>, name: &str, wanted: &[String]) -> tantivy::Result<Self> {
        if wanted.is_empty() {
            return Ok(Self { column, wanted: None });
        }
        let mut allowed = vec![false; column.as_ref().map_or(0, |c| c.dictionary().num_terms())];
        if let Some(column) = &column {
            for value in wanted {
                allow(column, value, &mut allowed)?;
                if name == "statute" && !value.contains('#') {
                    allow_articles(column, value, &mut allowed)?;
                }
            }
        }
        Ok(Self {
            column,
            wanted: Some(allowed),
        })
    }

    fn meets(&self, doc: DocId) -> bool {
        let Some(wanted) = &self.wanted else { return true };
        self.ordinals(doc)
            .any(|ordinal| wanted.get(ordinal).is_some_and(|&w| w))
    }

    /// Ordinals of the record's values.
    pub(super) fn ordinals(&self, doc: DocId) -> impl Iterator<Item = usize> + '_ {
        let ordinals = self
            .column
            .iter()
            .flat_map(move |column| column.ords().values_for_doc(doc));
        ordinals.filter_map(|ordinal| usize::try_from(ordinal).ok())
    }
}

fn allow(column: &StrColumn, value: &str, allowed: &mut [bool]) -> tantivy::Result<()> {
    let ordinal = column.dictionary().term_ord(value.as_bytes())?;
    if let Some(slot) = ordinal.and_then(|ordinal| allowed.get_mut(usize::try_from(ordinal).ok()?)) {
        *slot = true;
    }
    Ok(())
}

/// A law alone means any of its articles.
fn allow_articles(column: &StrColumn, law: &str, allowed: &mut [bool]) -> tantivy::Result<()> {
    let mut articles = column
        .dictionary()
        .prefix_range(format!("{law}#"))
        .into_stream()?;
    while articles.advance() {
        if let Some(slot) = usize::try_from(articles.term_ord())
            .ok()
            .and_then(|ordinal| allowed.get_mut(ordinal))
        {
            *slot = true;
        }
    }
    Ok(())
}

impl SegmentFilters {
    pub(super) fn judge(&self, doc: DocId) -> Verdict {
        if !within(self.days.as_ref(), doc) || !within(self.fines.as_ref(), doc) {
            return Verdict::Out;
        }
        let mut failing = self
            .facets
            .iter()
            .enumerate()
            .filter(|(_, facet)| !facet.meets(doc));
        match (failing.next(), failing.next()) {
            (None, _) => Verdict::Hit,
            (Some((facet, _)), None) => Verdict::OnlyFails(facet),
            _ => Verdict::Out,
        }
    }
}

/// A record without the value meets no range.
fn within(range: Option<&Range>, doc: DocId) -> bool {
    let Some((column, (from, to))) = range else {
        return true;
    };
    column
        .as_ref()
        .and_then(|column| column.first(doc))
        .is_some_and(|value| (*from..=*to).contains(&value))
}
