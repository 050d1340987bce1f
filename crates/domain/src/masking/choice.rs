//! What people decide about single passages of a record, beside the rules (legal review: 逐项核对).
//!
//! A choice is about a passage: the very characters, whatever their width and wherever a line ends between them. *Hiding*
//! masks the passage wherever it stands in any text of the record. *Showing* drops every masking that covers exactly this
//! passage, blanks aside, in any text. So a choice outlives a new original for as long as the passage still stands there,
//! and what no longer stands anywhere is without effect. Numbers and the like (articles 14 and 15 leave no room) are never
//! shown.

use super::passage::{Reading, break_around, is_unread};
use super::span::{Kind, Masked, Span};
use crate::field_error::FieldError;
use crate::ids::UserId;
use crate::text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The longest passage, in characters.
pub const MOST_PASSAGE: usize = 200;
/// The longest reason, in characters.
pub const MOST_REASON: usize = 500;

/// What is decided about a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Masked as this kind, though no rule found it.
    Hide(Kind),
    /// Not masked, though a rule found it as this kind.
    Show(Kind),
}

impl Act {
    /// As which kind the passage is or was masked.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Hide(kind) | Self::Show(kind) => kind,
        }
    }
}

/// A decision on one passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The passage, as it stands in the original.
    pub passage: String,
    /// What is done with it.
    pub act: Act,
    /// Why.
    pub reason: String,
    /// Who decided so.
    pub by: UserId,
    /// On which day.
    pub on: NaiveDate,
}

impl Choice {
    /// Reads what was typed into `passage` and `reason`.
    pub fn parse(
        (passage, act, reason): (&str, Act, &str),
        by: UserId,
        on: NaiveDate,
    ) -> Result<Self, Vec<FieldError>> {
        let passage = text::line("passage", "要处理的文字", passage, MOST_PASSAGE)
            .and_then(|line| line.ok_or_else(|| FieldError::missing("passage", "要处理的文字")))
            .and_then(|line| match act {
                Act::Hide(_) => ensure_maskable(line),
                Act::Show(_) => Ok(line),
            });
        let reason = text::body("reason", "理由", reason, MOST_REASON)
            .and_then(|body| body.ok_or_else(|| FieldError::missing("reason", "理由")));
        match (passage, reason) {
            (Ok(passage), Ok(reason)) if has_words(&bare(&reason), &bare(&passage)) => {
                Err(vec![FieldError::new(
                    "reason",
                    "tells-passage",
                    "理由会记入办理记录，请不要写出要处理的文字本身",
                )])
            }
            (Ok(passage), Ok(reason)) => Ok(Self {
                passage,
                act,
                reason,
                by,
                on,
            }),
            (passage, reason) => Err(passage.err().into_iter().chain(reason.err()).collect()),
        }
    }
}

fn has_words(text: &[char], words: &[char]) -> bool {
    !words.is_empty() && text.windows(words.len()).any(|part| part == words)
}

/// Too little says nothing, and what is masked already cannot be masked.
fn ensure_maskable(passage: String) -> Result<String, FieldError> {
    let seen = passage.chars().filter(|c| !c.is_whitespace() && !is_unread(*c));
    if seen.count() < 2 {
        let message = "要处理的文字至少两个字，请连同前后文字一起填写";
        return Err(FieldError::new("passage", "too-short", message));
    }
    if passage.contains(['某', '×', '*']) {
        let message = "请照原文填写，不要填已经隐去的文字（某、×）";
        return Err(FieldError::new("passage", "masked-already", message));
    }
    Ok(passage)
}

/// Every choice on a record, one a passage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Choices(Vec<Choice>);

impl Choices {
    /// Every choice, in the order in which they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Choice> {
        self.0.iter()
    }

    /// Whether people left everything to the rules.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a choice, in place of an earlier one on the same passage.
    #[must_use]
    pub fn with(self, choice: Choice) -> Self {
        let mut all = self.besides(&choice.passage);
        all.0.push(choice);
        all
    }

    /// The choices on other passages.
    #[must_use]
    pub fn besides(mut self, passage: &str) -> Self {
        self.0.retain(|other| !is_same(&other.passage, passage));
        self
    }

    /// Takes the choice on a passage back; `None` when there is none.
    #[must_use]
    pub fn without(&self, passage: &str) -> Option<Self> {
        let rest = self.0.iter().filter(|choice| choice.passage != passage);
        let rest: Vec<Choice> = rest.cloned().collect();
        (rest.len() < self.0.len()).then_some(Self(rest))
    }

    /// The choices that hide, and of those that show the ones which `may` admits.
    #[must_use]
    pub fn strictly(&self, may: impl Fn(&Choice) -> bool) -> Self {
        let kept = |choice: &&Choice| matches!(choice.act, Act::Hide(_)) || may(choice);
        Self(self.0.iter().filter(kept).cloned().collect())
    }

    /// Whether a masking of this kind over these characters is not carried out.
    pub(super) fn shows(&self, kind: Kind, covered: &[char]) -> bool {
        kind.may_be_shown()
            && !holds_number(covered)
            && self.0.iter().any(|choice| {
                matches!(choice.act, Act::Show(_)) && bare(&choice.passage) == without_blanks(covered)
            })
    }

    /// Where passages to be hidden stand in a text.
    pub(super) fn hidden_in(&self, text: &[char]) -> Vec<Span> {
        let mut places = Vec::new();
        for choice in &self.0 {
            if let Act::Hide(kind) = choice.act {
                let found = places_in(&choice.passage, text).into_iter();
                places.extend(found.map(|place| Span::crossed(place.start, place.end, kind)));
            }
        }
        places.sort_by_key(|span| (span.start, span.end));
        places
    }
}

