//! Filters over columns: ranges that a record must meet, and value filters that facets may look past.

use std::sync::Arc;

use domain::money::Money;
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::ask::Ask;
use crate::columns::{COUNT, Columns, Row, index};
use crate::schema::{FACETS, FINE, STATUTE, day};

/// The filters of a search, independent of a segment.
#[derive(Debug, Clone)]
pub(super) struct Filters {
    days: Option<Range>,
    fines: Option<Range>,
    values: [Vec<String>; COUNT],
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

    pub(super) fn in_segment(
        &self,
        segment: &SegmentReader,
        columns: &Arc<Columns>,
    ) -> tantivy::Result<SegmentFilters> {
        let fine = || segment.fast_fields().column_opt::<i64>(FINE);
        let values = self.values.iter().enumerate();
        let wanted: Vec<Wanted> = values
            .filter(|(_, values)| !values.is_empty())
            .map(|(facet, values)| Wanted {
                facet,
                combinations: columns.facets[facet].having(values, FACETS[facet] == STATUTE),
            })
            .collect();
        let verdicts = (!wanted.is_empty()).then(|| {
            columns
                .classes()
                .iter()
                .map(|row| Verdict::of(row, &wanted))
                .collect()
        });
        Ok(SegmentFilters {
            days: self.days,
            fines: self
                .fines
                .map(|range| Ok::<_, tantivy::TantivyError>((fine()?, range)))
                .transpose()?,
            verdicts,
            columns: Arc::clone(columns),
        })
    }
}

/// The values filtered by, in the order of [`FACETS`].
pub(super) fn selected(ask: &Ask) -> [Vec<String>; COUNT] {
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

/// First and last value, both included.
type Range = (i64, i64);

/// The filters of one segment.
pub(super) struct SegmentFilters {
    days: Option<Range>,
    fines: Option<(Option<Column<i64>>, Range)>,
    /// Of each class; none when everything is let through.
    verdicts: Option<Vec<Verdict>>,
    columns: Arc<Columns>,
}

/// A facet filtered by, and which combinations of its values are let through. A law alone means any of its articles.
struct Wanted {
    facet: usize,
    combinations: Vec<bool>,
}

/// What the filters by value say about the records of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Meets every filter.
    Hit,
    /// Fails the filter of this one facet only, so that it counts there.
    OnlyFails(usize),
    /// Out.
    Out,
}

impl Verdict {
    fn of(row: &Row, wanted: &[Wanted]) -> Self {
        let mut failing = wanted.iter().filter(|wanted| !wanted.lets_through(row));
        match (failing.next(), failing.next()) {
            (None, _) => Self::Hit,
            (Some(wanted), None) => Self::OnlyFails(wanted.facet),
            _ => Self::Out,
        }
    }
}

impl SegmentFilters {
    /// Whether a record meets the ranges; one without the value meets none.
    pub(super) fn is_within(&self, record: DocId) -> bool {
        within(self.days, || self.columns.day(record))
            && self
                .fines
                .as_ref()
                .is_none_or(|(fine, range)| within(Some(*range), || fine.as_ref()?.first(record)))
    }

    /// What the other filters say about a class.
    pub(super) fn verdict(&self, class: usize) -> Verdict {
        self.verdicts
            .as_ref()
            .map_or(Verdict::Hit, |verdicts| verdicts[class])
    }
}

impl Wanted {
    fn lets_through(&self, row: &Row) -> bool {
        let combination = index(row[self.facet]);
        self.combinations.get(combination).is_some_and(|wanted| *wanted)
    }
}

fn within(range: Option<Range>, value: impl FnOnce() -> Option<i64>) -> bool {
    range.is_none_or(|(from, to)| value().is_some_and(|value| (from..=to).contains(&value)))
}
