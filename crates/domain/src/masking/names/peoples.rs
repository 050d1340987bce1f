//! Names of Tibetans, Mongols, Uyghurs and others that are written without a dot: 扎西顿珠, 乌云其其格, 阿依古丽.

use super::evidence;
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::is_han;

/// What such a name costs, whatever its length: its parts are words of their own language and hardly ever Chinese ones.
const COST: i32 = 30;

/// What a name costs that is written by sound, and each character of it.
const BY_SOUND: i32 = 14;
const SOUND: i32 = 10;
/// Longer names have a dot.
const MOST_SOUNDS: usize = 7;

/// The lengths and costs of rows of characters at `at` that write sounds, where a clause begins or somebody is called:
/// 阿尔斯楞, 特格喜.
pub(super) fn sounds_at(text: &[char], at: usize) -> impl Iterator<Item = (usize, i32)> {
    let row = text[at..].iter().take(MOST_SOUNDS);
    let longest = row.take_while(|c| LEXICON.writes_sounds_alone(**c)).count();
    let begins = || at == 0 || !is_han(text[at - 1]) || evidence::is_called(text, at);
    let most = if longest >= 3 && begins() { longest } else { 0 };
    (3..=most)
        .zip(3..)
        .map(|(length, characters)| (length, BY_SOUND + SOUND * characters))
}

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
