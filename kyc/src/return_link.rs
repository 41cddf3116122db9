//! The link that brings an applicant back on any device: a secret to have and
//! a date of birth to know (ux rule 1; issue "leave and come back").

use crate::id::{ApplicationId, base32};
use std::fmt;
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

/// How long a link can be used.
pub const LIFE: Duration = Duration::days(30);
/// How many wrong dates of birth a link bears: few, beside the twenty thousand
/// days on which an adult may have been born.
pub const TRIES: u8 = 5;
/// How many links of one application live at once, one a device; the oldest
/// gives way.
pub const AT_ONCE: u8 = 5;

/// The secret of a link: 128 random bits (ASVS 7.2.3, 11.5.1). Only its owner's
/// page and address bar see it; we keep its [`LinkHash`].
#[derive(Clone, PartialEq, Eq)]
pub struct ReturnSecret(Zeroizing<String>);

impl ReturnSecret {
    /// A fresh secret from 128 random bits.
    #[must_use]
    pub fn from_entropy(bytes: [u8; 16]) -> Self {
        Self(Zeroizing::new(base32(&bytes)))
    }

    /// The secret that stood in an address or a cookie: 26 characters of our
    /// alphabet, in either case, as people may have typed it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = Zeroizing::new(text.trim().to_ascii_lowercase());
        let ours = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
        (text.len() == 26 && text.bytes().all(ours)).then_some(Self(text))
    }

    /// The text for a link or a cookie.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the database knows it by. A plain hash is enough: there are 2^128
    /// secrets to try, not a dictionary of them.
    #[cfg(feature = "native")]
    #[must_use]
    pub fn hash(&self) -> LinkHash {
        use sha2::Digest;
        LinkHash(sha2::Sha256::digest(self.0.as_bytes()).into())
    }
}

impl fmt::Debug for ReturnSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// SHA-256 of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkHash(pub [u8; 32]);

/// A link as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnLink {
    /// The application it leads to.
    pub application: ApplicationId,
    /// When it ends.
    pub expires_at: OffsetDateTime,
    /// Wrong dates of birth that it still bears.
    pub tries_left: u8,
}

impl ReturnLink {
    /// Whether it still leads anywhere.
    #[must_use]
    pub fn is_live(&self, now: OffsetDateTime) -> bool {
        self.tries_left > 0 && self.expires_at > now
    }
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use super::*;

    #[test]
    fn a_secret_survives_its_text_and_does_not_print() {
        let secret = ReturnSecret::from_entropy([0xa5; 16]);
        let again = ReturnSecret::parse(&format!(" {} ", secret.expose().to_uppercase()));
        assert_eq!(again.as_ref(), Some(&secret));
        assert_eq!(again.map(|again| again.hash()), Some(secret.hash()));
        assert_eq!(format!("{secret:?}"), "[redacted]");
    }

    #[test]
    fn other_texts_are_no_secrets() {
        let long = "a".repeat(27);
        for text in ["", "abc", "a b", &long, "0000000000000000000000000é"] {
            assert_eq!(ReturnSecret::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_link_ends_with_its_time_and_with_its_tries() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let link = |tries_left, life| ReturnLink {
            application: ApplicationId::new([0; 16]),
            expires_at: now + life,
            tries_left,
        };
        assert!(link(1, Duration::SECOND).is_live(now));
        assert!(!link(0, Duration::SECOND).is_live(now));
        assert!(!link(1, Duration::ZERO).is_live(now));
    }
}
