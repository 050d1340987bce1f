//! The secret in the session cookie: 256 random bits, of which the database knows only the SHA-256.

use crate::rng::Rng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// A session's secret.
#[derive(Clone)]
pub struct Token(Zeroizing<[u8; 32]>);

impl Token {
    /// A new one.
    pub fn draw(rng: &Rng) -> Self {
        Self(Zeroizing::new(rng.bytes()))
    }

    /// Reads [`Self::reveal`]; anything else is none.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut bytes = Zeroizing::new([0; 32]);
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(digits).ok()?;
            *byte = u8::from_str_radix(digits, 16)
                .ok()
                .filter(|_| !digits.starts_with('+'))?;
        }
        Some(Self(bytes))
    }

    /// For the cookie, and for nothing else.
    pub fn reveal(&self) -> String {
        use std::fmt::Write;
        self.0.iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(*self.0).into()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_written_and_nothing_else_is() {
        let token = Token::draw(&Rng::seeded(1));
        assert_eq!(Token::parse(&token.reveal()).unwrap().hash(), token.hash());
        for wrong in [
            "",
            "ab",
            &"zz".repeat(32),
            &"+1".repeat(32),
            &"字".repeat(32),
            &"ab".repeat(33),
        ] {
            assert!(Token::parse(wrong).is_none(), "{wrong}");
        }
        assert!(!format!("{token:?}").contains(&token.reveal()));
    }
}
