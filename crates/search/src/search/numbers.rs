//! Document numbers by their beginning, from the dictionary of whole numbers.

use std::collections::BTreeMap;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, SegmentReader, TERMINATED};
use uuid::Uuid;

use crate::error::Result;
use crate::index::{Searcher, guarded};
use crate::text::{is_han, number};

/// Fewer signs are the beginning of too many.
const SHORTEST: usize = 3;

impl Searcher {
    /// Row ids of records whose document number begins with what was typed, in any writing; in order of the numbers.
    /// Nothing for what holds neither a digit nor a character: it is pinyin.
    pub fn numbers_beginning(&self, typed: &str, limit: usize) -> Result<Vec<Uuid>> {
        let begin = number::compact(typed);
        let may_be_one = begin.chars().any(|c| is_han(c) || c.is_ascii_digit());
        if !may_be_one || begin.chars().count() < SHORTEST {
            return Ok(Vec::new());
        }
        guarded(|| {
            let mut found = BTreeMap::new();
            for (ordinal, segment) in (0..).zip(self.tantivy.segment_readers()) {
                self.gather(segment, ordinal, &begin, limit, &mut found)?;
            }
            let first = found.into_values().take(limit);
            first.map(|address| Ok(self.identity(address)?.0)).collect()
        })
    }

    fn gather(
        &self,
        segment: &SegmentReader,
        ordinal: u32,
        begin: &str,
        limit: usize,
        found: &mut BTreeMap<(Vec<u8>, DocAddress), DocAddress>,
    ) -> Result<()> {
        let index = segment.inverted_index(self.fields.number_exact)?;
        let mut numbers = index
            .terms()
            .range()
            .ge(begin)
            .into_stream()
            .map_err(tantivy::TantivyError::from)?;
        let mut taken = 0;
        while taken < limit && numbers.advance() && numbers.key().starts_with(begin.as_bytes()) {
            let mut postings = index
                .read_postings_from_terminfo(numbers.value(), IndexRecordOption::Basic)
                .map_err(tantivy::TantivyError::from)?;
            while postings.doc() != TERMINATED && taken < limit {
                let doc = postings.doc();
                if segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                    let address = DocAddress::new(ordinal, doc);
                    found.insert((numbers.key().to_vec(), address), address);
                    taken += 1;
                }
                postings.advance();
            }
        }
        Ok(())
    }
}
