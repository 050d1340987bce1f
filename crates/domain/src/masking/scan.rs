//! Scanners for everything but names; each reads a passage and proposes spans, overlaps are settled later.

mod address;
mod birth_date;
mod business;
mod digits;
mod employer;
mod health;
mod identity;
mod labelled;
mod loose;
mod mail;
mod mobile;
mod phone;
mod plate;

use super::profile::Profile;
use super::span::Span;

/// All spans of kinds other than names, unsorted.
pub(super) fn all(text: &[char], profile: &Profile) -> Vec<Span> {
    let mut spans = usual_numbers(text);
    loose::numbers(text, &mut spans);
    mail::addresses(text, &mut spans);
    birth_date::dates(text, profile.keep_birth_year, &mut spans);
    address::addresses(text, &mut spans);
    employer::employers(text, &mut spans);
    health::health(text, &mut spans);
    spans.retain(|span| profile.hides(span.kind));
    spans
}

/// The days of birth alone.
pub(super) fn births(text: &[char]) -> Vec<Span> {
    let mut spans = Vec::new();
    birth_date::dates(text, false, &mut spans);
    spans
}

/// Numbers as they are usually written.
fn usual_numbers(text: &[char]) -> Vec<Span> {
    let mut spans = Vec::new();
    identity::numbers(text, &mut spans);
    identity::cards(text, &mut spans);
    labelled::codes(text, &mut spans);
    phone::numbers(text, &mut spans);
    plate::numbers(text, &mut spans);
    spans
}
