//! Verbs right behind a candidate, which tell where its name ends.

use crate::masking::lexicon::LEXICON;
use crate::masking::passage::{any_at, is_han};
use crate::masking::word_set::CharSet;
use std::sync::LazyLock;

/// What makes a verb of the character before.
static COMPLEMENTS: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of("了着下上来去得到好完出过起走掉住开进入给向在回".chars()));

/// With these 为 makes a given name (大为, 有为), and the first of them make hardly one alone.
const WITH_FOR: &str = "大有作敢能善可志思";
const NEVER_ALONE: &str = "大有作敢能";

/// Whether a verb with its complement begins at `at`, such as no name ends with: 跳下, 扛着.
pub(super) fn is_verb(text: &[char], at: usize) -> bool {
    !LEXICON.given.is_usual(text[at]) && text.get(at + 1).is_some_and(|c| COMPLEMENTS.contains(*c))
}

/// Whether what ends at `end` is followed by what makes a verb of its last character: 跌|了.
pub(super) fn is_inflected(text: &[char], end: usize) -> bool {
    match text.get(end) {
        Some('着') => true,
        Some('了') => text.get(end + 1) != Some(&'解'),
        _ => false,
    }
}

/// Whether the purpose that follows a name does not begin at `end`: 魏军为|让民警送其回家, 王大|为让民警离开.
pub(super) fn parts_purpose(text: &[char], at: usize, end: usize) -> bool {
    let begins = |at: usize| text.get(at) == Some(&'为') && LEXICON.after.longest_at(text, at).is_some();
    let before = text[end - 2];
    match end - at {
        2 => NEVER_ALONE.contains(text[end - 1]) && begins(end),
        _ => begins(end - 1) && !WITH_FOR.contains(before),
    }
}

/// Whether what begins at `end` says what a person thinks of the charge: 对|携带刀具的事实供认不讳.
pub(super) fn is_confessing(text: &[char], end: usize) -> bool {
    const LONGEST: usize = 20;
    const SAYS: [&str; 6] = ["供认", "予以承认", "无异议", "没有异议", "认错", "认罚"];
    let clause = text[end.min(text.len())..]
        .iter()
        .take(LONGEST)
        .take_while(|c| is_han(**c))
        .count();
    text.get(end) == Some(&'对') && (end..end + clause).any(|at| any_at(text, at, &SAYS).is_some())
}
