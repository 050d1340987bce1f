//! The one normaliser of documents and queries. One character becomes one character, so offsets hold.

use std::sync::LazyLock;

const BMP: usize = 0x1_0000;

/// Image of every character of the basic plane, as code points; characters beyond it stay as they are.
static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let step: Vec<u16> = (0..BMP)
        .map(|code| fold_once(u16::try_from(code).expect("below 2^16")))
        .collect();
    // A second pass makes the folding idempotent: a full-width capital becomes a capital, then small.
    step.iter()
        .map(|&code| step[usize::from(step[usize::from(code)])])
        .collect()
});

/// Folds width, case, traditional script, brackets, quotes and the writings of zero.
pub fn fold_char(c: char) -> char {
    match usize::try_from(u32::from(c)) {
        Ok(code) if code < BMP => char::from_u32(u32::from(TABLE[code])).unwrap_or(c),
        _ => c,
    }
}

/// [`fold_char`] over a text; the result has as many characters as the text.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

fn fold_once(code: u16) -> u16 {
    let Some(c) = char::from_u32(u32::from(code)) else {
        return code;
    };
    let folded = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).expect("ASCII"),
        '〔' | '【' | '[' | '〈' | '{' | '〖' | '﹝' | '『' => '(',
        '〕' | '】' | ']' | '〉' | '}' | '〗' | '﹞' | '』' => ')',
        '“' | '”' | '„' | '〝' | '〞' | '「' | '」' => '"',
        '‐' | '‑' | '−' => '-',
        '〇' | '○' | '◯' => '零',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => simplified(lowered(c)),
    };
    u16::try_from(u32::from(folded)).unwrap_or(code)
}

/// Lower case where that is a single character (`İ` would become two).
fn lowered(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Simplified form, each character for itself: the neighbours differ between a query and a document.
fn simplified(c: char) -> char {
    if c.len_utf8() < 3 {
        return c;
    }
    fast2s::convert(c.encode_utf8(&mut [0; 4]))
        .chars()
        .next()
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn width_case_script_brackets_and_zero_become_one() {
        assert_eq!(fold("ＡＢＣ１２３"), "abc123");
        assert_eq!(
            fold("臨公（治）行罰決字〔２０２４〕12號"),
            "临公(治)行罚决字(2024)12号"
        );
        assert_eq!(fold("[2024]【2024】［2024］"), "(2024)(2024)(2024)");
        assert_eq!(fold("二〇二四 二○二四"), "二零二四 二零二四");
        assert_eq!(fold("酒后　驾驶\u{0}"), "酒后 驾驶 ");
    }

    proptest! {
        #[test]
        fn folding_keeps_the_number_of_characters_and_is_idempotent(text in "\\PC{0,80}") {
            let folded = fold(&text);
            prop_assert_eq!(folded.chars().count(), text.chars().count());
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn any_character_at_all_folds_to_a_fixed_point(c in any::<char>()) {
            prop_assert_eq!(fold_char(fold_char(c)), fold_char(c));
        }
    }
}
