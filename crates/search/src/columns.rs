//! What every match of a search is asked for, held in memory by segment: facets, day of decision.
//!
//! A facet may have several values (a unit with those above it, the articles applied), but records share their
//! combinations, and many records share those of all facets: they are a class. So a match costs one addition, a filter
//! judges a class once, and classes and combinations are taken apart when they are told.

use std::collections::HashMap;

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

use crate::schema::{DECIDED, FACETS};

/// Number of the facets.
pub(crate) const COUNT: usize = FACETS.len();

/// The combination of each facet that the records of a class have.
pub(crate) type Row = [u32; COUNT];

/// The columns of one segment. Deleted records keep theirs.
#[derive(Debug)]
pub(crate) struct Columns {
    pub(crate) facets: [Facet; COUNT],
    classes: Vec<Row>,
    /// The class of each record.
    class_of: Vec<u32>,
    days: Vec<Option<Day>>,
}

/// The day of a decision; never 0, so that no day costs no memory.
type Day = std::num::NonZeroI32;

/// The values of one facet, and the combinations of them that records have.
#[derive(Debug, Default)]
pub(crate) struct Facet {
    /// In byte order.
    values: Vec<Box<str>>,
    combinations: Vec<Box<[u32]>>,
}

impl Columns {
    /// Reads the columns of a segment, in time proportional to its size.
    pub(crate) fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let records = segment.max_doc();
        let mut rows = vec![[0; COUNT]; index(records)];
        let mut facets: [Facet; COUNT] = Default::default();
        for (at, name) in FACETS.iter().enumerate() {
            if let Some(column) = segment.fast_fields().str(name)? {
                facets[at] = Facet::read(&column, rows.iter_mut().map(|row| &mut row[at]))?;
            }
        }
        let decided = segment.fast_fields().column_opt::<i64>(DECIDED)?;
        let day = |record| {
            i32::try_from(decided.as_ref()?.first(record)?)
                .ok()
                .and_then(Day::new)
        };
        let (classes, class_of) = classes(rows);
        Ok(Self {
            facets,
            classes,
            class_of,
            days: (0..records).map(day).collect(),
        })
    }

    /// The combinations of each class.
    pub(crate) fn classes(&self) -> &[Row] {
        &self.classes
    }

    /// The class of a record, a place in [`Self::classes`].
    pub(crate) fn class(&self, record: DocId) -> usize {
        index(self.class_of[index(record)])
    }

    /// The day of a record's decision, as the index holds it.
    pub(crate) fn day(&self, record: DocId) -> Option<i64> {
        self.days[index(record)].map(|day| i64::from(day.get()))
    }
}

/// The different rows, and which of them each record has.
fn classes(rows: Vec<Row>) -> (Vec<Row>, Vec<u32>) {
    let mut numbers: HashMap<Row, u32> = HashMap::new();
    let mut classes = Vec::new();
    let class_of = rows.into_iter().map(|row| {
        *numbers.entry(row).or_insert_with(|| {
            classes.push(row);
            u32::try_from(classes.len() - 1).unwrap_or(u32::MAX)
        })
    });
    let class_of = class_of.collect();
    (classes, class_of)
}

