//! From slots and atoms to tantivy queries, built in code: at most [`crate::query::MOST_CLAUSES`] clauses.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, PhraseQuery, Query as Clause, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::at_least::AtLeast;
use super::phrases::Phrases;
use crate::error::Result;
use crate::index::Searcher;
use crate::query::{Atom, Concept, FieldName, Query, Slot, Slots};
use crate::schema::{Fields, char_tokens, number_tokens};
use crate::statute;
use crate::text::{Gram, bigrams, is_han, number, phrase_grams};

pub(super) type Boxed = Box<dyn Clause>;

/// A citation found is worth more than the bigrams of its writing.
const STATUTE_BOOST: f32 = 3.0;
const NUMBER_BOOST: f32 = 4.0;
/// An official wording counts a little less than what was typed.
const SYNONYM_BOOST: f32 = 0.9;

/// How much of the plain words a record must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As many as [`Slots::minimum`] says; a document number as a whole.
    Strict,
    /// Any of them: when the strict reading finds nothing, and no document number was sought.
    Loose,
}

/// The whole query; only exclusions, or nothing, select from every record.
pub(super) fn compile(
    searcher: &Searcher,
    query: &Query,
    slots: &Slots,
    reading: Reading,
    phrases: Phrases,
) -> Result<Boxed> {
    let fields = &searcher.fields;
    let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
    if !query.words.is_empty() {
        let words = match reading {
            Reading::Strict => strict_words(searcher, query, slots)?,
            Reading::Loose => words(fields, query, slots, 1.min(slots.list.len())),
        };
        clauses.push((Occur::Must, words));
    }
    for alternatives in &query.required {
        let any = alternatives.iter().map(|a| atom(searcher, a, phrases));
        clauses.push((Occur::Must, any_of(any.collect::<Result<_>>()?)));
    }
    if clauses.is_empty() {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    for excluded in &query.excluded {
        clauses.push((Occur::MustNot, exact(fields, excluded)));
    }
    Ok(match clauses.len() {
        1 => clauses.pop().expect("one clause").1,
        _ => Box::new(BooleanQuery::new(clauses)),
    })
}

/// A document number is sought as such: whole where a record has it, else as a part of one. Its bigrams stand in
/// nearly every record.
fn strict_words(searcher: &Searcher, query: &Query, slots: &Slots) -> Result<Boxed> {
    let fields = &searcher.fields;
    let Some(compact) = query.number_sought() else {
        return Ok(words(fields, query, slots, slots.minimum));
    };
    let whole = Term::from_field_text(fields.number_exact, &compact);
    Ok(if searcher.tantivy.doc_freq(&whole)? > 0 {
        term(fields.number_exact, &compact)
    } else {
        number_part(fields, &compact)
    })
}

/// Plain words, or the document number that they may be a part of.
fn words(fields: &Fields, query: &Query, slots: &Slots, minimum: usize) -> Boxed {
    let main = pooled(fields, slots, minimum);
    let compact = number::compact(&query.plain_text());
    if !number::looks_like_number(&compact) {
        return main;
    }
    let part: Boxed = Box::new(BoostQuery::new(number_part(fields, &compact), NUMBER_BOOST));
    any_of(vec![main, part])
}

fn pooled(fields: &Fields, slots: &Slots, minimum: usize) -> Boxed {
    let of_slots: Vec<Boxed> = slots.list.iter().map(|s| slot(fields, s)).collect();
    let of_chars: Vec<Boxed> = slots.chars.iter().map(|c| term(fields.chars, c)).collect();
    match (of_slots.is_empty(), of_chars.is_empty()) {
        (true, true) => Box::new(EmptyQuery),
        (true, false) => all_of(of_chars),
        (false, true) => at_least(of_slots, minimum),
        // Beside longer words a single character only helps the order.
        (false, false) => {
            let mut clauses = vec![(Occur::Must, at_least(of_slots, minimum))];
            clauses.extend(of_chars.into_iter().map(|c| (Occur::Should, c)));
            Box::new(BooleanQuery::new(clauses))
        }
    }
}

fn slot(fields: &Fields, slot: &Slot) -> Boxed {
    match slot {
        Slot::Gram(gram) => term(fields.text, gram),
        Slot::Concept(concept) => any_of(wordings(fields, concept)),
    }
}

/// The bigrams of an official term overlap, so that having all of them is as good as the phrase and far cheaper.
fn wordings(fields: &Fields, concept: &Concept) -> Vec<Boxed> {
    let mut wordings: Vec<Boxed> = Vec::new();
    if !concept.typed.is_empty() {
        wordings.push(all_of(
            concept.typed.iter().map(|gram| term(fields.text, gram)).collect(),
        ));
    }
    wordings.extend(concept.single.iter().map(|c| term(fields.chars, c)));
    for official in &concept.also {
        let grams: Vec<Boxed> = bigrams(official).map(|gram| gram_term(fields, &gram)).collect();
        if !grams.is_empty() {
            wordings.push(Box::new(BoostQuery::new(all_of(grams), SYNONYM_BOOST)));
        }
    }
    for key in &concept.statutes {
        wordings.push(Box::new(BoostQuery::new(
            term(statute_field(fields), key),
            STATUTE_BOOST,
        )));
    }
    wordings
}

fn atom(searcher: &Searcher, atom: &Atom, phrases: Phrases) -> Result<Boxed> {
    let fields = &searcher.fields;
    Ok(match atom {
        Atom::Word(word) => {
            let slots = Slots::of(std::slice::from_ref(word), None);
            pooled(fields, &slots, slots.minimum)
        }
        Atom::Phrase(text) => phrases.clause(searcher, text)?,
        Atom::Field(name, value) => field(fields, *name, value),
    })
}

/// An exclusion takes away only what was meant: a word excluded is a phrase.
pub(super) fn exact(fields: &Fields, excluded: &Atom) -> Boxed {
    match excluded {
        Atom::Word(text) | Atom::Phrase(text) => phrase_in(fields, fields.text, text),
        Atom::Field(name, value) => field(fields, *name, value),
    }
}

fn field(fields: &Fields, name: FieldName, value: &str) -> Boxed {
    let [kind, unit, violation, _, _, year] = fields.facets;
    match name {
        FieldName::Number => number_part(fields, &number::compact(value)),
        FieldName::Party => phrase_of_tokens(fields.party, &char_tokens(value)),
        // Codes are compared exactly and typed in small letters here; names stand in the text.
        FieldName::Unit => any_of(vec![term(unit, value), phrase_in(fields, fields.text, value)]),
        FieldName::Statute => statute(fields, value),
        FieldName::Violation => any_of(vec![
            term(violation, value),
            phrase_in(fields, fields.text, value),
        ]),
        FieldName::Title => phrase_in(fields, fields.title, value),
        FieldName::Kind => term(kind, value),
        FieldName::Year => term(year, value),
    }
}

fn statute(fields: &Fields, value: &str) -> Boxed {
    let keys = statute::query_keys(value);
    if keys.is_empty() {
        return phrase_in(fields, fields.text, value);
    }
    any_of(keys.iter().map(|key| term(statute_field(fields), key)).collect())
}

fn statute_field(fields: &Fields) -> Field {
    fields.facets[4]
}

fn number_part(fields: &Fields, compact: &str) -> Boxed {
    phrase_of_tokens(fields.number, &number_tokens(compact))
}

pub(super) fn phrase_in(fields: &Fields, field: Field, phrase: &str) -> Boxed {
    let grams = phrase_grams(phrase);
    match grams.as_slice() {
        [] => Box::new(EmptyQuery),
        [gram] if field == fields.text => gram_term(fields, gram),
        grams => phrase_of_tokens(
            field,
            &grams
                .iter()
                .map(|g| (g.text.clone(), g.position))
                .collect::<Vec<_>>(),
        ),
    }
}

fn phrase_of_tokens(field: Field, tokens: &[(String, usize)]) -> Boxed {
    match tokens {
        [] => Box::new(EmptyQuery),
        [(text, _)] => term(field, text),
        tokens => {
            let first = tokens.iter().map(|(_, position)| *position).min().unwrap_or(0);
            let terms = tokens
                .iter()
                .map(|(text, at)| (at - first, Term::from_field_text(field, text)))
                .collect();
            Box::new(PhraseQuery::new_with_offset(terms))
        }
    }
}

/// A lone ideograph has no bigram: it is looked for in title and violation.
fn gram_term(fields: &Fields, gram: &Gram) -> Boxed {
    let lone = gram.units == 1 && gram.text.chars().all(is_han);
    term(if lone { fields.chars } else { fields.text }, &gram.text)
}

pub(super) fn term(field: Field, text: &str) -> Boxed {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    ))
}

pub(super) fn any_of(mut clauses: Vec<Boxed>) -> Boxed {
    match clauses.len() {
        0 => Box::new(EmptyQuery),
        1 => clauses.pop().expect("one clause"),
        _ => Box::new(BooleanQuery::union(clauses)),
    }
}

pub(super) fn all_of(mut clauses: Vec<Boxed>) -> Boxed {
    if clauses.len() == 1 {
        clauses.pop().expect("one clause")
    } else {
        Box::new(BooleanQuery::intersection(clauses))
    }
}

pub(super) fn at_least(clauses: Vec<Boxed>, minimum: usize) -> Boxed {
    match (clauses.len(), minimum) {
        (0 | 1, _) | (_, 0) => any_of(clauses),
        _ => Box::new(AtLeast::of(clauses, minimum)),
    }
}
