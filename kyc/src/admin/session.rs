//! Sessions of the admin and their timeouts.

use super::{ReviewerId, case::UnsavedInput};
use crate::lang::Lang;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

/// The time limit for the second factor after the password, and between two pages of enrolling.
pub const SECOND_FACTOR_TTL: Duration = Duration::minutes(10);
/// How many wrong second factors end the sign-in.
pub const TRIES: u32 = 5;

/// The timeouts of sessions (ASVS 7.1.1).
#[derive(Clone, Copy, Debug)]
pub struct StaffSessionTimeouts {
    /// The idle timeout.
    pub idle: Duration,
    /// The absolute timeout.
    pub absolute: Duration,
    /// How long a second factor counts as recent.
    pub fresh: Duration,
    /// How many sessions one account may have at once; the oldest ends.
    pub most: u32,
}

impl Default for StaffSessionTimeouts {
    fn default() -> Self {
        Self {
            idle: Duration::minutes(15),
            absolute: Duration::hours(12),
            fresh: Duration::minutes(10),
            most: 3,
        }
    }
}

/// The secret of a session: 128 random bits, stored only in the cookie.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionSecret(Zeroizing<String>);

impl SessionSecret {
    /// A new secret from 128 random bits.
    #[must_use]
    pub fn from_entropy(bytes: [u8; 16]) -> Self {
        Self(Zeroizing::new(crate::id::base32(&bytes)))
    }

    /// Parses a secret from a cookie or an enrolment link.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = crate::id::from_base32(text)?;
        (bytes.len() == 16).then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The text for the cookie, or for the enrolment link.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The hash that the database has.
    #[cfg(feature = "native")]
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        use sha2::Digest;
        SecretHash(sha2::Sha256::digest(self.0.as_bytes()).into())
    }
}

crate::pii::redacted!(SessionSecret);

/// SHA-256 of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SecretHash(pub [u8; 32]);

impl SecretHash {
    /// The handle of the session in a page: it grants no access.
    #[must_use]
    pub fn handle(&self) -> String {
        crate::id::base32(&self.0[..10])
    }
}

/// The authentication stage of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthStage {
    /// Not authenticated.
    Anonymous,
    /// Came by an enrolment link, to set password and second factor.
    Enrolling(ReviewerId),
    /// The password is verified; the second factor is pending.
    AwaitingSecondFactor(ReviewerId),
    /// Signed in.
    SignedIn(ReviewerId),
}

impl AuthStage {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "stranger",
            Self::Enrolling(_) => "enrolling",
            Self::AwaitingSecondFactor(_) => "halfway",
            Self::SignedIn(_) => "in",
        }
    }

    /// Parses a stage from its word and account.
    #[must_use]
    pub fn parse(word: &str, who: Option<ReviewerId>) -> Option<Self> {
        match (word, who) {
            ("stranger", None) => Some(Self::Anonymous),
            ("enrolling", Some(who)) => Some(Self::Enrolling(who)),
            ("halfway", Some(who)) => Some(Self::AwaitingSecondFactor(who)),
            ("in", Some(who)) => Some(Self::SignedIn(who)),
            _ => None,
        }
    }

    /// The account of the session.
    #[must_use]
    pub const fn reviewer(self) -> Option<ReviewerId> {
        match self {
            Self::Anonymous => None,
            Self::Enrolling(who) | Self::AwaitingSecondFactor(who) | Self::SignedIn(who) => {
                Some(who)
            }
        }
    }
}

/// The data of a session besides its times: encrypted in the store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StaffSessionData {
    /// The CSRF token of its forms.
    pub csrf: String,
    /// The language, once chosen.
    pub lang: Option<Lang>,
    /// Browser and operating system, in a few words, for the list of sessions.
    pub device: String,
    /// The hash of the enrolment link.
    pub invitation: Option<SecretHash>,
    /// A TOTP secret that the authenticator app has not confirmed yet.
    pub totp: Option<Vec<u8>>,
    /// The state of the open WebAuthn challenge.
    pub ceremony: Option<String>,
    /// New recovery codes that the owner has not acknowledged yet.
    pub codes: Vec<String>,
    /// An enrolment link that was made for another account, to show once.
    pub link: Option<String>,
    /// The account name that was typed last, to fill in the form again.
    pub typed: String,
    /// The unsaved input of a rejected command on a case.
    #[serde(rename = "kept")]
    pub unsaved_input: Option<UnsavedInput>,
}

