//! Which passwords may be chosen: long enough, and not what everybody tries first. No rules about kinds of
//! characters and no expiry (NIST SP 800-63B-4).

use zeroize::Zeroizing;

const FEWEST_CHARACTERS: usize = 12;
const MOST_CHARACTERS: usize = 128;
/// Also the most that is ever hashed.
pub(super) const MOST_BYTES: usize = 1024;
/// A password needs so many characters besides words that everybody tries, and so many different ones.
const FEWEST_OF_ITS_OWN: usize = 4;
const FEWEST_DIFFERENT: usize = 5;

/// What everybody tries first, and what anybody would try on a police portal. Whole passwords shorter than
/// twelve characters need no list.
const EXPECTED_WORDS: &str = include_str!("expected_words.txt");
const WALKS: [&str; 6] = [
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "zyxwvutsrqponmlkjihgfedcba",
    "0123456789012345678901234567890",
    "0987654321098765432109876543210",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
];

/// Why a password may not be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRule {
    /// Fewer than twelve characters.
    #[error("密码至少 {FEWEST_CHARACTERS} 个字符。可以用一句容易记住的话。")]
    TooShort,
    /// More than 128 characters or 1 KiB.
    #[error("密码最长 {MOST_CHARACTERS} 个字符。请缩短。")]
    TooLong,
    /// One of the passwords that are tried first.
    #[error("这个密码太容易被猜到（常用词、单位名称、用户名或连续字符）。请换一句别人想不到的话。")]
    TooCommon,
}

/// A password that may be stored (hashed). Hidden in `Debug`, wiped when dropped.
#[derive(Clone)]
pub struct NewPassword(Zeroizing<String>);

impl NewPassword {
    /// Checks a password that a person chose. `context` are words that anybody would try for this account: user
    /// name, the bureau's and the unit's name.
    pub fn parse(typed: &str, context: &[&str]) -> Result<Self, PasswordRule> {
        let password = Self::long_enough(typed)?;
        if is_expected(typed, context) {
            Err(PasswordRule::TooCommon)
        } else {
            Ok(password)
        }
    }

    /// Checks the length alone: for the demo, whose accounts hold nothing real.
    pub fn long_enough(typed: &str) -> Result<Self, PasswordRule> {
        match typed.chars().count() {
            ..FEWEST_CHARACTERS => Err(PasswordRule::TooShort),
            count if count > MOST_CHARACTERS || typed.len() > MOST_BYTES => Err(PasswordRule::TooLong),
            _ => Ok(Self(Zeroizing::new(typed.to_owned()))),
        }
    }

    /// The password itself, to hash it, or to write a generated one to its 0600 file.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

fn is_expected(typed: &str, context: &[&str]) -> bool {
    let typed = Zeroizing::new(typed.to_lowercase());
    let different: std::collections::BTreeSet<char> = typed.chars().collect();
    different.len() < FEWEST_DIFFERENT || WALKS.iter().any(|walk| walk.contains(typed.as_str())) || {
        letters_of_its_own(&typed, context) < FEWEST_OF_ITS_OWN
    }
}

/// How many letters remain without expected words, digits and signs (`Mingjing@2026!!` has none).
fn letters_of_its_own(typed: &str, context: &[&str]) -> usize {
    let context = context
        .iter()
        .map(|word| word.to_lowercase())
        .filter(|word| word.chars().count() > 1);
    let mut words: Vec<String> = EXPECTED_WORDS
        .split_whitespace()
        .map(str::to_owned)
        .chain(context)
        .collect();
    // Longer words first: "gonganju" before "gongan".
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let start = Zeroizing::new(typed.to_owned());
    let rest = words.iter().fold(start, |rest, word| {
        Zeroizing::new(rest.replace(word.as_str(), " "))
    });
    rest.chars().filter(|c| c.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_characters_and_bounded_in_bytes() {
        let parse = |text: &str| NewPassword::long_enough(text).map(|_| ());
        assert_eq!(parse("雨后石桥三只鹅过河去了"), Err(PasswordRule::TooShort));
        assert_eq!(parse("雨后石桥三只鹅过河去了吗"), Ok(()));
        assert_eq!(parse(&"雨".repeat(128)), Ok(()));
        assert_eq!(parse(&"a".repeat(129)), Err(PasswordRule::TooLong));
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        let context = ["zhangwei", "云河县公安局"];
        for text in [
            "password1234",
            "Passw0rd!Passw0rd!",
            "P@ssword2026!!",
            "123456789012",
            "098765432109",
            "aaaaaaaaaaaaaaaa",
            "abababababab",
            "abcdefghijkl",
            "qwertyuiopas",
            "1qaz2wsx3edc",
            "Mingjing@2026!",
            "gonganju110110",
            "jingcha110110",
            "zhangwei20260101",
            "云河县公安局20260101",
            "公安局民警2026年11月",
            "admin@123456",
            "woaini1314520",
            "iloveyou5201314",
            "2026-11-22 2026",
            "明镜明镜明镜明镜明镜明镜",
        ] {
            assert_eq!(
                NewPassword::parse(text, &context).map(|_| ()),
                Err(PasswordRule::TooCommon),
                "{text}"
            );
        }
    }

    #[test]
    fn long_sentences_of_any_kind_are_allowed() {
        for text in [
            "correct horse battery staple",
            "雨后的石桥上站着三只鹅",
            "x7#Kq2!vLm9$Tz",
            "my password is a heron at dawn",
            "qwfpgjluy;arst",
        ] {
            let long = format!("{text}。。");
            assert!(NewPassword::parse(&long, &["zhangwei", ""]).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_password_does_not_show_in_debug_output() {
        let password = NewPassword::long_enough("correct horse battery").unwrap();
        assert_eq!(format!("{password:?}"), "NewPassword(…)");
    }
}
