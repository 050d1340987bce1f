//! Splits typed text into words, "phrases", -exclusions, OR and `field:value`.
//!
//! One pass, no recursion: brackets are mere characters, an unbalanced quote is a blank.

use super::{Atom, FieldName, LONGEST, MOST_OPERATORS, Query, QueryError};
use crate::text::fold_char;

pub(super) fn parse(typed: &str) -> Result<Query, QueryError> {
    let typed = typed.trim();
    let length = typed.chars().count();
    if length > LONGEST {
        return Err(QueryError::TooLong(length));
    }
    let parts = Parts::new(typed).collect();
    if parts.operators > MOST_OPERATORS {
        return Err(QueryError::TooManyOperators);
    }
    Ok(query_of(parts.found))
}

struct Part {
    atom: Atom,
    excluded: bool,
    /// Joined to the part before by OR.
    or: bool,
}

struct Parts {
    folded: Vec<char>,
    at: usize,
    operators: usize,
    found: Vec<Part>,
    or: bool,
}

impl Parts {
    fn new(typed: &str) -> Self {
        let folded = typed.chars().map(fold_char).collect();
        Self {
            folded,
            at: 0,
            operators: 0,
            found: Vec::new(),
            or: false,
        }
    }

    fn collect(mut self) -> Self {
        while let Some(c) = self.peek() {
            if c == ' ' {
                self.at += 1;
            } else if self.takes_or() {
                self.operators += 1;
                self.or = !self.found.is_empty();
            } else {
                self.part();
            }
        }
        self
    }

    fn peek(&self) -> Option<char> {
        self.folded.get(self.at).copied()
    }

    /// `OR` (either width and case), `|`, 或 or 或者, standing alone.
    fn takes_or(&mut self) -> bool {
        let end = self.folded[self.at..]
            .iter()
            .position(|&c| c == ' ')
            .map_or(self.folded.len(), |l| self.at + l);
        let is_or = matches!(
            &self.folded[self.at..end],
            ['o', 'r'] | ['|' | '或'] | ['或', '者']
        );
        if is_or {
            self.at = end;
        }
        is_or
    }

    fn part(&mut self) {
        let excluded = self.peek() == Some('-')
            && self
                .folded
                .get(self.at + 1)
                .is_some_and(|&c| c != ' ' && c != '-');
        if excluded {
            self.at += 1;
            self.operators += 1;
        }
        let atom = if let Some(phrase) = self.phrase() {
            Some(Atom::Phrase(phrase))
        } else {
            self.word()
        };
        let or = std::mem::take(&mut self.or);
        if let Some(atom) = atom {
            self.found.push(Part { atom, excluded, or });
        }
    }

    /// The text up to the closing quote, if there is one.
    fn phrase(&mut self) -> Option<String> {
        (self.peek()? == '"').then_some(())?;
        let inside = &self.folded[self.at + 1..];
        let length = inside.iter().position(|&c| c == '"')?;
        let phrase = inside[..length].iter().collect();
        self.at += length + 2;
        self.operators += 1;
        Some(phrase)
    }

    fn word(&mut self) -> Option<Atom> {
        let rest = &self.folded[self.at..];
        let length = rest
            .iter()
            .position(|&c| c == ' ' || c == '"')
            .unwrap_or(rest.len());
        let word: String = rest[..length].iter().collect();
        // An unbalanced quote is stepped over.
        self.at += length.max(1);
        if let Some((name, value)) = word.split_once(':')
            && let Some(field) = FieldName::named(name)
        {
            self.operators += 1;
            let value = if value.is_empty() {
                self.field_value()?
            } else {
                value.to_owned()
            };
            return Some(Atom::Field(field, value));
        }
        (!word.is_empty()).then_some(Atom::Word(word))
    }

    /// `文号:"…"` or `文号: …`.
    fn field_value(&mut self) -> Option<String> {
        while self.peek() == Some(' ') {
            self.at += 1;
        }
        if let Some(phrase) = self.phrase() {
            self.operators -= 1;
            return Some(phrase);
        }
        let rest = &self.folded[self.at..];
        let length = rest
            .iter()
            .position(|&c| c == ' ' || c == '"')
            .unwrap_or(rest.len());
        let value: String = rest[..length].iter().collect();
        self.at += length;
        (!value.is_empty()).then_some(value)
    }
}

/// Plain words are pooled; what OR joins is one requirement with alternatives.
fn query_of(parts: Vec<Part>) -> Query {
    let mut query = Query::default();
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        if part.excluded {
            query.excluded.push(part.atom);
            continue;
        }
        let mut alternatives = vec![part.atom];
        while let Some(next) = parts.next_if(|next| next.or && !next.excluded) {
            alternatives.push(next.atom);
        }
        match (alternatives.len(), alternatives.pop()) {
            (1, Some(Atom::Word(word))) => query.words.push(word),
            (_, last) => query
                .required
                .push(alternatives.into_iter().chain(last).collect()),
        }
    }
    query
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word(text: &str) -> Atom {
        Atom::Word(text.to_owned())
    }

    #[test]
    fn words_phrases_exclusions_alternatives_and_fields_are_told_apart() {
        let query = parse("酒驾 “醉酒驾驶” －逃逸 盗窃 OR 诈骗 文号：２０２４ 当事人: \"张某 某\"").unwrap();
        assert_eq!(query.words, ["酒驾"]);
        assert_eq!(query.excluded, [word("逃逸")]);
        assert_eq!(
            query.required,
            [
                vec![Atom::Phrase("醉酒驾驶".into())],
                vec![word("盗窃"), word("诈骗")],
                vec![Atom::Field(FieldName::Number, "2024".into())],
                vec![Atom::Field(FieldName::Party, "张某 某".into())],
            ]
        );
    }

    #[test]
    fn what_is_no_operator_is_a_word() {
        assert_eq!(
            parse("http://a 2024-12 nor \"开").unwrap().words,
            ["http://a", "2024-12", "nor", "开"]
        );
        assert_eq!(parse("OR 盗窃 OR").unwrap().words, ["盗窃"]);
        for or in ["OR", "ｏｒ", "|", "或", "或者"] {
            let either = parse(&format!("盗窃 {or} 诈骗")).unwrap().required;
            assert_eq!(either, [vec![word("盗窃"), word("诈骗")]], "{or}");
        }
        assert!(
            parse(" - -- \"\" ")
                .unwrap()
                .required
                .iter()
                .flatten()
                .all(|a| *a == Atom::Phrase(String::new()))
        );
    }

    #[test]
    fn limits_come_before_any_work() {
        assert_eq!(parse(&"(".repeat(3_000)), Err(QueryError::TooLong(3_000)));
        assert_eq!(parse(&"\"".repeat(10_000)), Err(QueryError::TooLong(10_000)));
        assert_eq!(parse(&"-a ".repeat(13)), Err(QueryError::TooManyOperators));
        assert!(parse(&"-a ".repeat(12)).is_ok());
        assert!(parse(&"法".repeat(200)).is_ok());
        assert_eq!(parse(&"(".repeat(200)).unwrap().words, ["(".repeat(200)]);
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused(text in "(\\PC|[\"\\-:| ]|OR |文号:){0,70}") {
            let _ = parse(&text);
        }
    }
}