impl Facet {
    /// Takes a column in, and tells each record's combination.
    fn read<'a>(column: &StrColumn, rows: impl Iterator<Item = &'a mut u32>) -> tantivy::Result<Self> {
        let mut numbers: HashMap<Box<[u32]>, u32> = HashMap::new();
        let mut combinations = Vec::new();
        let mut ordinals: Vec<u32> = Vec::new();
        for (record, number) in (0..).zip(rows) {
            ordinals.clear();
            let values = column.ords().values_for_doc(record);
            ordinals.extend(values.filter_map(|ordinal| u32::try_from(ordinal).ok()));
            *number = if let Some(known) = numbers.get(&*ordinals) {
                *known
            } else {
                let next = u32::try_from(combinations.len()).unwrap_or(u32::MAX);
                combinations.push(Box::from(&*ordinals));
                numbers.insert(Box::from(&*ordinals), next);
                next
            };
        }
        let mut values = Vec::with_capacity(column.num_terms());
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            values.push(String::from_utf8_lossy(terms.key()).into());
        }
        Ok(Self { values, combinations })
    }

    /// How many combinations there are.
    pub(crate) fn combinations(&self) -> usize {
        self.combinations.len()
    }

    /// Which combinations have one of the values wanted; with `deeper` also those that begin with one and `#`.
    pub(crate) fn having(&self, wanted: &[String], deeper: bool) -> Vec<bool> {
        let mut is_wanted = vec![false; self.values.len()];
        for value in wanted {
            if let Ok(at) = self.values.binary_search_by(|other| (**other).cmp(value)) {
                is_wanted[at] = true;
            }
            if deeper {
                let below = format!("{value}#");
                let first = self.values.partition_point(|other| **other < *below);
                let begin_so = self.values[first..]
                    .iter()
                    .take_while(|other| other.starts_with(&below));
                is_wanted[first..first + begin_so.count()].fill(true);
            }
        }
        let has = |combination: &[u32]| combination.iter().any(|ordinal| is_wanted[index(*ordinal)]);
        self.combinations
            .iter()
            .map(|combination| has(combination))
            .collect()
    }

    /// The values with the number of records that have them, from the number of those that have each combination.
    pub(crate) fn by_value(&self, counts: &[u64]) -> impl Iterator<Item = (&str, u64)> {
        let mut by_value = vec![0; self.values.len()];
        for (combination, count) in self
            .combinations
            .iter()
            .zip(counts)
            .filter(|(_, count)| **count > 0)
        {
            for ordinal in combination {
                by_value[index(*ordinal)] += count;
            }
        }
        let named = self.values.iter().map(|value| &**value).zip(by_value);
        named.filter(|(_, count)| *count > 0)
    }
}

/// A number of a record or of a value as an index.
pub(crate) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Laws with articles; records have none, one or two of the values.
    fn facet() -> Facet {
        let values = ["治安法", "治安法#1", "治安法#12", "治安法律#1", "禁毒法#59"];
        Facet {
            values: values.map(Box::from).to_vec(),
            combinations: [&[][..], &[4], &[0], &[1, 2], &[3], &[2, 4]]
                .map(Box::from)
                .to_vec(),
        }
    }

    fn having(wanted: &[&str], deeper: bool) -> Vec<bool> {
        let wanted: Vec<String> = wanted.iter().map(ToString::to_string).collect();
        facet().having(&wanted, deeper)
    }

    #[test]
    fn a_value_wanted_is_that_value_and_deeper_also_what_lies_below_it() {
        let [none, one] = [false, true];
        assert_eq!(having(&["治安法"], false), [none, none, one, none, none, none]);
        assert_eq!(having(&["治安法"], true), [none, none, one, one, none, one]);
        assert_eq!(having(&["治安法#1"], true), [none, none, none, one, none, none]);
        assert_eq!(
            having(&["禁毒法#59", "治安法律#1"], false),
            [none, one, none, none, one, one]
        );
        assert_eq!(having(&["治安"], true), [none; 6]);
        assert!(Facet::default().having(&["治安法".to_owned()], true).is_empty());
    }

    #[test]
    fn records_of_the_same_combinations_are_one_class() {
        let row = |kind, year| [kind, 0, 0, 0, 0, year];
        let rows = vec![row(1, 2), row(1, 3), row(1, 2), row(2, 2), row(1, 3)];
        let (classes, class_of) = super::classes(rows);
        assert_eq!(classes, [row(1, 2), row(1, 3), row(2, 2)]);
        assert_eq!(class_of, [0, 1, 0, 2, 1]);
    }

    #[test]
    fn combinations_are_taken_apart_into_their_values() {
        let facet = facet();
        let counts: Vec<_> = facet.by_value(&[9, 2, 0, 3, 1, 4]).collect();
        assert_eq!(
            counts,
            [
                ("治安法#1", 3),
                ("治安法#12", 7),
                ("治安法律#1", 1),
                ("禁毒法#59", 6)
            ]
        );
        assert_eq!(Facet::default().by_value(&[]).count(), 0);
    }
}
