//! Receipts: a code is derived, never stored; the database holds a keyed hash of it (contract, Receipts).

use crate::keys::WebKeys;
use crate::limits::{Action, RetryAfter, Subject};
use crate::services::Services;
use domain::crockford::Symbols;
use domain::receipt::{ReceiptCode, Reference};
use subtle::ConstantTimeEq;

/// A keyed hash as the database stores it.
pub type Hash = [u8; 32];

/// Where a submission with an idempotency key came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// A form, which drew the key.
    Form,
    /// The API, whose client chose the key.
    Api,
}

impl Door {
    const fn as_bytes(self) -> &'static [u8] {
        match self {
            Self::Form => b"form",
            Self::Api => b"api",
        }
    }
}

impl WebKeys {
    /// The code of a submission: the same reference and idempotency key give the same code.
    pub fn receipt_code<const LETTER: u8>(
        &self,
        reference: Reference<LETTER>,
        idempotency_key: &str,
    ) -> ReceiptCode {
        let reference = reference.to_string();
        let bits = self
            .receipt_code
            .mac(&[reference.as_bytes(), idempotency_key.as_bytes()]);
        ReceiptCode::new(Symbols::from_bits(&bits))
    }

    /// What the database holds of a code: HMAC-SHA-256(K2, reference ‖ code).
    pub fn receipt_verifier<const LETTER: u8>(
        &self,
        reference: Reference<LETTER>,
        code: ReceiptCode,
    ) -> Hash {
        self.receipt_verifier
            .mac(&[reference.to_string().as_bytes(), code.reveal().as_bytes()])
    }

    /// Whether the code opens the case. `stored` is absent for an unknown reference: the same work is done
    /// and the answer is no, so that time does not tell which of the two was wrong.
    pub fn receipt_opens<const LETTER: u8>(
        &self,
        reference: Reference<LETTER>,
        code: ReceiptCode,
        stored: Option<&[u8]>,
    ) -> bool {
        let given = self.receipt_verifier(reference, code);
        let equal = given.ct_eq(stored.unwrap_or(&[0; 32]));
        stored.is_some() && bool::from(equal)
    }

    /// The name under which an earlier submission with this idempotency key is found again: HMAC(K3, key).
    /// Forms and the API have name spaces of their own, so that a key seen in one opens nothing in the other.
    pub fn idempotency_hash(&self, door: Door, idempotency_key: &str) -> Hash {
        self.idempotency
            .mac(&[door.as_bytes(), idempotency_key.as_bytes()])
    }

    /// Tells the same body from another under the same key without keeping it: HMAC(K3, body).
    pub fn body_hash(&self, body: &[u8]) -> Hash {
        self.idempotency.mac(&[body])
    }
}

/// Whether the code opens what is stored under the reference. A wrong one is counted for the reference, a right one
/// never: nobody is locked out of the own case by others' guesses.
pub(crate) fn opens<const LETTER: u8>(
    services: &Services,
    reference: Reference<LETTER>,
    code: ReceiptCode,
    stored: Option<&[u8]>,
) -> Result<bool, RetryAfter> {
    if services.keys.receipt_opens(reference, code, stored) {
        return Ok(true);
    }
    let name = reference.to_string();
    services
        .limits
        .check(Action::StatusLookupPerReference, Subject::Name(&name))?;
    Ok(false)
}

/// Compares two stored hashes without telling by time where they differ.
pub fn same_hash(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::tests::keys;
    use domain::receipt::{FeedbackReference, ObjectionReference};
    use proptest::prelude::*;

    fn reference() -> FeedbackReference {
        FeedbackReference::parse("F-2026-MPJTB9D").unwrap()
    }

    #[test]
    fn the_same_submission_gives_the_same_code_and_any_difference_another() {
        let (_folder, keys) = keys();
        let code = keys.receipt_code(reference(), "0123456789abcdef");
        assert_eq!(code, keys.receipt_code(reference(), "0123456789abcdef"));
        assert_ne!(code, keys.receipt_code(reference(), "0123456789abcdeg"));
        let other = FeedbackReference::parse("F-2026-MPJTB9E").unwrap();
        assert_ne!(code, keys.receipt_code(other, "0123456789abcdef"));
        let objection = ObjectionReference::parse("Y-2026-MPJTB9D").unwrap();
        assert_ne!(code, keys.receipt_code(objection, "0123456789abcdef"));
    }

    #[test]
    fn other_keys_give_other_codes_and_hashes() {
        let ((_a, one), (_b, other)) = (keys(), keys());
        assert_ne!(
            one.receipt_code(reference(), "k"),
            other.receipt_code(reference(), "k")
        );
        assert_ne!(
            one.idempotency_hash(Door::Form, "k"),
            other.idempotency_hash(Door::Form, "k")
        );
        assert_ne!(
            one.idempotency_hash(Door::Form, "k"),
            one.idempotency_hash(Door::Api, "k")
        );
        assert_ne!(one.fingerprint(), other.fingerprint());
    }

    #[test]
    fn only_the_right_code_of_a_known_reference_opens_the_case() {
        let (_folder, keys) = keys();
        let code = keys.receipt_code(reference(), "a key of a form");
        let stored = keys.receipt_verifier(reference(), code);
        assert!(keys.receipt_opens(reference(), code, Some(&stored)));
        assert!(!keys.receipt_opens(reference(), code, None));
        assert!(!keys.receipt_opens(reference(), code, Some(&[])));
        assert!(!keys.receipt_opens(
            reference(),
            keys.receipt_code(reference(), "other"),
            Some(&stored)
        ));
        assert!(same_hash(&stored, &stored) && !same_hash(&stored, &stored[1..]));
    }

    #[test]
    fn a_code_typed_back_opens_its_case() {
        let (_folder, keys) = keys();
        proptest!(|(key in "[ -~]{16,64}", bits: [u8; 32])| {
            let reference = FeedbackReference::new(2026, Symbols::from_bits(&bits));
            let code = keys.receipt_code(reference, &key);
            let stored = keys.receipt_verifier(reference, code);
            let typed = ReceiptCode::parse(&code.reveal_grouped().to_lowercase()).unwrap();
            prop_assert!(keys.receipt_opens(reference, typed, Some(&stored)));
        });
    }
}
