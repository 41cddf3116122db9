//! Credentials without cryptography: they say by their text what they are.

use async_trait::async_trait;
use kyc::admin::{
    AccountName, Reviewer, ReviewerId,
    ports::{CredentialError, CredentialVerifier, HashQueue, WebauthnChallenge},
    reviewer::{Passkey, PasswordHash, TotpSecret},
};
use time::OffsetDateTime;

/// Verifies credentials by their text.
pub(super) struct StubCredentials;

/// The code of an authenticator app at a time.
pub(super) fn totp_code(now: OffsetDateTime) -> String {
    format!("{:06}", step(now) % 1_000_000)
}

fn step(now: OffsetDateTime) -> u64 {
    now.unix_timestamp().unsigned_abs() / 30
}

/// A browser's answer with a passkey of an account.
pub(super) fn passkey_answer(owner: ReviewerId, credential: &[u8]) -> String {
    format!("{owner}:{}", String::from_utf8_lossy(credential))
}

fn credential(answer: &str) -> Option<&[u8]> {
    Some(answer.split_once(':')?.1.as_bytes())
}

fn challenge(state: &str) -> WebauthnChallenge {
    WebauthnChallenge {
        question: "{}".to_owned(),
        state: state.to_owned(),
    }
}

/// The used passkey, if it is one of the known ones.
fn used(answer: &str, known: &[Passkey], now: OffsetDateTime) -> Option<Passkey> {
    let credential = credential(answer)?;
    let passkey = known.iter().find(|one| one.credential == credential)?;
    let mut blob = passkey.blob.clone();
    blob.push(b'+');
    Some(Passkey {
        blob,
        used_at: Some(now),
        ..passkey.clone()
    })
}

#[async_trait]
impl CredentialVerifier for StubCredentials {
    async fn hash(&self, password: &str) -> Result<PasswordHash, CredentialError> {
        Ok(PasswordHash(format!("hash of {password}")))
    }

    async fn verify_password(
        &self,
        password: &str,
        hash: Option<&PasswordHash>,
        _: HashQueue,
    ) -> Result<bool, CredentialError> {
        let hashed = format!("hash of {password}");
        Ok(hash.is_some_and(|hash| hash.0 == hashed))
    }

    fn totp_step(&self, _: &TotpSecret, code: &str, now: OffsetDateTime) -> Option<u64> {
        (code == totp_code(now)).then(|| step(now))
    }

    fn totp_setup(&self, _: &TotpSecret, name: &AccountName) -> String {
        format!("otpauth://{}", name.as_str())
    }

    fn has_passkeys(&self) -> bool {
        true
    }

    fn begin_passkey_registration(
        &self,
        _: &Reviewer,
        _: &[Passkey],
    ) -> Result<WebauthnChallenge, CredentialError> {
        Ok(challenge("register"))
    }

    fn finish_passkey_registration(
        &self,
        state: &str,
        answer: &str,
        now: OffsetDateTime,
    ) -> Option<Passkey> {
        Some(Passkey {
            credential: credential(answer).filter(|_| state == "register")?.to_vec(),
            name: String::new(),
            blob: b"key".to_vec(),
            created_at: now,
            used_at: None,
        })
    }

    fn begin_passkey_authentication(
        &self,
        _: &[Passkey],
    ) -> Result<WebauthnChallenge, CredentialError> {
        Ok(challenge("authenticate"))
    }

    fn finish_passkey_authentication(
        &self,
        _: &str,
        answer: &str,
        known: &[Passkey],
        now: OffsetDateTime,
    ) -> Option<Passkey> {
        used(answer, known, now)
    }

    fn begin_passkey_alone(&self) -> Result<WebauthnChallenge, CredentialError> {
        Ok(challenge("alone"))
    }

    fn passkey_owner(&self, answer: &str) -> Option<ReviewerId> {
        ReviewerId::parse(answer.split_once(':')?.0)
    }

    fn finish_passkey_alone(
        &self,
        _: &str,
        answer: &str,
        known: &[Passkey],
        now: OffsetDateTime,
    ) -> Option<Passkey> {
        used(answer, known, now)
    }
}
