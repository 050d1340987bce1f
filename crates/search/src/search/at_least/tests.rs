use proptest::prelude::*;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::{BooleanQuery, Occur};
use tantivy::schema::{Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, SegmentOrdinal, TantivyDocument, doc};

use super::*;

/// Everything that a query finds, with scores, in the order of the index.
struct All;

struct AllOf(SegmentOrdinal, Vec<(SegmentOrdinal, DocId, Score)>);

impl Collector for All {
    type Fruit = Vec<(SegmentOrdinal, DocId, Score)>;
    type Child = AllOf;

    fn for_segment(&self, ordinal: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<AllOf> {
        Ok(AllOf(ordinal, Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for AllOf {
    type Fruit = Vec<(SegmentOrdinal, DocId, Score)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.1.push((self.0, doc, score));
    }

    fn harvest(self) -> Self::Fruit {
        self.1
    }
}

/// An index of two segments; each text is a set of letters.
fn index(texts: &[String], deleted: &str) -> (tantivy::Searcher, Field) {
    let mut schema = Schema::builder();
    let words = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::WithFreqs);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(words));
    let key = schema.add_text_field("key", STRING);
    let index = Index::create_in_ram(schema.build());
    let mut writer: IndexWriter<TantivyDocument> = index.writer_with_num_threads(1, 15_000_000).unwrap();
    let (first, second) = texts.split_at(texts.len() / 2);
    for part in [first, second] {
        for letters in part {
            let spaced: String = letters.chars().flat_map(|c| [c, ' ']).collect();
            writer
                .add_document(doc!(text => spaced, key => letters.as_str()))
                .unwrap();
        }
        writer.commit().unwrap();
    }
    writer.delete_term(Term::from_field_text(key, deleted));
    writer.commit().unwrap();
    (index.reader().unwrap().searcher(), text)
}

fn term(field: Field, letter: char) -> Box<dyn Query> {
    let term = Term::from_field_text(field, &letter.to_string());
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// Letters as terms, pairs of letters as a clause of its own kind.
fn clauses(field: Field, letters: &[String]) -> Vec<Box<dyn Query>> {
    let clause = |letters: &String| {
        let mut terms: Vec<_> = letters.chars().map(|letter| term(field, letter)).collect();
        if terms.len() == 1 {
            terms.remove(0)
        } else {
            Box::new(BooleanQuery::intersection(terms))
        }
    };
    letters.iter().map(clause).collect()
}

fn same(one: &[(SegmentOrdinal, DocId, Score)], other: &[(SegmentOrdinal, DocId, Score)]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(a, b)| (a.0, a.1) == (b.0, b.1) && (a.2 - b.2).abs() <= 1e-4 * b.2.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Alone and as a part of a larger query it finds what tantivy's own finds, with the same scores.
    #[test]
    fn it_finds_what_the_query_of_the_library_finds(
        texts in prop::collection::vec("[a-d]{1,6}|[a-h]{1,3}|a", 2..900),
        letters in prop::collection::hash_set("[a-i]|[a-d]{2}", 2..7),
        minimum in 1_usize..5,
        stretch in prop::sample::select(vec![1, 7, 64, 300, STRETCH]),
        beside in "[a-i]",
    ) {
        let letters: Vec<String> = letters.into_iter().collect();
        let (searcher, field) = index(&texts, &texts[0]);
        let ours = AtLeast { stretch, ..AtLeast::of(clauses(field, &letters), minimum) };
        let theirs = BooleanQuery::union_with_minimum_required_clauses(clauses(field, &letters), minimum);
        let find = |query: &dyn Query| searcher.search(query, &All).unwrap();
        prop_assert!(same(&find(&ours), &find(&theirs)));
        prop_assert_eq!(ours.count(&searcher).unwrap(), theirs.count(&searcher).unwrap());

        let with = |query: Box<dyn Query>, occur| {
            let beside = term(field, beside.chars().next().unwrap());
            find(&BooleanQuery::new(vec![(Occur::Must, query), (occur, beside)]))
        };
        for occur in [Occur::Must, Occur::MustNot, Occur::Should] {
            prop_assert!(same(&with(Box::new(ours.clone()), occur), &with(Box::new(theirs.clone()), occur)));
        }
    }
}
