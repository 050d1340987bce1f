//! Five faces for five levels of satisfaction, drawn with the text's own colour.

use domain::callback::Level;
use leptos::prelude::*;

/// An ornament beside the word of the level: a screen reader passes over it.
pub(super) fn face(level: Level) -> AnyView {
    let mouth = match level {
        Level::VeryGood => "M11 23 Q20 36 29 23 Z",
        Level::Good => "M12 25 Q20 32 28 25",
        Level::Fair => "M12 27 H28",
        Level::Bad => "M12 29 Q20 22 28 29",
        Level::VeryBad => "M12 31 Q20 18 28 31",
    };
    // The strongest displeasure is told from the milder one by its brows, too.
    let brows = (level == Level::VeryBad).then(|| view! { <path d="M10 10 L16 13 M30 10 L24 13" /> });
    view! {
        <svg class="face" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
            <circle cx="20" cy="20" r="18" />
            <circle class="eye" cx="14" cy="17" r="1.5" />
            <circle class="eye" cx="26" cy="17" r="1.5" />
            <path d=mouth />
            {brows}
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::render;

    #[test]
    fn every_level_has_a_face_of_its_own_that_a_screen_reader_passes_over() {
        let faces: BTreeSet<String> = Level::ALL.iter().map(|level| render(|| face(*level))).collect();
        assert_eq!(faces.len(), Level::ALL.len());
        assert!(faces.iter().all(|drawn| drawn.contains("aria-hidden=\"true\"")));
    }
}
