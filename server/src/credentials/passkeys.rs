//! Passkeys, by webauthn-rs. Since 0.6 it uses RustCrypto and needs no OpenSSL, which is banned
//! here. The library's state between challenge and response is serialized into the sealed session.
//! It never leaves the server.

use crate::config::Settings;
use kyc::admin::{
    Reviewer, ReviewerId,
    ports::{CredentialError, WebauthnChallenge},
    reviewer::Passkey as StoredPasskey,
};
use serde::{Serialize, de::DeserializeOwned};
use time::OffsetDateTime;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyAuthentication,
    PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Uuid, Webauthn,
    WebauthnBuilder,
};

/// Largest response, in bytes. Without an attestation it has one or two kilobytes.
const LARGEST: usize = 16 * 1024;

/// Creates passkey challenges and verifies the responses.
pub(super) struct Passkeys(Webauthn);

fn challenge(
    question: &impl Serialize,
    state: &impl Serialize,
) -> Result<WebauthnChallenge, CredentialError> {
    let json = |text: serde_json::Result<String>| text.map_err(|_| CredentialError::Unavailable);
    Ok(WebauthnChallenge {
        question: json(serde_json::to_string(question))?,
        state: json(serde_json::to_string(state))?,
    })
}

fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let text = Some(text).filter(|text| text.len() <= LARGEST)?;
    serde_json::from_str(text).ok()
}

/// Passkeys that can be parsed. Those from an incompatible version are skipped.
fn readable(known: &[StoredPasskey]) -> Vec<Passkey> {
    let read = known
        .iter()
        .map(|stored| serde_json::from_slice(&stored.blob));
    read.filter_map(Result::ok).collect()
}

impl Passkeys {
    /// Returns `None` if the public URL has no domain name: browsers bind passkeys to one.
    pub(super) fn new(settings: &Settings) -> Option<Self> {
        let url = &settings.public_url;
        let name = url.domain()?;
        let built = WebauthnBuilder::new(name, url).ok()?;
        built.rp_name(&settings.organisation).build().ok().map(Self)
    }

    pub(super) fn ask_new(
        &self,
        who: &Reviewer,
        known: &[StoredPasskey],
    ) -> Result<WebauthnChallenge, CredentialError> {
        let known = readable(known)
            .iter()
            .map(|key| key.cred_id().clone())
            .collect();
        let (id, name) = (Uuid::from_bytes(*who.id.as_bytes()), who.name.as_str());
        let started = self
            .0
            .start_passkey_registration(id, name, name, Some(known));
        let (question, state) = started.map_err(|_| CredentialError::Unavailable)?;
        let options = serde_json::to_value(&question.public_key);
        let mut options = options.map_err(|_| CredentialError::Unavailable)?;
        // A discoverable passkey signs in without a typed name. Some security keys have no room for
        // one: theirs remains a second factor.
        options["authenticatorSelection"]["residentKey"] = "preferred".into();
        challenge(&options, &state)
    }

    pub(super) fn read_new(
        &self,
        state: &str,
        answer: &str,
        now: OffsetDateTime,
    ) -> Option<StoredPasskey> {
        let state: PasskeyRegistration = read(state)?;
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let key = self.0.finish_passkey_registration(&answer, &state).ok()?;
        Some(StoredPasskey {
            credential: key.cred_id().to_vec(),
            name: String::new(),
            blob: serde_json::to_vec(&key).ok()?,
            created_at: now,
            used_at: None,
        })
    }

    pub(super) fn ask(
        &self,
        known: &[StoredPasskey],
    ) -> Result<WebauthnChallenge, CredentialError> {
        let started = self.0.start_passkey_authentication(&readable(known));
        let (question, state) = started.map_err(|_| CredentialError::Unavailable)?;
        challenge(&question.public_key, &state)
    }

    /// Passkey that signed the response, with its updated counter. The library rejects a decreased
    /// counter, which indicates a copied key.
    pub(super) fn read(
        &self,
        state: &str,
        answer: &str,
        known: &[StoredPasskey],
        now: OffsetDateTime,
    ) -> Option<StoredPasskey> {
        let state: PasskeyAuthentication = read(state)?;
        let answer: PublicKeyCredential = read(answer)?;
        let shown = self.0.finish_passkey_authentication(&answer, &state).ok()?;
        used(&shown, known, now)
    }

    pub(super) fn ask_alone(&self) -> Result<WebauthnChallenge, CredentialError> {
        let started = self.0.start_discoverable_authentication();
        let (question, state) = started.map_err(|_| CredentialError::Unavailable)?;
        challenge(&question.public_key, &state)
    }

    /// Account that the response names.
    pub(super) fn owner(&self, answer: &str) -> Option<ReviewerId> {
        let answer: PublicKeyCredential = read(answer)?;
        let (owner, _) = self.0.identify_discoverable_authentication(&answer).ok()?;
        Some(ReviewerId::new(*owner.as_bytes()))
    }

    /// Passkey of the account that signed the response. The state requires that the authenticator
    /// verified its user.
    pub(super) fn read_alone(
        &self,
        state: &str,
        answer: &str,
        known: &[StoredPasskey],
        now: OffsetDateTime,
    ) -> Option<StoredPasskey> {
        let state: DiscoverableAuthentication = read(state)?;
        let answer: PublicKeyCredential = read(answer)?;
        let (_, id) = self.0.identify_discoverable_authentication(&answer).ok()?;
        let kept = known.iter().find(|kept| kept.credential == id)?;
        let key: Passkey = serde_json::from_slice(&kept.blob).ok()?;
        let read = self
            .0
            .finish_discoverable_authentication_v2(&answer, state, &key);
        let shown = read.ok().filter(AuthenticationResult::user_verified)?;
        used(&shown, known, now)
    }
}

/// Passkey after its use.
fn used(
    shown: &AuthenticationResult,
    known: &[StoredPasskey],
    now: OffsetDateTime,
) -> Option<StoredPasskey> {
    let id: &[u8] = shown.cred_id();
    let kept = known.iter().find(|kept| kept.credential == id)?;
    let mut key: Passkey = serde_json::from_slice(&kept.blob).ok()?;
    key.update_credential(shown);
    Some(StoredPasskey {
        blob: serde_json::to_vec(&key).ok()?,
        used_at: Some(now),
        ..kept.clone()
    })
}
