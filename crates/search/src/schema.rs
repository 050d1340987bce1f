//! The fields of the index and their tokenizers. Bodies are indexed, never stored.

use std::sync::LazyLock;

use jieba_rs::Jieba;
use sha2::{Digest, Sha256};
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::document::Document;
use crate::text::{Bigrams, Gram, bigrams, fold, number, units};

/// Raise when the meaning of a field or of the normaliser changes; the index is then rebuilt.
const VERSION: u32 = 3;

/// Names of the six facets, in the order of [`crate::results::Facets`].
pub(crate) const FACETS: [&str; 6] = ["kind", "unit", "violation", "penalty", STATUTE, "year"];
pub(crate) const STATUTE: &str = "statute";
pub(crate) const DECIDED: &str = "decided";
pub(crate) const FINE: &str = "fine";
pub(crate) const PUBLISHED: &str = "published";
pub(crate) const REFERENCE_KEY: &str = "reference_key";
pub(crate) const DETENTION: &str = "detention";
pub(crate) const CLASS: &str = "class";

/// Handles of the fields.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) reference: Field,
    pub(crate) reference_key: Field,
    /// Title, violation, party, number and body as bigrams: the field that decides what matches.
    pub(crate) text: Field,
    pub(crate) title: Field,
    /// Words of the title (jieba without its guessing of unknown words: reproducible).
    pub(crate) words: Field,
    /// Single characters of title and violation, for one-character questions.
    pub(crate) chars: Field,
    pub(crate) party: Field,
    /// Compact document number, each character a token: a phrase finds any part of it.
    pub(crate) number: Field,
    pub(crate) number_exact: Field,
    pub(crate) facets: [Field; 6],
    pub(crate) decided: Field,
    pub(crate) published: Field,
    pub(crate) fine: Field,
    pub(crate) detention: Field,
    pub(crate) class: Field,
}

/// The schema with its handles.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |tokenizer: &str, option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(option),
        )
    };
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let facet = STRING.set_fast("raw");
    let fields = Fields {
        id: builder.add_text_field("id", STRING | STORED),
        reference: builder.add_text_field("reference", STRING | STORED),
        reference_key: builder.add_u64_field(REFERENCE_KEY, FAST),
        text: builder.add_text_field("text", text("bigram", positions)),
        title: builder.add_text_field("title", text("bigram", positions)),
        words: builder.add_text_field("words", text("words", IndexRecordOption::WithFreqs)),
        chars: builder.add_text_field("chars", text("chars", IndexRecordOption::WithFreqs)),
        party: builder.add_text_field("party", text("chars", positions)),
        number: builder.add_text_field("number", text("number", positions)),
        number_exact: builder.add_text_field("number_exact", STRING),
        facets: FACETS.map(|name| builder.add_text_field(name, facet.clone())),
        decided: builder.add_i64_field(DECIDED, FAST | INDEXED),
        published: builder.add_i64_field(PUBLISHED, FAST),
        fine: builder.add_i64_field(FINE, FAST | INDEXED),
        detention: builder.add_i64_field(DETENTION, FAST),
        class: builder.add_text_field(CLASS, facet),
    };
    (builder.build(), fields)
}

/// Changes whenever an index written before cannot be read with today's meaning.
pub(crate) fn fingerprint() -> String {
    let (schema, _) = schema();
    let json = serde_json::to_string(&schema).expect("a schema is plain data");
    let probe = "臨公（治）行罰決字〔２０２４〕第12號 殴打他人致轻微伤ABC";
    let grams: Vec<String> = bigrams(probe).map(|gram| gram.text).collect();
    let digest = Sha256::new()
        .chain_update(VERSION.to_le_bytes())
        .chain_update(json)
        .chain_update(grams.join("\n"))
        .chain_update(number::compact(probe))
        .chain_update(DOMAIN_WORDS.join("\n"))
        .chain_update(title_words(probe).join("\n"))
        .finalize();
    digest
        .iter()
        .take(16)
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|nibble| char::from_digit(u32::from(nibble), 16))
        .collect()
}

/// The reference as a number of the same order: its first eight characters behind `R-`.
pub(crate) fn reference_key(reference: &str) -> u64 {
    let tail = reference.strip_prefix("R-").unwrap_or(reference).as_bytes();
    let mut bytes = [0; 8];
    let length = tail.len().min(8);
    bytes[..length].copy_from_slice(&tail[..length]);
    u64::from_be_bytes(bytes)
}

/// The day as the index holds it.
pub(crate) fn day(date: chrono::NaiveDate) -> i64 {
    i64::from(chrono::Datelike::num_days_from_ce(&date))
}

