//! A plain search: jieba's words of title and text in one field, any of them, ranked by BM25.

use crate::measures::Ranking;
use crate::set::Set;
use crate::{DEPTH, Outcome};
use jieba_rs::Jieba;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::WhitespaceTokenizer;
use tantivy::{Searcher, TantivyDocument, Term};

/// An index in memory.
pub(crate) struct Index {
    jieba: Jieba,
    searcher: Searcher,
    words: Field,
    place: Field,
}

impl Index {
    pub(crate) fn of(set: &Set) -> Outcome<Self> {
        let jieba = Jieba::new();
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("parted")
            .set_index_option(IndexRecordOption::WithFreqs);
        let words = schema.add_text_field("words", TextOptions::default().set_indexing_options(indexing));
        let place = schema.add_u64_field("place", INDEXED | STORED);
        let index = tantivy::Index::create_in_ram(schema.build());
        index
            .tokenizers()
            .register("parted", WhitespaceTokenizer::default());
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 100_000_000)?;
        for (number, document) in set.documents.iter().enumerate() {
            let mut row = TantivyDocument::default();
            row.add_text(words, parted(&jieba, &[&document.title, &document.text]));
            row.add_u64(place, number as u64);
            writer.add_document(row)?;
        }
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        Ok(Self {
            jieba,
            searcher,
            words,
            place,
        })
    }

    pub(crate) fn search(&self, text: &str) -> Outcome<Ranking> {
        let parted = parted(&self.jieba, &[text]);
        let terms = parted.split(' ').filter(|word| !word.is_empty());
        let clauses: Vec<Box<dyn Query>> = terms
            .map(|word| -> Box<dyn Query> {
                let term = Term::from_field_text(self.words, word);
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
            })
            .collect();
        let best = TopDocs::with_limit(DEPTH).order_by_score();
        let found = self.searcher.search(&BooleanQuery::union(clauses), &best)?;
        found
            .into_iter()
            .map(|(_, address)| {
                let row: TantivyDocument = self.searcher.doc(address)?;
                let place = row.get_first(self.place).and_then(|value| value.as_u64());
                Ok(usize::try_from(place.unwrap_or(u64::MAX))?)
            })
            .collect()
    }
}

/// Words of letters and ideographs in search mode, parted by blanks.
fn parted(jieba: &Jieba, texts: &[&str]) -> String {
    let mut parted = String::new();
    for text in texts {
        let text = text.to_lowercase();
        for word in jieba.cut_for_search(&text, false) {
            if word.word.chars().any(char::is_alphanumeric) {
                parted.push_str(word.word);
                parted.push(' ');
            }
        }
    }
    parted
}