/// A stored session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffSession {
    /// The hash of its secret.
    pub hash: SecretHash,
    /// The authentication stage.
    pub stage: AuthStage,
    /// When its stage began.
    pub began_at: OffsetDateTime,
    /// The time of the last activity.
    pub seen_at: OffsetDateTime,
    /// The absolute end.
    pub ends_at: OffsetDateTime,
    /// Until when the second factor counts as recent.
    pub fresh_until: Option<OffsetDateTime>,
    /// The data.
    pub data: StaffSessionData,
    /// Whether the store has it. An anonymous session is stored only once it has data to keep.
    pub is_stored: bool,
}

impl StaffSession {
    /// A new session of this stage.
    #[must_use]
    pub fn begin(
        hash: SecretHash,
        stage: AuthStage,
        data: StaffSessionData,
        timeouts: StaffSessionTimeouts,
        now: OffsetDateTime,
    ) -> Self {
        let is_in = matches!(stage, AuthStage::SignedIn(_));
        let life = if is_in {
            timeouts.absolute
        } else {
            SECOND_FACTOR_TTL.max(timeouts.idle)
        };
        Self {
            hash,
            stage,
            began_at: now,
            seen_at: now,
            ends_at: now + life,
            fresh_until: is_in.then(|| now + timeouts.fresh),
            data,
            is_stored: false,
        }
    }

    /// The remaining time without activity; `None` once the session has expired.
    #[must_use]
    pub fn remaining(
        &self,
        timeouts: StaffSessionTimeouts,
        now: OffsetDateTime,
    ) -> Option<Duration> {
        let idle = match self.stage {
            AuthStage::SignedIn(_) | AuthStage::Anonymous => timeouts.idle,
            AuthStage::Enrolling(_) | AuthStage::AwaitingSecondFactor(_) => SECOND_FACTOR_TTL,
        };
        let over = (self.seen_at + idle).min(self.ends_at);
        (over > now).then(|| over - now)
    }

    /// Whether the second factor counts as recent.
    #[must_use]
    pub fn is_fresh(&self, now: OffsetDateTime) -> bool {
        self.fresh_until.is_some_and(|until| until > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: OffsetDateTime = time::macros::datetime!(2026-11-23 12:00 UTC);
    const WHO: ReviewerId = ReviewerId::new([1; 16]);

    fn session(stage: AuthStage) -> StaffSession {
        StaffSession::begin(
            SecretHash([0; 32]),
            stage,
            StaffSessionData::default(),
            StaffSessionTimeouts::default(),
            NOON,
        )
    }

    #[test]
    fn session_ends_idle_after_15_minutes_and_active_after_12_hours() {
        let mut session = session(AuthStage::SignedIn(WHO));
        let (timeouts, later) = (StaffSessionTimeouts::default(), |minutes| {
            NOON + Duration::minutes(minutes)
        });
        assert_eq!(
            session.remaining(timeouts, NOON),
            Some(Duration::minutes(15))
        );
        assert_eq!(session.remaining(timeouts, later(15)), None);
        session.seen_at = later(12 * 60 - 5);
        assert_eq!(
            session.remaining(timeouts, later(12 * 60 - 1)),
            Some(Duration::MINUTE)
        );
        assert_eq!(session.remaining(timeouts, later(12 * 60)), None);
    }

    #[test]
    fn second_factor_is_fresh_for_ten_minutes_and_password_never() {
        assert!(session(AuthStage::SignedIn(WHO)).is_fresh(NOON + Duration::minutes(9)));
        assert!(!session(AuthStage::SignedIn(WHO)).is_fresh(NOON + Duration::minutes(10)));
        assert!(!session(AuthStage::AwaitingSecondFactor(WHO)).is_fresh(NOON));
    }

    #[test]
    fn session_awaiting_the_second_factor_expires() {
        let session = session(AuthStage::AwaitingSecondFactor(WHO));
        assert_eq!(
            session.remaining(StaffSessionTimeouts::default(), NOON + SECOND_FACTOR_TTL),
            None
        );
    }

    #[test]
    fn auth_stage_round_trips_through_its_word() {
        for stage in [
            AuthStage::Anonymous,
            AuthStage::Enrolling(WHO),
            AuthStage::AwaitingSecondFactor(WHO),
            AuthStage::SignedIn(WHO),
        ] {
            assert_eq!(
                AuthStage::parse(stage.as_str(), stage.reviewer()),
                Some(stage)
            );
        }
        assert_eq!(AuthStage::parse("in", None), None, "without an account");
        assert_eq!(AuthStage::parse("stranger", Some(WHO)), None);
    }
}