impl Fields {
    /// The index's form of a document.
    pub(crate) fn document(&self, document: &Document) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        let number = document.document_number.as_deref().unwrap_or_default();
        let violation = document.violation.as_deref().unwrap_or_default();
        out.add_text(self.id, document.id.simple().to_string());
        out.add_text(self.reference, &document.reference);
        out.add_u64(self.reference_key, reference_key(&document.reference));
        for text in [
            &document.title,
            violation,
            &document.party_name,
            number,
            &document.body,
        ] {
            if !text.is_empty() {
                out.add_text(self.text, text);
            }
        }
        out.add_text(self.title, &document.title);
        out.add_text(self.words, &document.title);
        out.add_text(self.chars, format!("{}\n{violation}", document.title));
        out.add_text(self.party, &document.party_name);
        if !number.is_empty() {
            out.add_text(self.number, number);
            out.add_text(self.number_exact, number::compact(number));
        }
        self.add_facets(&mut out, document);
        if let Some(date) = document.decided_on {
            out.add_i64(self.decided, day(date));
        }
        out.add_i64(self.published, document.published_at.timestamp());
        if let Some(fine) = document.fine_fen {
            out.add_i64(self.fine, fine);
        }
        if let Some(days) = document.detention_days {
            out.add_i64(self.detention, i64::from(days));
        }
        if let Some(class) = &document.class {
            out.add_text(self.class, class);
        }
        out
    }

    fn add_facets(&self, out: &mut TantivyDocument, document: &Document) {
        let year = document
            .decided_on
            .map(|date| chrono::Datelike::year(&date).to_string());
        let values: [Vec<&String>; 6] = [
            vec![&document.kind],
            document.unit_path.iter().collect(),
            document.violation.iter().collect(),
            document.penalties.iter().collect(),
            document.statutes.iter().collect(),
            year.iter().collect(),
        ];
        for (field, mut values) in self.facets.iter().zip(values) {
            values.sort_unstable();
            values.dedup();
            for value in values.into_iter().filter(|value| !value.is_empty()) {
                out.add_text(*field, value);
            }
        }
    }
}

/// Gives an index its tokenizers.
pub(crate) fn register(manager: &TokenizerManager) {
    manager.register("bigram", TextAnalyzer::from(BigramTokenizer));
    manager.register("chars", TextAnalyzer::from(OwnTokenizer(char_tokens)));
    manager.register("words", TextAnalyzer::from(OwnTokenizer(word_tokens)));
    manager.register("number", TextAnalyzer::from(OwnTokenizer(number_tokens)));
}

/// Words of the trade that the general dictionary would cut apart.
const DOMAIN_WORDS: [&str; 12] = [
    "殴打他人",
    "寻衅滋事",
    "酒后驾驶",
    "饮酒后驾驶",
    "醉酒驾驶",
    "行政拘留",
    "管制器具",
    "烟花爆竹",
    "治安管理",
    "旅馆业",
    "责令停业",
    "不予处罚",
];

static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    let mut jieba = Jieba::new();
    for word in DOMAIN_WORDS {
        jieba.add_word(word, Some(100_000), None);
    }
    jieba
});

/// Words of a title or of typed text, signs left out.
pub(crate) fn title_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = JIEBA.cut_for_search(&folded, false);
    words
        .iter()
        .map(|token| token.word)
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .map(str::to_owned)
        .collect()
}

type Tokens = fn(&str) -> Vec<(String, usize)>;

/// Every ideograph and word alone.
pub(crate) fn char_tokens(text: &str) -> Vec<(String, usize)> {
    let text_of = |unit: crate::text::Unit| match unit.text {
        crate::text::UnitText::Han(c) => (c.to_string(), unit.position),
        crate::text::UnitText::Word(word) => (word, unit.position),
    };
    units(text).map(text_of).collect()
}

fn word_tokens(text: &str) -> Vec<(String, usize)> {
    title_words(text)
        .into_iter()
        .enumerate()
        .map(|(position, word)| (word, position))
        .collect()
}

/// Every character of the compact number.
pub(crate) fn number_tokens(text: &str) -> Vec<(String, usize)> {
    number::compact(text)
        .chars()
        .enumerate()
        .map(|(position, c)| (c.to_string(), position))
        .collect()
}

/// [`bigrams`] as tantivy wants them: the texts of a record have a thousand, so each is made only when it is read.
#[derive(Clone)]
struct BigramTokenizer;

struct BigramStream<'a> {
    bigrams: Bigrams<'a>,
    gram: Gram,
    current: Token,
}

impl Tokenizer for BigramTokenizer {
    type TokenStream<'a> = BigramStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> BigramStream<'a> {
        BigramStream {
            bigrams: bigrams(text),
            gram: Gram::default(),
            current: Token::default(),
        }
    }
}

impl TokenStream for BigramStream<'_> {
    fn advance(&mut self) -> bool {
        // The text goes to and fro, so that one buffer serves all.
        std::mem::swap(&mut self.gram.text, &mut self.current.text);
        let is_there = self.bigrams.write_next(&mut self.gram);
        std::mem::swap(&mut self.gram.text, &mut self.current.text);
        self.current.position = self.gram.position;
        is_there
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}

/// One of our token functions as tantivy wants it.
#[derive(Clone)]
struct OwnTokenizer(Tokens);

struct OwnStream {
    tokens: std::vec::IntoIter<(String, usize)>,
    current: Token,
}

impl Tokenizer for OwnTokenizer {
    type TokenStream<'a> = OwnStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> OwnStream {
        OwnStream {
            tokens: (self.0)(text).into_iter(),
            current: Token::default(),
        }
    }
}

impl TokenStream for OwnStream {
    fn advance(&mut self) -> bool {
        let Some((text, position)) = self.tokens.next() else {
            return false;
        };
        self.current.text = text;
        self.current.position = position;
        true
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}
