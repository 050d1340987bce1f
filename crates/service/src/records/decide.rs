//! What policy makes of an original, and the masked text that may be shown.

use chrono::NaiveDate;
use domain::masking::choice::{Choices, covered, is_same, stands_in};
use domain::masking::{Kind, Masked, Masker, Profile};
use domain::policy::{Decision as Allowed, Policy, Ruling};
use domain::record::{Content, PartyType, ends_as_organization, tells_of_minor};
use std::borrow::Cow;
use storage::records::{Decision, Publication};

/// Where the party's name stands among the texts of a record that has one.
const PARTY_NAME: usize = 1;

/// Rules on `content` and, where it may be shown, masks every text whatever the type of the party
/// (公安机关执法公开规定 第十四条、第十五条). What people chose to show does not change the ruling: whether a person is
/// concerned is told by the rules and by what people chose to hide.
pub fn decide(policy: &Policy, content: &Content, choices: &Choices, today: NaiveDate) -> Decision {
    decide_with(policy, None, (content, choices), today)
}

/// The same with the ground of an exception that a leader granted: what the policy seals is shown masked. `today` is the
/// day of publication of an original that tells none.
pub(crate) fn decide_with(
    policy: &Policy,
    exception: Option<&str>,
    (content, choices): (&Content, &Choices),
    today: NaiveDate,
) -> Decision {
    let masks = Maskings::of(content, choices);
    let content = if masks.is_of_a_person {
        Cow::Owned(of_a_person(content))
    } else {
        Cow::Borrowed(content)
    };
    let Ruling { decision, ground } = policy.rule_on(&content);
    let (decision, ground) = match exception {
        Some(why) if decision == Allowed::Sealed => {
            (Allowed::PublishMasked, format!("经批准例外公开：{why}"))
        }
        _ => (decision, ground.into_owned()),
    };
    let ruling = decision.as_str();
    if !decision.shows() {
        return Decision::Hold { ruling, ground };
    }
    let published_on = content.published_on.unwrap_or(today);
    Decision::Publish(Box::new(Publication {
        of_minor: tells_of_minor(&content, &masks.made, today),
        masked: with_texts(&content, masks.made),
        personal: content.is_personal(),
        ruling,
        ground,
        published_on,
        publish_until: policy.publish_until(&content, published_on),
    }))
}

/// Whether nobody has to look at a text before it becomes public: a text of a person that tells of somebody under
/// eighteen is public, masked, only where that is not the person concerned, which no rule can tell.
pub(crate) fn needs_no_look(decision: &Decision) -> bool {
    match decision {
        Decision::Publish(publication) => !(publication.personal && publication.of_minor),
        Decision::Hold { .. } => true,
    }
}

/// Whether a natural person stands among the parties, whatever type the case system gives: some call persons
/// organizations, and some name both in one field.
fn names_a_person(content: &Content, maskings: &[Masked]) -> bool {
    let (Some(name), Some(masked)) = (&content.party_name, maskings.get(PARTY_NAME)) else {
        return false;
    };
    let name: Vec<char> = name.chars().collect();
    let mut names = masked.spans.iter().filter(|span| span.kind == Kind::Name);
    names.any(|span| {
        span.start
            .checked_sub(1)
            .is_none_or(|before| is_between(name[before]))
            && ends_person(&name[span.end..])
    })
}

/// Whether a person's name ends before `rest`: with the item of the list, or before words in brackets that are no
/// branch of a shop.
fn ends_person(rest: &[char]) -> bool {
    match rest {
        [] => true,
        ['(' | '（' | '[' | '［' | '〔' | '【', inside @ ..] => {
            let said: String = inside
                .iter()
                .take_while(|c| !matches!(c, ')' | '）' | ']' | '］' | '〕' | '】'))
                .collect();
            !ends_as_organization(&said)
        }
        [next, ..] => is_between(*next),
    }
}

/// What stands between the parties of a list.
fn is_between(c: char) -> bool {
    c.is_whitespace() || "、，,；;/和与及".contains(c)
}

fn of_a_person(content: &Content) -> Content {
    Content {
        party_type: Some(match content.effective_party_type() {
            PartyType::Organization => PartyType::Person,
            other => other,
        }),
        ..content.clone()
    }
}

