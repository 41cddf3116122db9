//! Somebody who sits at the desk.

use super::role::Role;
use crate::id::{ReviewerId, base32};
use serde::{Deserialize, Serialize};
use std::fmt;
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// The name somebody signs in with and is known by at the desk, such as
/// `jane.smith`. Chosen by whoever adds them; it is no address of mail, since
/// nothing here sends any.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AccountName(String);

/// What is no account name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an account name is 2 to 40 of a-z, 0-9, dot, hyphen and underscore, beginning with a letter"
)]
pub struct MalformedName;

impl AccountName {
    /// A name as somebody typed it: in any case, with blanks around it.
    ///
    /// # Errors
    /// [`MalformedName`].
    pub fn parse(typed: &str) -> Result<Self, MalformedName> {
        let name = typed.trim().to_ascii_lowercase();
        let sound = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
        let begins = name.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        if begins && (2..=40).contains(&name.len()) && name.bytes().all(sound) {
            Ok(Self(name))
        } else {
            Err(MalformedName)
        }
    }

    /// The name of whoever comes first, until they choose their own.
    #[must_use]
    pub fn placeholder() -> Self {
        Self(PLACEHOLDER.to_owned())
    }

    /// Whether nobody has chosen it.
    #[must_use]
    pub fn is_placeholder(&self) -> bool {
        self.0 == PLACEHOLDER
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// It opens nothing: it has no password until its owner has another name.
const PLACEHOLDER: &str = "first-administrator";

/// A password as it is kept: a PHC string.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The secret that an authenticator app shares with us: 160 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret(pub Zeroizing<Vec<u8>>);

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// An authenticator app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totp {
    /// What it shares with us.
    pub secret: TotpSecret,
    /// The step of the last code that was taken: no code counts twice (ASVS
    /// 6.5.1).
    pub last_step: u64,
}

/// A passkey as it is kept. What is in it only the library knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// The credential's own id.
    pub credential: Vec<u8>,
    /// Key and counter.
    pub blob: Vec<u8>,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When somebody last signed in with it.
    pub used_at: Option<OffsetDateTime>,
}

impl Passkey {
    /// What a page calls it by.
    #[must_use]
    pub fn handle(&self) -> String {
        let end = self.credential.len().min(16);
        base32(&self.credential[..end])
    }
}

/// A reviewer as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewer {
    /// Their key.
    pub id: ReviewerId,
    /// Their name.
    pub name: AccountName,
    /// What they are.
    pub role: Role,
    /// When they were added.
    pub created_at: OffsetDateTime,
    /// Since when they may not come in any more.
    pub disabled_at: Option<OffsetDateTime>,
    /// Grows with every change.
    pub version: u64,
    /// Their password, once set.
    pub password: Option<PasswordHash>,
    /// Their authenticator app, once confirmed.
    pub totp: Option<Totp>,
    /// How many passkeys they have.
    pub passkeys: u32,
    /// How many recovery codes they have left.
    pub recovery_left: u32,
}

impl Reviewer {
    /// Somebody new, who has to enrol before they can come in.
    #[must_use]
    pub const fn new(id: ReviewerId, name: AccountName, role: Role, now: OffsetDateTime) -> Self {
        Self {
            id,
            name,
            role,
            created_at: now,
            disabled_at: None,
            version: 0,
            password: None,
            totp: None,
            passkeys: 0,
            recovery_left: 0,
        }
    }

    /// Whether they have a second factor. A password alone opens nothing.
    #[must_use]
    pub const fn has_second_factor(&self) -> bool {
        self.totp.is_some() || self.passkeys > 0
    }

    /// Whether their name is theirs to choose.
    #[must_use]
    pub fn may_choose_name(&self) -> bool {
        self.password.is_none() && self.name.is_placeholder()
    }

    /// Whether they can sign in.
    #[must_use]
    pub const fn is_enrolled(&self) -> bool {
        self.password.is_some() && self.has_second_factor()
    }

    /// Whether they may come in.
    #[must_use]
    pub const fn is_enabled(&self) -> bool {
        self.disabled_at.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_back_from_its_text() {
        let id = ReviewerId::new([0xa5; 16]);
        assert_eq!(ReviewerId::parse(&id.to_string()), Some(id));
        for text in ["", "abc", "!", "zzzzzzzzzzzzzzzzzzzzzzzzzzz"] {
            assert_eq!(ReviewerId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_is_short_plain_and_of_one_case() {
        let name = AccountName::parse(" Jane.Smith ").expect("sound");
        assert_eq!(name.as_str(), "jane.smith");
        for bad in [
            "",
            "j",
            "1jane",
            "jane smith",
            "jané",
            "<b>",
            &"j".repeat(41),
        ] {
            assert_eq!(AccountName::parse(bad), Err(MalformedName), "{bad}");
        }
    }
}
