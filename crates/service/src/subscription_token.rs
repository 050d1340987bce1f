//! Links of subscriptions: the token is derived from the subscription, the database holds only keyed hashes of it and of
//! the address.

use crate::keys::WebKeys;
use crate::receipt::Hash;
use domain::crockford::Symbols;
use domain::ids::SubscriptionId;
use domain::receipt::SubscriptionToken;

/// Each use of K4 for subscriptions begins with a word of its own, and none is as long as a use for callbacks.
const TOKEN: &[u8] = b"subscription token: ";
const VERIFIER: &[u8] = b"subscription verifier: ";
const ADDRESS: &[u8] = b"subscription mail address: ";

impl WebKeys {
    /// The token in every letter of a subscription: HMAC(K4, subscription id). Jobs carry the id and derive it when the
    /// link is written.
    pub fn subscription_token(&self, subscription: SubscriptionId) -> SubscriptionToken {
        let bits = self.callback.mac(&[TOKEN, subscription.0.as_bytes()]);
        SubscriptionToken::new(Symbols::from_bits(&bits))
    }

    /// What the database holds and looks up: HMAC(K4, token).
    pub fn subscription_hash(&self, token: SubscriptionToken) -> Hash {
        self.callback.mac(&[VERIFIER, token.reveal().as_bytes()])
    }

    /// What tells that an address was here before: HMAC(K4, address), however it was capitalised.
    pub fn address_hash(&self, address: &str) -> Hash {
        self.callback.mac(&[ADDRESS, address.to_lowercase().as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::tests::keys;
    use crate::rng::Rng;

    #[test]
    fn a_token_is_stable_for_its_subscription_and_found_again_however_it_was_typed() {
        let (_folder, keys) = keys();
        let rng = Rng::seeded(1);
        let (one, other) = (SubscriptionId(rng.uuid_v4()), SubscriptionId(rng.uuid_v4()));
        let token = keys.subscription_token(one);
        assert_eq!(token, keys.subscription_token(one));
        assert_ne!(token, keys.subscription_token(other));
        let typed = SubscriptionToken::parse(&token.reveal().to_lowercase()).unwrap();
        assert_eq!(keys.subscription_hash(typed), keys.subscription_hash(token));
    }

    #[test]
    fn an_address_is_known_again_however_it_was_capitalised() {
        let (_folder, keys) = keys();
        assert_eq!(
            keys.address_hash("Wang@Example.test"),
            keys.address_hash("wang@example.test")
        );
        assert_ne!(
            keys.address_hash("wang@example.test"),
            keys.address_hash("wang1@example.test")
        );
    }
}
