//! Signatures of Standard Webhooks (version 1.0.0 of the specification, `v1`: HMAC-SHA256 over
//! `id.timestamp.body`), over the received bytes.
//!
//! The `standardwebhooks` crate (1.0.1) is not used. It reads the system clock, so no test can
//! check the tolerance. It supports only one secret and has its own HMAC implementation. This
//! module uses the crates that also seal our data, and is stricter. The specification forbids full
//! stops in ids: with them the signed text could be split in two ways. Each header must occur once,
//! and the number of signatures is limited.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use http::HeaderMap;
use sha2::Sha256;
use std::fmt;
use subtle::{Choice, ConstantTimeEq};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// Accepted difference between the sender's clock and ours, in seconds.
const TOLERANCE: i64 = 5 * 60;
/// Longest id, in bytes.
const LONGEST_ID: usize = 200;
/// Most signatures per delivery. A sender that rotates its secret sends two.
const MOST_SIGNATURES: usize = 8;
/// Most secrets at once: a rotation needs two.
const MOST_SECRETS: usize = 4;

/// Signing secrets. The first one is registered with the provider. The others stay valid, so that a
/// rotation loses no delivery.
#[derive(Clone, Default)]
pub struct Secrets(Vec<WebhookSecret>);

#[derive(Clone)]
struct WebhookSecret {
    /// Text form, as it is registered.
    text: Zeroizing<String>,
    key: Zeroizing<Vec<u8>>,
}

/// Error for an invalid secret. It does not contain the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("whsec_ and base64 of 24 to 64 random bytes, at most four of them")]
pub struct SecretsError;

impl Secrets {
    /// Parses secrets, separated by whitespace or commas.
    ///
    /// # Errors
    /// [`SecretsError`] if a secret is invalid or there are too many.
    pub fn parse(text: &str) -> Result<Self, SecretsError> {
        let words = text.split(|c: char| c.is_whitespace() || c == ',');
        let words = words.filter(|word| !word.is_empty());
        let secrets: Vec<WebhookSecret> =
            words.map(WebhookSecret::parse).collect::<Result<_, _>>()?;
        if secrets.len() > MOST_SECRETS {
            return Err(SecretsError);
        }
        Ok(Self(secrets))
    }

    /// Whether no secret is configured.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Secret to register with the provider.
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        self.0.first().map(|secret| secret.text.as_str())
    }

    /// Whether one of the secrets signed this body under these headers at `now`.
    pub(super) fn signed(
        &self,
        heading: &SignatureHeaders<'_>,
        body: &[u8],
        now: OffsetDateTime,
    ) -> bool {
        if (now.unix_timestamp() - heading.timestamp).abs() > TOLERANCE {
            return false;
        }
        let mut signed = Choice::from(0);
        for secret in &self.0 {
            let expected = secret.sign(heading, body);
            // Compare all signatures in constant time: an early exit would leak timing.
            for signature in &heading.signatures {
                signed |= expected.ct_eq(signature);
            }
        }
        signed.into()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [redacted]", self.0.len())
    }
}

impl WebhookSecret {
    fn parse(text: &str) -> Result<Self, SecretsError> {
        let base64 = text.strip_prefix("whsec_").ok_or(SecretsError)?;
        let key = STANDARD.decode(base64).map_err(|_| SecretsError)?;
        let key = Zeroizing::new(key);
        if !(24..=64).contains(&key.len()) {
            return Err(SecretsError);
        }
        let text = Zeroizing::new(text.to_owned());
        Ok(Self { text, key })
    }

    fn sign(&self, heading: &SignatureHeaders<'_>, body: &[u8]) -> [u8; 32] {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.key).expect("any length");
        for part in [heading.id, ".", heading.written, "."] {
            mac.update(part.as_bytes());
        }
        mac.update(body);
        mac.finalize().into_bytes().into()
    }
}

/// Parsed signature headers.
pub(super) struct SignatureHeaders<'a> {
    pub(super) id: &'a str,
    timestamp: i64,
    /// Timestamp text as it was signed.
    written: &'a str,
    signatures: Vec<[u8; 32]>,
}

impl<'a> SignatureHeaders<'a> {
    /// Parses the three headers. `None` if one is missing, repeated or invalid.
    pub(super) fn of(headers: &'a HeaderMap) -> Option<Self> {
        let id = only(headers, "webhook-id")?;
        let sound = (1..=LONGEST_ID).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_graphic() && b != b'.');
        let written = only(headers, "webhook-timestamp")?;
        let digits =
            (1..=12).contains(&written.len()) && written.bytes().all(|b| b.is_ascii_digit());
        let signature_header = only(headers, "webhook-signature")?;
        if !sound || !digits || signature_header.split(' ').nth(MOST_SIGNATURES).is_some() {
            return None;
        }
        let signatures: Vec<_> = signature_header.split(' ').filter_map(signature).collect();
        Some(Self {
            id,
            timestamp: written.parse().ok()?,
            written,
            signatures,
        })
    }
}

/// Value of a header that occurs exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// Parses a `v1` signature. Signatures of other versions, such as `v1a`, may be present too.
fn signature(text: &str) -> Option<[u8; 32]> {
    let base64 = text.strip_prefix("v1,")?;
    STANDARD.decode(base64).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests;
