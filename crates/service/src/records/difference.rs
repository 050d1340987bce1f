//! What a correction changed in a text.

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// A piece of two texts laid over each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// In both.
    Kept(&'a str),
    /// In the earlier text alone.
    Removed(&'a str),
    /// In the later text alone.
    Added(&'a str),
}

/// Lays the later text over the earlier one, clause by clause: kept and removed pieces in a row are `before`, kept and
/// added ones `after`. Within a changed clause what begins and ends alike is kept.
pub fn difference<'a>(before: &'a str, after: &'a str) -> Vec<Piece<'a>> {
    let (old, new) = (Clauses::of(before), Clauses::of(after));
    let mut pieces = Vec::new();
    for change in capture_diff_slices(Algorithm::Myers, &old.clauses, &new.clauses) {
        let (tag, was, is) = change.as_tag_tuple();
        let (was, is) = (old.text(was), new.text(is));
        match tag {
            DiffTag::Equal => pieces.push(Piece::Kept(is)),
            DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => pieces.extend(replaced(was, is)),
        }
    }
    let is_empty = |piece: &Piece<'_>| {
        let (Piece::Kept(text) | Piece::Removed(text) | Piece::Added(text)) = piece;
        text.is_empty()
    };
    pieces.retain(|piece| !is_empty(piece));
    pieces
}

fn replaced<'a>(was: &'a str, is: &'a str) -> [Piece<'a>; 4] {
    let start = alike(words(was), words(is));
    let (head, was, is) = (&is[..start], &was[start..], &is[start..]);
    let end = alike(words(was).rev(), words(is).rev());
    [
        Piece::Kept(head),
        Piece::Removed(&was[..was.len() - end]),
        Piece::Added(&is[..is.len() - end]),
        Piece::Kept(&is[is.len() - end..]),
    ]
}

/// Characters, and numbers and Latin words as wholes: of `1,500` and `1,000` nothing is alike.
fn words(text: &str) -> std::vec::IntoIter<&str> {
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',');
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = rest.find(|c| !joins(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(run.max(first.len_utf8()));
        words.push(word);
        rest = after;
    }
    words.into_iter()
}

/// How many bytes two rows of words have in common where they begin.
fn alike<'a>(one: impl Iterator<Item = &'a str>, other: impl Iterator<Item = &'a str>) -> usize {
    let same = one.zip(other).take_while(|(one, other)| one == other);
    same.map(|(word, _)| word.len()).sum()
}

/// A text cut after every mark that ends a clause.
struct Clauses<'a> {
    text: &'a str,
    clauses: Vec<&'a str>,
}

impl<'a> Clauses<'a> {
    fn of(text: &'a str) -> Self {
        let ends = ['。', '；', '，', '、', '：', '？', '！', '\n'];
        Self {
            text,
            clauses: text.split_inclusive(ends).collect(),
        }
    }

    /// The clauses of a range as one text.
    fn text(&self, range: std::ops::Range<usize>) -> &'a str {
        let length = |clauses: &[&str]| clauses.iter().map(|clause| clause.len()).sum::<usize>();
        let start = length(&self.clauses[..range.start]);
        &self.text[start..start + length(&self.clauses[range])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_changed_sum_is_marked_and_nothing_else() {
        let before = "张某驾驶机动车，酒精含量为 85mg/100ml。罚款 1000 元。";
        let after = "张某驾驶机动车，酒精含量为 58mg/100ml。罚款 1000 元。";
        assert_eq!(
            difference(before, after),
            [
                Piece::Kept("张某驾驶机动车，"),
                Piece::Kept("酒精含量为 "),
                Piece::Removed("85mg"),
                Piece::Added("58mg"),
                Piece::Kept("/100ml。"),
                Piece::Kept("罚款 1000 元。"),
            ]
        );
        assert_eq!(
            difference("罚款 1,500 元", "罚款 1,000 元"),
            [
                Piece::Kept("罚款 "),
                Piece::Removed("1,500"),
                Piece::Added("1,000"),
                Piece::Kept(" 元")
            ]
        );
        assert_eq!(difference("", "新"), [Piece::Added("新")]);
        assert_eq!(difference("旧", ""), [Piece::Removed("旧")]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_the_pieces(before in "[甲乙，。a\n]{0,40}", after in "[甲乙，。a\n]{0,40}") {
            let (mut old, mut new) = (String::new(), String::new());
            for piece in difference(&before, &after) {
                match piece {
                    Piece::Kept(text) => {
                        old.push_str(text);
                        new.push_str(text);
                    }
                    Piece::Removed(text) => old.push_str(text),
                    Piece::Added(text) => new.push_str(text),
                }
            }
            prop_assert_eq!(old, before);
            prop_assert_eq!(new, after);
        }
    }
}
