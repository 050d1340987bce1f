//! The only user of tantivy: normaliser, index, query, facets, highlight, suggest.
