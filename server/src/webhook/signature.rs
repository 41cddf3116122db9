//! Standard Webhooks signatures (version 1.0.0 of the specification, `v1`:
//! HMAC-SHA256 over `id.timestamp.body`), over the bytes as they came.
//!
//! The `standardwebhooks` crate (1.0.1) was looked at first. It takes the time from
//! the machine's clock, so that no test can show what happens after six minutes,
//! knows one secret, and brings an HMAC of its own. What is here is the same
//! arithmetic on the crates that seal our data, and stricter: the specification
//! forbids full stops in ids, without which one message could be cut in two ways;
//! each header comes once; the number of signatures is bounded.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use http::HeaderMap;
use sha2::Sha256;
use std::fmt;
use subtle::{Choice, ConstantTimeEq};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// How far a message's clock may be from ours, in seconds.
const TOLERANCE: i64 = 5 * 60;
/// The longest id, in bytes.
const LONGEST_ID: usize = 200;
/// So many signatures are looked at: a sender that changes its secret has two.
const MOST_SIGNATURES: usize = 8;
/// So many secrets may hold at once: the new one and the one before, and room.
const MOST_SECRETS: usize = 4;

/// The secrets that the upstream may sign with. The first is the one that is
/// registered; the others still hold, so that one can be changed without a gap.
#[derive(Clone, Default)]
pub struct Secrets(Vec<Secret>);

#[derive(Clone)]
struct Secret {
    /// As it is written down and registered.
    text: Zeroizing<String>,
    key: Zeroizing<Vec<u8>>,
}

/// What is wrong with a secret. It says nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("whsec_ and base64 of 24 to 64 random bytes, at most four of them")]
pub struct SecretsError;

impl Secrets {
    /// Reads secrets with blanks, commas or line ends between them.
    ///
    /// # Errors
    /// [`SecretsError`] if any of them is none.
    pub fn parse(text: &str) -> Result<Self, SecretsError> {
        let words = text.split(|c: char| c.is_whitespace() || c == ',');
        let words = words.filter(|word| !word.is_empty());
        let secrets: Vec<Secret> = words.map(Secret::parse).collect::<Result<_, _>>()?;
        if secrets.len() > MOST_SECRETS {
            return Err(SecretsError);
        }
        Ok(Self(secrets))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one to register.
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        self.0.first().map(|secret| secret.text.as_str())
    }

    /// Whether one of them signed this body under this heading, now.
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
            // Every one is compared, and whole: time tells nothing about any.
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

impl Secret {
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

/// What a message's headers say.
pub(super) struct SignatureHeaders<'a> {
    pub(super) id: &'a str,
    timestamp: i64,
    /// The timestamp as it was signed.
    written: &'a str,
    signatures: Vec<[u8; 32]>,
}

impl<'a> SignatureHeaders<'a> {
    /// Reads the three headers; none if one is missing, there twice or not what
    /// it should be.
    pub(super) fn of(headers: &'a HeaderMap) -> Option<Self> {
        let id = only(headers, "webhook-id")?;
        let sound = (1..=LONGEST_ID).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_graphic() && b != b'.');
        let written = only(headers, "webhook-timestamp")?;
        let digits =
            (1..=12).contains(&written.len()) && written.bytes().all(|b| b.is_ascii_digit());
        let said = only(headers, "webhook-signature")?;
        if !sound || !digits || said.split(' ').nth(MOST_SIGNATURES).is_some() {
            return None;
        }
        let signatures: Vec<_> = said.split(' ').filter_map(signature).collect();
        Some(Self {
            id,
            timestamp: written.parse().ok()?,
            written,
            signatures,
        })
    }
}

/// The value of a header that is there once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// A signature of the version that is spoken here. Of others, such as `v1a`,
/// there may be some beside it.
fn signature(text: &str) -> Option<[u8; 32]> {
    let base64 = text.strip_prefix("v1,")?;
    STANDARD.decode(base64).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests;
