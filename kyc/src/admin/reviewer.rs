//! Staff accounts.

use super::role::Role;
use crate::id::{ReviewerId, base32};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// The name of a staff account, such as `jane.smith`: for sign-in and for display in the admin.
///
/// The administrator who adds the account chooses it. It is no email address, because this software
/// sends no email.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AccountName(String);

/// Why a text is no account name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an account name is 2 to 40 of a-z, 0-9, dot, hyphen and underscore, beginning with a letter"
)]
pub struct MalformedName;

impl AccountName {
    /// Parses a typed name: in any case, with blanks around it.
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

    /// The name of the first administrator's account, until they choose their own.
    #[must_use]
    pub fn placeholder() -> Self {
        Self(PLACEHOLDER.to_owned())
    }

    /// Whether it is the placeholder.
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

/// The placeholder cannot sign in: a password requires a chosen name.
const PLACEHOLDER: &str = "first-administrator";

/// A hashed password: a PHC string.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

crate::pii::redacted!(PasswordHash);

/// The shared secret of an authenticator app: 160 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret(pub Zeroizing<Vec<u8>>);

crate::pii::redacted!(TotpSecret);

/// An authenticator app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totp {
    /// The shared secret.
    pub secret: TotpSecret,
    /// The time step of the last accepted code: a code is accepted only once (ASVS 6.5.1).
    pub last_step: u64,
}

/// A stored passkey. Only the WebAuthn library reads its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// The credential's id.
    pub credential: Vec<u8>,
    /// What its owner calls it.
    pub name: String,
    /// Public key and counter.
    pub blob: Vec<u8>,
    /// When it was registered.
    pub created_at: OffsetDateTime,
    /// When it was last used to sign in.
    pub used_at: Option<OffsetDateTime>,
}

impl Passkey {
    /// The longest name, in characters.
    pub const LONGEST_NAME: usize = 40;

    /// A typed name: one line, without control characters and invisible marks.
    #[must_use]
    pub fn name_from(typed: &str) -> String {
        let plain = |c: &char| {
            !c.is_control()
                && !matches!(*c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        };
        let words: String = typed.chars().filter(plain).collect();
        let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let name: String = name.chars().take(Self::LONGEST_NAME).collect();
        name.trim_end().to_owned()
    }

    /// The handle of the passkey in a page.
    #[must_use]
    pub fn handle(&self) -> String {
        let end = self.credential.len().min(16);
        base32(&self.credential[..end])
    }
}

/// Who made an account or reset it last. Both are `None` for the operator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccountOrigin {
    /// The administrator who made or reset it.
    pub made_by: Option<ReviewerId>,
    /// The second administrator, who received its enrolment link.
    pub confirmed_by: Option<ReviewerId>,
}

impl AccountOrigin {
    /// Whether the account with this id made or confirmed it.
    #[must_use]
    pub fn names(self, id: ReviewerId) -> bool {
        self.made_by == Some(id) || self.confirmed_by == Some(id)
    }
}

/// A staff account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewer {
    /// The account's id.
    pub id: ReviewerId,
    /// The account's name.
    pub name: AccountName,
    /// The role.
    pub role: Role,
    /// When it was added.
    pub created_at: OffsetDateTime,
    /// Who made or reset it last.
    pub origin: AccountOrigin,
    /// When another staff member took its access as an administrator.
    pub administrator_until: Option<OffsetDateTime>,
    /// When it was disabled, if it is.
    pub disabled_at: Option<OffsetDateTime>,
    /// When too many failures in a row locked it, if they have.
    pub locked_at: Option<OffsetDateTime>,
    /// Whether its row was changed outside this software: [`Reviewer::altered`].
    pub is_altered: bool,
    /// Increases with every change.
    pub version: u64,
    /// The password, once set.
    pub password: Option<PasswordHash>,
    /// The authenticator app, once confirmed.
    pub totp: Option<Totp>,
    /// How many passkeys it has.
    pub passkeys: u32,
    /// How many recovery codes are left.
    pub recovery_left: u32,
}

impl Reviewer {
    /// A new account, whose owner must enrol before they can sign in.
    #[must_use]
    pub const fn new(id: ReviewerId, name: AccountName, role: Role, now: OffsetDateTime) -> Self {
        Self {
            id,
            name,
            role,
            created_at: now,
            origin: AccountOrigin {
                made_by: None,
                confirmed_by: None,
            },
            administrator_until: None,
            disabled_at: None,
            locked_at: None,
            is_altered: false,
            version: 0,
            password: None,
            totp: None,
            passkeys: 0,
            recovery_left: 0,
        }
    }

    /// An account whose row was changed outside this software, for example by hand. It has no
    /// access: no password, no factor, the lowest role. An administrator enables and resets it.
    #[must_use]
    pub fn altered(
        id: ReviewerId,
        name: AccountName,
        created_at: OffsetDateTime,
        version: u64,
    ) -> Self {
        Self {
            is_altered: true,
            // Only an administrator who enables it ends this.
            disabled_at: Some(created_at),
            version,
            ..Self::new(id, name, Role::Viewer, created_at)
        }
    }

    /// Whether it has a second factor. A password alone grants no access.
    #[must_use]
    pub const fn has_second_factor(&self) -> bool {
        self.totp.is_some() || self.passkeys > 0
    }

    /// Whether its owner may choose the name.
    #[must_use]
    pub fn may_choose_name(&self) -> bool {
        self.password.is_none() && self.name.is_placeholder() && !self.is_altered
    }

    /// Whether too many failures in a row have locked the account.
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        self.locked_at.is_some()
    }

    /// Whether its owner has enrolled, so that they can sign in.
    #[must_use]
    pub const fn is_enrolled(&self) -> bool {
        self.password.is_some() && self.has_second_factor()
    }

    /// Whether the account is enabled.
    #[must_use]
    pub const fn is_enabled(&self) -> bool {
        self.disabled_at.is_none()
    }

    /// Whether its owner is an administrator who can sign in.
    #[must_use]
    pub fn can_administer(&self) -> bool {
        self.role == Role::Administrator && self.is_enabled() && self.is_enrolled()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reviewer_id_round_trips_through_text() {
        let id = ReviewerId::new([0xa5; 16]);
        assert_eq!(ReviewerId::parse(&id.to_string()), Some(id));
        for text in ["", "abc", "!", "zzzzzzzzzzzzzzzzzzzzzzzzzzz"] {
            assert_eq!(ReviewerId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn passkey_name_is_one_short_line_of_visible_characters() {
        for (typed, name) in [
            ("  Jane\u{2019}s   phone ", "Jane\u{2019}s phone"),
            ("llave\u{202e} de\u{0} oficina", "llave de oficina"),
            ("", ""),
            (" \u{200b} ", ""),
            (&"k".repeat(90), &"k".repeat(40)),
        ] {
            assert_eq!(Passkey::name_from(typed), name);
        }
    }

    #[test]
    fn account_name_is_short_ascii_and_lowercased() {
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
