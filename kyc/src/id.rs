//! Identifiers. Each constructor takes its random bits as a parameter, so that tests are
//! reproducible.

use crate::value::{code, text};
use data_encoding::{Encoding, Specification};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Crockford's base 32 without `I L O U`: no two characters sound or look alike.
const ALPHABET: &str = "0123456789abcdefghjkmnpqrstvwxyz";

static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut alphabet = Specification::new();
    alphabet.symbols.push_str(ALPHABET);
    alphabet.encoding().expect("32 distinct ASCII characters")
});

/// Base 32 of the bytes, most significant bit first, without padding.
pub(crate) fn base32(bytes: &[u8]) -> String {
    BASE32.encode(bytes)
}

/// The bytes of a base 32 text; `None` if it is not in our alphabet or its spare bits are not zero.
pub(crate) fn from_base32(text: &str) -> Option<Vec<u8>> {
    BASE32.decode(text.as_bytes()).ok()
}

/// Declares an id of 128 random bits, which prints as base 32.
macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Wraps 128 random bits.
            #[must_use]
            pub const fn new(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The bits as they are stored.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::id::base32(&self.0))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }
    };
}
pub(crate) use random_id;

random_id! {
    /// Our primary key of an application: 128 random bits.
    ///
    /// It never leaves the server: applicants and staff see the [`Reference`], the provider sees the
    /// [`UserId`].
    ApplicationId
}

/// Our id of the applicant in requests to the provider: `userId` in dialects A and B, `external_id`
/// in C (contract §3).
///
/// It has 30 characters; C allows 49. The platform's own id may replace it: only the constructor
/// depends on its format.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UserId(String);

impl UserId {
    /// A new id from 128 random bits.
    #[must_use]
    pub fn from_entropy(bytes: [u8; 16]) -> Self {
        Self(format!("usr_{}", base32(&bytes)))
    }

    /// An id from the store.
    #[must_use]
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The id in the wire format.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The random value that is sent as `sessionToken` without a device script (contract §9). It is
/// never the id in the session cookie.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionToken(String);

impl SessionToken {
    /// A new token from 128 random bits.
    #[must_use]
    pub fn from_entropy(bytes: [u8; 16]) -> Self {
        Self(format!("vst_{}", base32(&bytes)))
    }

    /// The token in the wire format.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

crate::pii::redacted!(SessionToken);

/// The reference that an applicant quotes to support: `VB-7K2M-9QXD` (ux rule 11).
///
/// It has 40 bits. It names an application and grants no access.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reference(String);

impl Reference {
    /// A new reference from 40 random bits.
    #[must_use]
    pub fn from_entropy(bytes: [u8; 5]) -> Self {
        let code = base32(&bytes).to_ascii_uppercase();
        Self(format!("VB-{}-{}", &code[..4], &code[4..]))
    }

    /// A reference from the store.
    #[must_use]
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// Parses a typed reference: in any case, with any separators, and with letters for the digits
    /// that they look like.
    ///
    /// `VB` may be missing if the rest cannot be a name. Then it has a digit or a hyphen, and at
    /// most one separator, in its middle.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let characters = code::characters(typed);
        let bare = characters.strip_prefix("vb").filter(|rest| rest.len() == 8);
        if bare.is_none() && !is_bare_reference(typed) {
            return None;
        }
        let code = code::unambiguous(bare.unwrap_or(&characters));
        let sound = code.len() == 8 && code.chars().all(|c| ALPHABET.contains(c));
        let code = code.to_ascii_uppercase();
        sound.then(|| Self(format!("VB-{}-{}", &code[..4], &code[4..])))
    }

    /// The reference as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a text has the form of a reference without `VB`: eight letters and digits in one or two
/// groups. A digit or a hyphen shows that it is no name.
fn is_bare_reference(typed: &str) -> bool {
    let tidy = text::tidy(typed);
    let tidy = tidy.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let groups: Vec<&str> = tidy.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let is_no_name = tidy.contains(|c: char| c.is_ascii_digit() || text::is_hyphen(c));
    matches!(lengths[..], [8] | [4, 4]) && is_no_name
}

/// The provider's id of the verification (`status.externalId`): opaque, stored for every later poll
/// (seed, "Store externalId").
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ExternalId(String);

/// A provider id that is empty, longer than 1,024 bytes or has a control character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the provider's id is empty, too long or has a control character")]
pub struct MalformedExternalId;

impl ExternalId {
    /// The longest id, in bytes: a query with it fits into every server's limit for a URL.
    pub const LONGEST: usize = 1_024;

