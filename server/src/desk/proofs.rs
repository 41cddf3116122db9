//! What people show to prove who they are.

use super::{argon::Passwords, codes, passkeys::Passkeys};
use crate::{config::Settings, crypto::Secret};
use kyc::{
    desk::{
        AccountName, Reviewer,
        port::{Ceremony, ProofError, Proofs},
        reviewer::{Passkey, PasswordHash, TotpSecret},
    },
    ports::{Entropy, Fut},
};
use std::sync::Arc;
use time::OffsetDateTime;

/// Looks at it.
pub(super) struct Shown {
    passwords: Passwords,
    passkeys: Option<Passkeys>,
    firm: String,
}

impl Shown {
    pub(super) fn new(settings: &Settings, pepper: Secret, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            passwords: Passwords::new(pepper, entropy),
            passkeys: Passkeys::new(settings),
            firm: settings.organisation.clone(),
        }
    }
}

impl Proofs for Shown {
    fn hash<'a>(&'a self, password: &'a str) -> Fut<'a, Result<PasswordHash, ProofError>> {
        Box::pin(self.passwords.hash(password))
    }

    fn fits<'a>(
        &'a self,
        password: &'a str,
        hash: Option<&'a PasswordHash>,
    ) -> Fut<'a, Result<bool, ProofError>> {
        Box::pin(self.passwords.fits(password, hash))
    }

    fn step(&self, secret: &TotpSecret, code: &str, now: OffsetDateTime) -> Option<u64> {
        codes::step(secret, code, now)
    }

    fn setup(&self, secret: &TotpSecret, name: &AccountName) -> String {
        codes::setup(secret, &self.firm, name)
    }

    fn has_passkeys(&self) -> bool {
        self.passkeys.is_some()
    }

    fn ask_new_passkey(
        &self,
        reviewer: &Reviewer,
        known: &[Passkey],
    ) -> Result<Ceremony, ProofError> {
        let passkeys = self.passkeys.as_ref().ok_or(ProofError)?;
        passkeys.ask_new(reviewer, known)
    }

    fn new_passkey(&self, state: &str, answer: &str, now: OffsetDateTime) -> Option<Passkey> {
        self.passkeys.as_ref()?.read_new(state, answer, now)
    }

    fn ask_passkey(&self, known: &[Passkey]) -> Result<Ceremony, ProofError> {
        self.passkeys.as_ref().ok_or(ProofError)?.ask(known)
    }

    fn passkey(
        &self,
        state: &str,
        answer: &str,
        known: &[Passkey],
        now: OffsetDateTime,
    ) -> Option<Passkey> {
        self.passkeys.as_ref()?.read(state, answer, known, now)
    }
}