/// The text that may be shown: every field masked together, so that a person has one label in all of them;
/// keys of the case system and credit codes are left out.
fn with_texts(content: &Content, maskings: Vec<Masked>) -> Content {
    let mut masked = maskings.into_iter().map(|masked| masked.text);
    let mut out = content.clone();
    // The order is that of `Content::texts`.
    let mut next = |slot: &mut String| {
        if let Some(text) = masked.next() {
            *slot = text;
        }
    };
    next(&mut out.title);
    for slot in [
        &mut out.party_name,
        &mut out.violation,
        &mut out.facts,
        &mut out.penalty_text,
        &mut out.body,
    ] {
        slot.iter_mut().for_each(&mut next);
    }
    out.legal_basis.iter_mut().for_each(next);
    out.party_type = Some(content.effective_party_type());
    out.external_id = None;
    out.uscc = None;
    out.withhold = None;
    out
}

/// Every text masked, in the order of [`Content::texts`].
struct Maskings {
    /// As rules and people have it.
    made: Vec<Masked>,
    /// Whether a natural person stands among the parties.
    is_of_a_person: bool,
}

impl Maskings {
    fn of(content: &Content, choices: &Choices) -> Self {
        let strict = mask(content, choices.strictly(|_| false));
        let is_of_a_person = names_a_person(content, &strict);
        let parties = names_of_parties(content, &strict);
        let admitted = choices.strictly(|choice| !parties.iter().any(|name| is_same(name, &choice.passage)));
        let has_shown = admitted != choices.strictly(|_| false);
        let made = if has_shown {
            mask(content, admitted)
        } else {
            strict
        };
        Self { made, is_of_a_person }
    }
}

/// The names of the persons who are parties: whatever anybody chooses, they are masked (公安机关执法公开规定 第十四条).
fn names_of_parties(content: &Content, maskings: &[Masked]) -> Vec<String> {
    let (Some(name), Some(masked)) = (&content.party_name, maskings.get(PARTY_NAME)) else {
        return Vec::new();
    };
    if !(content.is_personal() || names_a_person(content, maskings)) {
        return Vec::new();
    }
    let chars: Vec<char> = name.chars().collect();
    let names = masked.spans.iter().filter(|span| span.kind == Kind::Name);
    names.map(|span| covered(span, &chars)).collect()
}

/// Every text masked as rules and people have it, with the places, in the order of [`Content::texts`].
pub fn maskings(content: &Content, choices: &Choices) -> Vec<Masked> {
    Maskings::of(content, choices).made
}

/// The names that are masked whatever anybody chooses.
pub fn always_masked(content: &Content) -> Vec<String> {
    names_of_parties(content, &mask(content, Choices::default()))
}

/// What of words that are told the public beside a record is hidden in it, by the first kind: what masking would take
/// away of them, or a passage that it takes away of the record, where its words alone would not show that it is a name.
pub(super) fn told_by(content: &Content, choices: &Choices, words: &str) -> Option<Kind> {
    let texts = [content.texts(), vec![("words", words)]].concat();
    let mut masked = masker(choices.strictly(|_| false)).mask_record(&texts, party(content));
    let of_words = masked.pop()?.spans.first().map(|span| span.kind);
    let hides = |(&(_, text), masked): (&(&str, &str), &Masked)| {
        let chars: Vec<char> = text.chars().collect();
        let mut spans = masked.spans.iter();
        let told = spans.find(|span| stands_in(&covered(span, &chars), words));
        told.map(|span| span.kind)
    };
    of_words.or_else(|| texts.iter().zip(&masked).find_map(hides))
}

fn mask(content: &Content, choices: Choices) -> Vec<Masked> {
    masker(choices).mask_record(&content.texts(), party(content))
}

fn masker(choices: Choices) -> Masker {
    Masker::new(Profile::decision()).by(choices)
}

fn party(content: &Content) -> Option<(&str, PartyType)> {
    let name = content.party_name.as_deref()?;
    Some((name, content.effective_party_type()))
}

#[cfg(test)]
mod tests;
