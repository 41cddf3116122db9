//! How long somebody stays signed in at the desk, and what a session is.

use super::{ReviewerId, case::UnsavedInput};
use crate::lang::Lang;
use serde::{Deserialize, Serialize};
use std::fmt;
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

/// How long the second factor may take after the password, and enrolling
/// between two pages.
pub const SECOND_FACTOR_TTL: Duration = Duration::minutes(10);
/// How many wrong second factors end the attempt to sign in.
pub const TRIES: u8 = 5;

/// How long sessions live (ASVS 7.1.1).
#[derive(Clone, Copy, Debug)]
pub struct SessionTimeouts {
    /// Without a sign of life.
    pub idle: Duration,
    /// At all.
    pub absolute: Duration,
    /// How long a second factor counts as just shown.
    pub fresh: Duration,
    /// How many somebody has at once; the oldest ends.
    pub most: u32,
}

impl Default for SessionTimeouts {
    fn default() -> Self {
        Self {
            idle: Duration::minutes(15),
            absolute: Duration::hours(12),
            fresh: Duration::minutes(10),
            most: 3,
        }
    }
}

/// The secret of a session: 128 random bits, in a cookie and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionSecret(Zeroizing<String>);

impl SessionSecret {
    /// A fresh secret from 128 random bits.
    #[must_use]
    pub fn from_entropy(bytes: [u8; 16]) -> Self {
        Self(Zeroizing::new(crate::id::base32(&bytes)))
    }

    /// The secret that stood in a cookie.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = crate::id::from_base32(text)?;
        (bytes.len() == 16).then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The text for the cookie, or for the link that somebody enrols by.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the database knows it by.
    #[cfg(feature = "native")]
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        use sha2::Digest;
        SecretHash(sha2::Sha256::digest(self.0.as_bytes()).into())
    }
}

impl fmt::Debug for SessionSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// SHA-256 of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SecretHash(pub [u8; 32]);

impl SecretHash {
    /// What a page calls it by: it opens nothing.
    #[must_use]
    pub fn handle(&self) -> String {
        crate::id::base32(&self.0[..10])
    }
}

/// How far somebody has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthStage {
    /// Nobody we know.
    Anonymous,
    /// Came by a link, to set password and second factor.
    Enrolling(ReviewerId),
    /// Knows the password.
    AwaitingSecondFactor(ReviewerId),
    /// Is in.
    SignedIn(ReviewerId),
}

impl AuthStage {
    /// The word that is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "stranger",
            Self::Enrolling(_) => "enrolling",
            Self::AwaitingSecondFactor(_) => "halfway",
            Self::SignedIn(_) => "in",
        }
    }

    /// The stage of a word.
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

    /// Whom it is about.
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

/// What a session remembers besides its times: sealed where it rests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionData {
    /// The token of its forms.
    pub csrf: String,
    /// The language, once chosen.
    pub lang: Option<Lang>,
    /// Browser and system, in a few words, for the list of one's sessions.
    pub device: String,
    /// The link that somebody enrols by.
    pub invitation: Option<SecretHash>,
    /// A secret that an authenticator app has yet to confirm.
    pub totp: Option<Vec<u8>>,
    /// What a passkey was asked.
    pub ceremony: Option<String>,
    /// Recovery codes that their owner has yet to write down.
    pub codes: Vec<String>,
    /// A link to enrol by that was made for somebody else, to be handed on.
    pub link: Option<String>,
    /// The account name that was typed last, so that nobody types it twice.
    pub typed: String,
    /// Wrong second factors so far.
    pub misses: u8,
    /// What was typed about a case and came to nothing.
    #[serde(rename = "kept")]
    pub unsaved_input: Option<UnsavedInput>,
}

/// A session as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What it is found by.
    pub hash: SecretHash,
    /// How far its owner has come.
    pub stage: AuthStage,
    /// When its stage began.
    pub began_at: OffsetDateTime,
    /// When somebody last did something in it.
    pub seen_at: OffsetDateTime,
    /// When it ends, however busy it is.
    pub ends_at: OffsetDateTime,
    /// Until when its second factor counts as just shown.
    pub fresh_until: Option<OffsetDateTime>,
    /// What it remembers.
    pub data: SessionData,
}

impl Session {
    /// A new one of this stage.
    #[must_use]
    pub fn begin(
        hash: SecretHash,
        stage: AuthStage,
        data: SessionData,
        timeouts: SessionTimeouts,
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
        }
    }

    /// How long it still lives without a sign of life; `None` once it is over.
    #[must_use]
    pub fn remaining(&self, timeouts: SessionTimeouts, now: OffsetDateTime) -> Option<Duration> {
        let idle = match self.stage {
            AuthStage::SignedIn(_) | AuthStage::Anonymous => timeouts.idle,
            AuthStage::Enrolling(_) | AuthStage::AwaitingSecondFactor(_) => SECOND_FACTOR_TTL,
        };
        let over = (self.seen_at + idle).min(self.ends_at);
        (over > now).then(|| over - now)
    }

    /// Whether its second factor counts as just shown.
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

    fn session(stage: AuthStage) -> Session {
        Session::begin(
            SecretHash([0; 32]),
            stage,
            SessionData::default(),
            SessionTimeouts::default(),
            NOON,
        )
    }

    #[test]
    fn a_session_ends_idle_after_15_minutes_and_busy_after_12_hours() {
        let mut session = session(AuthStage::SignedIn(WHO));
        let (timeouts, later) = (SessionTimeouts::default(), |minutes| {
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
    fn a_second_factor_is_fresh_for_ten_minutes_and_a_password_never() {
        assert!(session(AuthStage::SignedIn(WHO)).is_fresh(NOON + Duration::minutes(9)));
        assert!(!session(AuthStage::SignedIn(WHO)).is_fresh(NOON + Duration::minutes(10)));
        assert!(!session(AuthStage::AwaitingSecondFactor(WHO)).is_fresh(NOON));
    }

    #[test]
    fn halfway_is_no_place_to_stay() {
        let session = session(AuthStage::AwaitingSecondFactor(WHO));
        assert_eq!(
            session.remaining(SessionTimeouts::default(), NOON + SECOND_FACTOR_TTL),
            None
        );
    }

    #[test]
    fn a_stage_comes_back_from_its_word() {
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
        assert_eq!(AuthStage::parse("in", None), None, "nobody is in");
        assert_eq!(AuthStage::parse("stranger", Some(WHO)), None);
    }
}
