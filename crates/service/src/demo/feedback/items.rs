//! What is fed back in the demonstration, and what is said to it.

use domain::feedback::FeedbackKind;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub(super) kind: FeedbackKind,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) ask: String,
    pub(super) reply: String,
    pub(super) answer: String,
    pub(super) outcomes: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Table {
    pub(super) item: Vec<Item>,
}

pub(super) static ITEMS: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/demo/feedback.toml"))
        .expect("the table is part of the program and tested")
});

#[cfg(test)]
mod tests {
    use super::*;
    use domain::feedback::Outcome;

    #[test]
    fn every_text_fits_its_form_and_every_outcome_its_kind() {
        for item in &ITEMS.item {
            assert!(item.title.chars().count() <= domain::feedback::TITLE_MAX);
            for outcome in &item.outcomes {
                let outcome = Outcome::parse(outcome).unwrap();
                assert!(
                    Outcome::fitting(item.kind, false).contains(&outcome),
                    "{}",
                    item.title
                );
            }
        }
        for kind in FeedbackKind::ALL {
            assert!(ITEMS.item.iter().any(|item| item.kind == kind), "{kind:?}");
        }
    }
}