/// Where `wanted` stands in a text, from the first place on and without overlap.
pub(super) fn places_of(wanted: &str, text: &str) -> Vec<Range<usize>> {
    let reading = Reading::of(text);
    let places = places_in(wanted, &reading.plain).into_iter();
    places.map(|read| reading.place(&read)).collect()
}

fn places_in(wanted: &str, text: &[char]) -> Vec<Range<usize>> {
    let wanted = Reading::of(wanted).plain;
    let mut places = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = end_of(&wanted, text, at);
        places.extend(end.map(|end| at..end));
        at = end.unwrap_or(at + 1);
    }
    places
}

/// Where the passage ends that begins at `start`; lines may end in it.
fn end_of(wanted: &[char], text: &[char], start: usize) -> Option<usize> {
    let mut end = start;
    for (index, c) in wanted.iter().enumerate() {
        if index > 0 && text.get(end) != Some(c) {
            end = line_end(text, end)?;
        }
        if text.get(end) != Some(c) {
            return None;
        }
        end += 1;
    }
    (end > start).then_some(end)
}

/// Where the sentence goes on if a line ends at `at` in the middle of it: not between two digits, and no number of an item
/// or another empty line follows.
fn line_end(text: &[char], at: usize) -> Option<usize> {
    const NUMERALS: &str = "一二三四五六七八九十";
    let blanks = text[at..]
        .iter()
        .take_while(|c| **c != '\n' && c.is_whitespace())
        .count();
    let around = (text.get(at + blanks) == Some(&'\n')).then(|| break_around(text, at + blanks))?;
    let behind = &text[around.end..];
    let is_digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let is_numeral = |c: &&char| c.is_ascii_digit() || NUMERALS.contains(**c);
    let numerals = behind.iter().take_while(is_numeral).count();
    let is_item = numerals > 0 && matches!(behind.get(numerals), Some('、' | '.' | ')'));
    let parts = is_item || is_digit(text[..at].last()) && is_digit(behind.first());
    (!parts && around.start == at).then_some(around.end)
}

/// Whether a passage stands in a text.
pub fn stands_in(wanted: &str, text: &str) -> bool {
    !places_of(wanted, text).is_empty()
}

/// The masking that stands in the way of hiding a passage as a kind: one that it would cut, or that would name the whole
/// by another kind, else the first that holds it where it stands nowhere else. Given is each text with what masking makes
/// of it so far.
pub fn in_the_way(wanted: &str, kind: Kind, texts: &[(&str, &Masked)]) -> Option<(Kind, String)> {
    let mut holds = None;
    let mut is_free = false;
    for (text, masked) in texts {
        for Range { start, end } in places_of(wanted, text) {
            let mut met = masked.spans.iter();
            let met =
                met.find(|span| span.start < end && start < span.end && !yields(span, (start, end), kind));
            let told = met.map(|span| (span.kind, covered(span, &text.chars().collect::<Vec<_>>())));
            match met {
                None => is_free = true,
                Some(span) if span.start <= start && end <= span.end => holds = holds.or(told),
                Some(_) => return told,
            }
        }
    }
    holds.filter(|_| !is_free)
}

/// Whether a masking lies within a place that is to be hidden as a kind, and leaves it the name.
fn yields(span: &Span, (start, end): (usize, usize), kind: Kind) -> bool {
    let is_less = span.end - span.start < end - start;
    start <= span.start && span.end <= end && is_less && span.kind.precedence() <= kind.precedence()
}

/// The passages of a text that were masked as kinds which people may show, each once.
pub fn refusable(original: &str, masked: &Masked) -> Vec<(Kind, String)> {
    let chars: Vec<char> = original.chars().collect();
    let mut all: Vec<(Kind, String)> = Vec::new();
    let offered = |span: &&Span| span.kind.may_be_shown() && !holds_number(&chars[span.start..span.end]);
    for span in masked.spans.iter().filter(offered) {
        let passage = (span.kind, covered(span, &chars));
        if !all.contains(&passage) {
            all.push(passage);
        }
    }
    all
}

/// Whether a number as long as a telephone's is part of a passage: an address that runs into one is never shown.
fn holds_number(passage: &[char]) -> bool {
    const SHORTEST: usize = 7;
    let mut runs = passage.split(|c| c.to_digit(10).is_none() && !('０'..='９').contains(c));
    runs.any(|run| run.len() >= SHORTEST)
}

/// What a span covers, on one line and trimmed.
pub fn covered(span: &Span, original: &[char]) -> String {
    let text: String = original[span.start..span.end].iter().collect();
    text.replace(['\r', '\n', '\t'], " ").trim().to_owned()
}

/// Whether two passages are the same one, blanks and widths aside.
pub fn is_same(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

fn bare(passage: &str) -> Vec<char> {
    without_blanks(&Reading::of(passage).plain)
}

fn without_blanks(chars: &[char]) -> Vec<char> {
    let seen = chars.iter().filter(|c| !c.is_whitespace() && !is_unread(**c));
    seen.copied().collect()
}
