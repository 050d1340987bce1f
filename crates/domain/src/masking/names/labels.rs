//! What stands for a name: 张某; of several with one surname 张某甲, 张某乙.
//!
//! The heavenly stems are used and not figures, because figures run into the amounts that often follow a name
//! (张某2 + 5万元).

use std::collections::{BTreeMap, BTreeSet};

use super::masked;
use super::registry::key_of;
use super::{Found, Registry};
use crate::masking::lexicon::LEXICON;

/// Stems, then branches, that tell apart persons of one surname.
pub(super) const STEMS: &str = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥";

/// The label of each person of a record, given in the order in which they are met.
#[derive(Default)]
pub(in crate::masking) struct Labels {
    order: Vec<Vec<char>>,
    seen: BTreeSet<Vec<char>>,
    taken: BTreeSet<String>,
    given: BTreeMap<Vec<char>, String>,
}

impl Labels {
    /// Notes the persons of a text, and the masked names that it has already: theirs are not given again.
    pub(in crate::masking) fn note(
        &mut self,
        text: &[char],
        mentions: &[Found],
        registry: &Registry,
        keep_officials: bool,
    ) {
        for mention in mentions {
            let key = key_of(text, mention);
            if !(keep_officials && registry.is_official(&key)) && self.seen.insert(key.clone()) {
                self.order.push(key);
            }
        }
        let masked = masked(text).map(|name| text[name].iter().collect());
        self.taken.extend(masked);
    }

    /// Gives out the labels.
    pub(in crate::masking) fn assign(&mut self) {
        let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
        for key in &self.order {
            *bearers.entry(base(key)).or_default() += 1;
        }
        for key in &self.order {
            let base = base(key);
            // Labels that begin with it stand behind it in their order.
            let next = self.taken.range(base.clone()..).next();
            let alone = bearers.get(&base) == Some(&1) && next.is_none_or(|taken| !taken.starts_with(&base));
            let label = if alone { base } else { self.free_label(&base) };
            self.taken.insert(label.clone());
            self.given.insert(key.clone(), label);
        }
    }

    /// The label of the person mentioned, if the name goes.
    pub(in crate::masking) fn of(&self, text: &[char], mention: &Found) -> Option<&str> {
        self.given.get(&key_of(text, mention)).map(String::as_str)
    }

    fn free_label(&self, base: &str) -> String {
        let single = STEMS.chars().map(|stem| format!("{base}{stem}"));
        let double = STEMS
            .chars()
            .flat_map(|a| STEMS.chars().map(move |b| format!("{base}{a}{b}")));
        single
            .chain(double)
            .find(|label| !self.taken.contains(label))
            .unwrap_or_else(|| base.to_owned())
    }
}

/// Surname and 某; for names that are not Han the first character and 某.
fn base(name: &[char]) -> String {
    let dotted = name.contains(&'·');
    let kept = if dotted {
        1
    } else {
        LEXICON
            .surname_at(name, 0)
            .filter(|length| *length < name.len())
            .unwrap_or(1)
    };
    name.iter().take(kept).chain(&['某']).collect()
}
