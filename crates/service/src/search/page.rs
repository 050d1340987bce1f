//! What a search answers.

use domain::listing::Matched;
use storage::public::PublicRecord;

/// A page of results.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// How many were found.
    pub total: u64,
    /// False when there are at least so many.
    pub exact: bool,
    /// This page's records.
    pub items: Vec<Item>,
    /// Counts by value, in the order of the page; each ignores its own filter.
    pub facets: Vec<(&'static str, Vec<FacetLine>)>,
    /// What lay words were also looked for.
    pub synonyms: Vec<String>,
    /// Words that could not be looked for.
    pub dropped: Vec<String>,
    /// What the records found have of the words.
    pub matched: Matched,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Only a plain search for the words as typed was made.
    pub degraded: bool,
    /// Names what the answer was made from: index generation and sequence.
    pub version: String,
}

/// A record found.
#[derive(Debug, Clone)]
pub struct Item {
    /// The record.
    pub record: PublicRecord,
    /// The title in pieces, marked where it matched.
    pub title: Vec<Piece>,
    /// Sentences that matched.
    pub highlights: Vec<Highlight>,
    /// Relevance.
    pub score: f32,
}

/// A sentence of a field.
#[derive(Debug, Clone)]
pub struct Highlight {
    /// The field's name in the API.
    pub field: String,
    /// The sentence.
    pub pieces: Vec<Piece>,
}

impl Highlight {
    /// As HTML, escaped, `<mark>` being the only markup.
    pub fn html(&self) -> String {
        let one = |piece: &Piece| {
            let text = escaped(&piece.text);
            if piece.marked {
                format!("<mark>{text}</mark>")
            } else {
                text
            }
        };
        self.pieces.iter().map(one).collect()
    }
}

/// A piece of text, marked where it matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it matched.
    pub marked: bool,
}

impl Piece {
    /// Text that did not match.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            marked: false,
        }
    }

    /// Reads what the highlighter writes: escaped text with `<mark>` as its only markup.
    pub(super) fn read(html: &str) -> Vec<Self> {
        let mut pieces = Vec::new();
        for (i, part) in html.split("<mark>").enumerate() {
            let (marked, plain) = if i == 0 {
                ("", part)
            } else {
                part.split_once("</mark>").unwrap_or((part, ""))
            };
            let pair = [(marked, true), (plain, false)];
            let filled = pair.into_iter().filter(|(text, _)| !text.is_empty());
            pieces.extend(filled.map(|(text, marked)| Self {
                text: unescaped(text),
                marked,
            }));
        }
        pieces
    }
}

const ENTITIES: [(&str, &str); 5] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&amp;", "&"),
];

fn escaped(text: &str) -> String {
    // The ampersand first: it begins all the others.
    ENTITIES
        .iter()
        .rev()
        .fold(text.to_owned(), |text, (entity, sign)| text.replace(sign, entity))
}

fn unescaped(text: &str) -> String {
    ENTITIES
        .iter()
        .fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

/// A value of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetLine {
    /// The parameter's value.
    pub value: String,
    /// The words shown.
    pub label: String,
    /// How many records have it.
    pub count: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_read_as_they_are_written_and_stay_escaped() {
        let pieces = vec![
            Piece::plain("a<b>&amp;"),
            Piece {
                text: "\"酒驾'".into(),
                marked: true,
            },
            Piece::plain("。"),
        ];
        let highlight = Highlight {
            field: "facts".into(),
            pieces: pieces.clone(),
        };
        assert_eq!(
            highlight.html(),
            "a&lt;b&gt;&amp;amp;<mark>&quot;酒驾&#39;</mark>。"
        );
        assert_eq!(Piece::read(&highlight.html()), pieces);
        assert!(Piece::read("").is_empty());
    }
}
