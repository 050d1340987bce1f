//! Names of Tibetans, Mongols, Uyghurs and others that are written without a dot: 扎西顿珠, 乌云其其格, 阿依古丽.

use crate::masking::lexicon::LEXICON;

/// What such a name costs, whatever its length: its parts are words of their own language and hardly ever Chinese ones.
const COST: i32 = 30;

/// The length and cost of the longest row of usual parts at `at`: two parts, or one of three characters.
pub(super) fn name_at(text: &[char], at: usize) -> Option<(usize, i32)> {
    let mut end = at;
    let mut parts = 0;
    while parts < 3
        && let Some(length) = LEXICON.name_parts.longest_at(text, end)
    {
        end += length;
        parts += 1;
    }
    (parts >= 2 || end - at >= 3).then_some((end - at, COST))
}

/// Whether the whole is such a name.
pub(super) fn is_name(name: &[char]) -> bool {
    name_at(name, 0).is_some_and(|(length, _)| length == name.len())
}
