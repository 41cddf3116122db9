//! Verification of staff credentials.

use super::{passkeys::Passkeys, password::Passwords, totp};
use crate::{config::Settings, crypto::Secret};
use async_trait::async_trait;
use kyc::{
    admin::{
        AccountName, Reviewer, ReviewerId,
        ports::{CredentialError, CredentialVerifier, HashQueue, WebauthnChallenge},
        reviewer::{Passkey, PasswordHash, TotpSecret},
    },
    ports::Entropy,
};
use std::sync::Arc;
use time::OffsetDateTime;

/// [`CredentialVerifier`] over passwords, TOTP codes and passkeys.
pub(super) struct LocalCredentials {
    passwords: Passwords,
    passkeys: Option<Passkeys>,
    firm: String,
}

impl LocalCredentials {
    pub(super) fn new(settings: &Settings, pepper: Secret, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            passwords: Passwords::new(settings.password_cost, pepper, entropy),
            passkeys: Passkeys::new(settings),
            firm: settings.organisation.clone(),
        }
    }

    fn passkeys(&self) -> Result<&Passkeys, CredentialError> {
        self.passkeys.as_ref().ok_or(CredentialError::Unavailable)
    }
}

#[async_trait]
impl CredentialVerifier for LocalCredentials {
    async fn hash(&self, password: &str) -> Result<PasswordHash, CredentialError> {
        // The caller is signed in, or holds an enrolment link.
        self.passwords.hash(password, HashQueue::Known).await
    }

    async fn verify_password(
        &self,
        password: &str,
        hash: Option<&PasswordHash>,
        queue: HashQueue,
    ) -> Result<bool, CredentialError> {
        self.passwords.fits(password, hash, queue).await
    }

    fn totp_step(&self, secret: &TotpSecret, code: &str, now: OffsetDateTime) -> Option<u64> {
        totp::step(secret, code, now)
    }

    fn totp_setup(&self, secret: &TotpSecret, name: &AccountName) -> String {
        totp::setup(secret, &self.firm, name)
    }

    fn has_passkeys(&self) -> bool {
        self.passkeys.is_some()
    }

    fn begin_passkey_registration(
        &self,
        reviewer: &Reviewer,
        known: &[Passkey],
    ) -> Result<WebauthnChallenge, CredentialError> {
        self.passkeys()?.ask_new(reviewer, known)
    }

    fn finish_passkey_registration(
        &self,
        state: &str,
        answer: &str,
        now: OffsetDateTime,
    ) -> Option<Passkey> {
        self.passkeys.as_ref()?.read_new(state, answer, now)
    }

    fn begin_passkey_authentication(
        &self,
        known: &[Passkey],
    ) -> Result<WebauthnChallenge, CredentialError> {
        self.passkeys()?.ask(known)
    }

    fn finish_passkey_authentication(
        &self,
        state: &str,
        answer: &str,
        known: &[Passkey],
        now: OffsetDateTime,
    ) -> Option<Passkey> {
        self.passkeys.as_ref()?.read(state, answer, known, now)
    }

    fn begin_passkey_alone(&self) -> Result<WebauthnChallenge, CredentialError> {
        self.passkeys()?.ask_alone()
    }

    fn passkey_owner(&self, answer: &str) -> Option<ReviewerId> {
        self.passkeys.as_ref()?.owner(answer)
    }

    fn finish_passkey_alone(
        &self,
        state: &str,
        answer: &str,
        known: &[Passkey],
        now: OffsetDateTime,
    ) -> Option<Passkey> {
        self.passkeys
            .as_ref()?
            .read_alone(state, answer, known, now)
    }
}
