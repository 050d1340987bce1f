//! A status: a word and a shape, never colour alone.

use leptos::prelude::*;

/// What a status means to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to worry about, nothing done yet.
    Neutral,
    /// Under way.
    Active,
    /// Done well.
    Ok,
    /// Needs attention soon.
    Warn,
    /// Overdue, withdrawn, refused.
    Danger,
}

impl Tone {
    const fn shape(self) -> &'static str {
        match self {
            Self::Neutral => "○",
            Self::Active => "◐",
            Self::Ok => "●",
            Self::Warn => "▲",
            Self::Danger => "■",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tag tag-neutral",
            Self::Active => "tag tag-active",
            Self::Ok => "tag tag-ok",
            Self::Warn => "tag tag-warn",
            Self::Danger => "tag tag-danger",
        }
    }
}

/// A small label: ● 已办结.
pub fn status_tag(tone: Tone, word: impl Into<String>) -> AnyView {
    let word = word.into();
    view! { <span class=tone.class()><span aria-hidden="true">{tone.shape()}</span>" "{word}</span> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn every_tone_has_a_shape_of_its_own() {
        let tones = [Tone::Neutral, Tone::Active, Tone::Ok, Tone::Warn, Tone::Danger];
        let shapes: std::collections::BTreeSet<_> = tones.iter().map(|tone| tone.shape()).collect();
        assert_eq!(shapes.len(), tones.len());
        assert_eq!(
            render(|| status_tag(Tone::Ok, "已办结")),
            r#"<span class="tag tag-ok"><span aria-hidden="true">●</span> 已办结</span>"#
        );
    }
}