    /// Parses an id that can be stored, logged and sent in a query. Spaces and letters beyond ASCII
    /// are part of the id: it is opaque, and a query percent-encodes it.
    ///
    /// # Errors
    /// [`MalformedExternalId`] for any other text.
    pub fn parse(text: &str) -> Result<Self, MalformedExternalId> {
        let fits = (1..=Self::LONGEST).contains(&text.len());
        if fits && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(MalformedExternalId)
        }
    }

    /// The id as the provider sent it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

random_id! {
    /// A reviewer's primary key: 128 random bits. The audit trails use it, because a name may change.
    ReviewerId
}

impl ReviewerId {
    /// Parses the text form of an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        from_base32(text)?.try_into().ok().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_keeps_every_bit() {
        assert_eq!(base32(&[0xff; 5]), "zzzzzzzz");
        assert_eq!(base32(&[0, 0, 0, 0, 1]), "00000001");
        assert_eq!(base32(&[0x80]), "g0");
        for bytes in [&[0xff; 5][..], &[0, 0, 0, 0, 1], &[0x80], &[], &[7; 16]] {
            assert_eq!(from_base32(&base32(bytes)).as_deref(), Some(bytes));
        }
        for other in ["g1", "0", "GG", "a b"] {
            assert_eq!(from_base32(other), None, "{other}");
        }
    }

    /// Databases hold these values, from before this encoder.
    #[test]
    fn base32_equals_stored_values() {
        let bytes = [200, 35, 126, 217, 52, 143, 234, 69, 160];
        for (length, text) in [
            "",
            "s0",
            "s0hg",
            "s0hqw",
            "s0hqxp8",
            "s0hqxp9m",
            "s0hqxp9mhw",
            "s0hqxp9mhzn0",
            "s0hqxp9mhzn4a",
            "s0hqxp9mhzn4b80",
        ]
        .into_iter()
        .enumerate()
        {
            assert_eq!(base32(&bytes[..length]), text);
            assert_eq!(from_base32(text).as_deref(), Some(&bytes[..length]));
        }
        let id = [
            11, 48, 85, 122, 159, 196, 233, 14, 51, 88, 125, 162, 199, 236, 17, 54,
        ];
        let text = "1cr5aymzrkmgwctrfphcfv0h6r";
        assert_eq!(ApplicationId::new(id).to_string(), text);
        assert_eq!(ReviewerId::parse(text), Some(ReviewerId::new(id)));
        assert_eq!(UserId::from_entropy(id).as_str(), format!("usr_{text}"));
        assert_eq!(
            SessionToken::from_entropy(id).as_str(),
            format!("vst_{text}")
        );
    }

    #[test]
    fn user_id_has_30_characters() {
        assert_eq!(UserId::from_entropy([7; 16]).as_str().len(), 30);
    }

    #[test]
    fn reference_has_two_groups_of_four_and_round_trips() {
        let reference = Reference::from_entropy([0x12, 0x34, 0x56, 0x78, 0x9a]);
        assert_eq!(reference.as_str(), "VB-28T5-CY4T");
        assert_eq!(Reference::parse(" vb-28t5-cy4t\n"), Some(reference));
        for wrong in [
            "",
            "VB-28T5",
            "VB-28T5-CY4",
            "VB-28T5-CY4U",
            "VB-28T5-CY4T-1",
        ] {
            assert_eq!(Reference::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn external_id_is_opaque_without_control_characters() {
        for good in [
            "ext_abc123",
            "a b",
            "é",
            "身份",
            "a/b?c#d",
            &"x".repeat(1_024),
        ] {
            assert_eq!(ExternalId::parse(good).expect("an id").as_str(), good);
        }
        for bad in ["", "a\nb", "a\0", "\u{7f}", "\u{85}", &"x".repeat(1_025)] {
            assert_eq!(ExternalId::parse(bad), Err(MalformedExternalId));
        }
    }
}
