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
    pub(super) fn verify(
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
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};
    use time::Duration;

    // Contract §6, "Test vector".
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const TIME: i64 = 1_614_265_330;
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let name = HeaderName::try_from(*name).expect("a name");
            headers.append(name, HeaderValue::from_str(value).expect("a value"));
        }
        headers
    }

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(TIME).expect("a time") + Duration::seconds(seconds)
    }

    /// Whether the vector's body is accepted under these headers, `seconds` after its timestamp.
    fn taken(secrets: &str, pairs: &[(&str, &str)], seconds: i64) -> bool {
        let secrets = Secrets::parse(secrets).expect("secrets");
        let headers = headers(pairs);
        SignatureHeaders::of(&headers)
            .is_some_and(|heading| secrets.verify(&heading, BODY, at(seconds)))
    }

    fn vector<'a>(id: &'a str, time: &'a str, signature: &'a str) -> [(&'static str, &'a str); 3] {
        [
            ("webhook-id", id),
            ("webhook-timestamp", time),
            ("webhook-signature", signature),
        ]
    }

    #[test]
    fn published_test_vector_is_accepted() {
        assert!(taken(SECRET, &vector(ID, "1614265330", SIGNATURE), 0));
    }

    #[test]
    fn timestamp_is_accepted_within_five_minutes_either_way() {
        let signed = vector(ID, "1614265330", SIGNATURE);
        for (seconds, expected) in [(300, true), (301, false), (-300, true), (-301, false)] {
            assert_eq!(taken(SECRET, &signed, seconds), expected, "{seconds}");
        }
        for seconds in [6 * 60, 3 * 86_400] {
            assert!(!taken(SECRET, &signed, seconds));
        }
    }

    #[test]
    fn any_secret_and_any_signature_suffices() {
        let other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        let signed = vector(ID, "1614265330", SIGNATURE);
        assert!(!taken(other, &signed, 0));
        for both in [
            format!("{SECRET},{other}"),
            format!("{other} {SECRET}"),
            format!("\n{other}\n{SECRET}\n"),
        ] {
            assert!(taken(&both, &signed, 0), "{both}");
        }
        let wrong = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        let several = format!("v1a,x {wrong} {SIGNATURE}");
        assert!(taken(SECRET, &vector(ID, "1614265330", &several), 0));
    }

    #[test]
    fn malformed_signature_is_refused() {
        let crowd = format!("{}{SIGNATURE}", "v1,x ".repeat(999));
        for (id, time, signature) in [
            (ID, "1614265330", ""),
            (ID, "1614265330", "v1,"),
            (ID, "1614265330", "v1"),
            (ID, "1614265330", &SIGNATURE.replacen("v1", "v1a", 1)),
            (ID, "1614265330", &SIGNATURE.replacen("v1", "v2", 1)),
            (ID, "1614265330", &SIGNATURE.replacen("v1", "V1", 1)),
            (ID, "1614265330", &SIGNATURE.replace('=', "")),
            // The same bytes in non-canonical base64.
            (ID, "1614265330", &SIGNATURE.replace("OE=", "OF=")),
            (ID, "1614265330", &SIGNATURE.replace(',', ",,")),
            (ID, "1614265330", &SIGNATURE[..SIGNATURE.len() - 4]),
            (ID, "1614265330", &crowd),
            (ID, "+1614265330", SIGNATURE),
            (ID, "01614265330", SIGNATURE),
            (ID, "1614265330.0", SIGNATURE),
            (ID, " 1614265330", SIGNATURE),
            (ID, "", SIGNATURE),
            (ID, "9999999999999999999999", SIGNATURE),
            ("", "1614265330", SIGNATURE),
            (
                "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330",
                "1614265330",
                SIGNATURE,
            ),
            (&"m".repeat(201), "1614265330", SIGNATURE),
        ] {
            let signed = vector(id, time, signature);
            assert!(!taken(SECRET, &signed, 0), "{signed:?}");
        }
        let whole = vector(ID, "1614265330", SIGNATURE);
        for n in 0..3 {
            let without: Vec<_> = [&whole[..n], &whole[n + 1..]].concat();
            assert!(!taken(SECRET, &without, 0), "without {:?}", whole[n]);
            let twice: Vec<_> = [&whole[..], &whole[n..=n]].concat();
            assert!(!taken(SECRET, &twice, 0), "twice {:?}", whole[n]);
        }
        assert!(!taken("", &whole, 0), "no secret, no message");
    }

    #[test]
    fn shifted_field_boundaries_are_refused() {
        // The signed text "a.1.2.b" also matches id "a", timestamp 1 and body "2.b".
        let secrets = Secrets::parse(SECRET).expect("a secret");
        let pairs = headers(&vector("a", "1", "v1,x"));
        let heading = SignatureHeaders::of(&pairs).expect("a heading");
        let signed = STANDARD.encode(secrets.0[0].sign(&heading, b"2.b"));
        let now = OffsetDateTime::UNIX_EPOCH;
        let as_signed = headers(&vector("a", "1", &format!("v1,{signed}")));
        let heading = SignatureHeaders::of(&as_signed).expect("a heading");
        assert!(secrets.verify(&heading, b"2.b", now));
        let shifted = headers(&vector("a.1", "2", &format!("v1,{signed}")));
        assert!(SignatureHeaders::of(&shifted).is_none());
    }

    #[test]
    fn invalid_secret_is_refused_and_secrets_do_not_print() {
        for wrong in [
            "hush",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_",
            "whsec_c2hvcnQ=",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw;",
            &format!("whsec_{}", "A".repeat(88)),
            &[SECRET; 5].join(" "),
            &format!("{SECRET} hush"),
        ] {
            assert_eq!(Secrets::parse(wrong).err(), Some(SecretsError), "{wrong}");
        }
        let secrets = Secrets::parse(SECRET).expect("a secret");
        assert_eq!(format!("{secrets:?}"), "1 [redacted]");
        assert_eq!(secrets.first(), Some(SECRET));
        assert!(Secrets::parse(" ,\n").expect("none").is_empty());
    }
}
