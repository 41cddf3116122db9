//! Resume links, which work on any device (ux rule 1). A secret and the date of birth together open
//! an application.

use crate::{
    id::{ApplicationId, base32},
    value::code,
};
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

/// The lifetime of a link.
pub const LIFE: Duration = Duration::days(30);
/// How many wrong dates of birth a link allows. An adult has about twenty thousand possible
/// birthdays, so five guesses are few.
pub const TRIES: u8 = 5;
/// How many links of one application are valid at once, one per device. A new link deletes the
/// oldest.
pub const AT_ONCE: u8 = 5;

/// The secret of a link: 128 random bits (ASVS 7.2.3, 11.5.1). Only its owner's page and address
/// bar show it; the store has the [`LinkHash`].
#[derive(Clone, PartialEq, Eq)]
pub struct ReturnSecret(Zeroizing<String>);

impl ReturnSecret {
    /// A new secret from 128 random bits.
    #[must_use]
    pub fn from_entropy(bytes: [u8; 16]) -> Self {
        Self(Zeroizing::new(base32(&bytes)))
    }

    /// Parses a secret from a URL or a cookie: 26 letters and digits. Either case is valid, because
    /// applicants may type it. The punctuation that mail programs take into a link is ignored.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = Zeroizing::new(code::unambiguous(text));
        let ours = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
        (text.len() == 26 && text.bytes().all(ours)).then_some(Self(text))
    }

    /// The text for a link or a cookie.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The hash that the store has. A plain hash suffices: 2^128 random secrets resist a dictionary
    /// attack.
    #[cfg(feature = "native")]
    #[must_use]
    pub fn hash(&self) -> LinkHash {
        use sha2::Digest;
        LinkHash(sha2::Sha256::digest(self.0.as_bytes()).into())
    }
}

crate::pii::redacted!(ReturnSecret);

/// SHA-256 of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkHash(pub [u8; 32]);

/// A stored resume link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnLink {
    /// The application that it opens.
    pub application: ApplicationId,
    /// When it expires.
    pub expires_at: OffsetDateTime,
    /// Wrong dates of birth that it still allows.
    pub tries_left: u8,
}

impl ReturnLink {
    /// Whether the link is still valid.
    #[must_use]
    pub fn is_live(&self, now: OffsetDateTime) -> bool {
        self.tries_left > 0 && self.expires_at > now
    }
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use super::*;

    #[test]
    fn secret_round_trips_through_text_and_is_redacted() {
        let secret = ReturnSecret::from_entropy([0xa5; 16]);
        let again = ReturnSecret::parse(&format!(" {} ", secret.expose().to_uppercase()));
        assert_eq!(again.as_ref(), Some(&secret));
        let text = secret.expose();
        for behind in [
            ".",
            ")",
            ">",
            "\u{200b}",
            "/",
            ",",
            "”",
            "…",
            ").",
            "%E2%80%8B",
        ] {
            let again = ReturnSecret::parse(&format!("{text}{behind}"));
            assert_eq!(again.is_some(), behind != "%E2%80%8B", "{behind}");
        }
        assert_eq!(again.map(|again| again.hash()), Some(secret.hash()));
        assert_eq!(format!("{secret:?}"), "[redacted]");
    }

    #[test]
    fn malformed_secret_is_refused() {
        let long = "a".repeat(27);
        for text in [
            "",
            "abc",
            "a b",
            &long,
            "0000000000000000000000000é",
            "../../etc/passwd",
        ] {
            assert_eq!(ReturnSecret::parse(text), None, "{text}");
        }
    }

    #[test]
    fn link_expires_after_its_time_or_its_last_try() {
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
