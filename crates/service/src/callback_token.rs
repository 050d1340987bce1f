//! Callback links: the token is derived from the invitation, the database holds only its keyed hash.

use crate::keys::WebKeys;
use crate::receipt::Hash;
use domain::crockford::Symbols;
use domain::ids::InvitationId;
use domain::receipt::CallbackToken;

impl WebKeys {
    /// The token of an invitation's attempt: HMAC(K4, invitation id ‖ attempt). Jobs and exports carry the id
    /// and derive it when the link is written.
    pub fn callback_token(&self, invitation: InvitationId, attempt: u32) -> CallbackToken {
        let bits = self
            .callback
            .mac(&[invitation.0.as_bytes(), &attempt.to_be_bytes()]);
        CallbackToken::new(Symbols::from_bits(&bits))
    }

    /// What the database holds and looks up: HMAC(K4, token). Tokens are 26 bytes and derivations 20, so the
    /// two uses of K4 never meet.
    pub fn callback_hash(&self, token: CallbackToken) -> Hash {
        self.callback.mac(&[token.reveal().as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::tests::keys;
    use crate::rng::Rng;

    #[test]
    fn a_token_is_stable_for_its_attempt_and_differs_for_every_other() {
        let (_folder, keys) = keys();
        let rng = Rng::seeded(1);
        let (one, other) = (InvitationId(rng.uuid_v4()), InvitationId(rng.uuid_v4()));
        let token = keys.callback_token(one, 1);
        assert_eq!(token, keys.callback_token(one, 1));
        assert_ne!(token, keys.callback_token(one, 2));
        assert_ne!(token, keys.callback_token(other, 1));
    }

    #[test]
    fn a_token_from_a_link_is_found_again_however_it_was_typed() {
        let (_folder, keys) = keys();
        let token = keys.callback_token(InvitationId(Rng::seeded(1).uuid_v4()), 1);
        let typed = CallbackToken::parse(&token.reveal().to_lowercase()).unwrap();
        assert_eq!(keys.callback_hash(typed), keys.callback_hash(token));
    }
}
