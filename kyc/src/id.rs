//! Identifiers. Each constructor takes its random bits as a parameter, so that tests are
//! reproducible.

use crate::value::{code, text};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Crockford's base 32 without `I L O U`: no two characters sound or look alike.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Base 32 for authenticator apps (RFC 4648).
#[cfg(feature = "native")]
pub(crate) fn rfc4648(bytes: &[u8]) -> String {
    const THEIRS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let ours = base32(bytes);
    let value = |byte: u8| ALPHABET.iter().position(|b| *b == byte);
    let values = ours.bytes().filter_map(value);
    values.map(|value| char::from(THEIRS[value])).collect()
}

/// Base 32 of the bytes, most significant bit first, without padding.
pub(crate) fn base32(bytes: &[u8]) -> String {
    let (mut buffer, mut bits, mut out) = (0_u32, 0_u32, String::new());
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(buffer >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[(buffer << (5 - bits) & 31) as usize]));
    }
    out
}

/// The bytes of a base 32 text; `None` if it is not in our alphabet or has nonzero padding.
pub(crate) fn from_base32(text: &str) -> Option<Vec<u8>> {
    let (mut buffer, mut bits, mut out) = (0_u32, 0_u32, Vec::new());
    for byte in text.bytes() {
        let value = ALPHABET.iter().position(|b| *b == byte)?;
        buffer = (buffer << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((buffer >> bits & 0xff) as u8);
        }
    }
    // The leftover bits are padding and must be zero.
    (bits < 5 && buffer & ((1 << bits) - 1) == 0).then_some(out)
}

/// Our primary key of an application: 128 random bits.
///
/// It never leaves the server: applicants and staff see the [`Reference`], the provider sees the
/// [`UserId`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ApplicationId([u8; 16]);

impl ApplicationId {
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

impl fmt::Display for ApplicationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base32(&self.0))
    }
}

impl fmt::Debug for ApplicationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
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

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

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
    /// `VB` may be missing if the rest cannot be a name: it has a digit or a hyphen, and at most a
    /// separator in its middle.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let characters = code::characters(typed);
        let bare = characters.strip_prefix("vb").filter(|rest| rest.len() == 8);
        if bare.is_none() && !is_bare_reference(typed) {
            return None;
        }
        let code = code::unambiguous(bare.unwrap_or(&characters));
        let sound = code.len() == 8 && code.bytes().all(|b| ALPHABET.contains(&b));
        let code = code.to_ascii_uppercase();
        sound.then(|| Self(format!("VB-{}-{}", &code[..4], &code[4..])))
    }

    /// The reference as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a text has the form of a reference without `VB`: eight letters and digits, in one group
/// or in two of four, and a sign that it is no name.
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

/// A provider id that is empty, longer than 200 bytes or not visible ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the upstream's id is empty, too long or not visible ASCII")]
pub struct MalformedExternalId;

impl ExternalId {
    /// Parses an id that can be stored, logged and sent in a query.
    ///
    /// # Errors
    /// [`MalformedExternalId`] for any other text. The caller then treats the answer as one without
    /// an id.
    pub fn parse(text: &str) -> Result<Self, MalformedExternalId> {
        let fits = (1..=200).contains(&text.len());
        if fits && text.bytes().all(|b| b.is_ascii_graphic()) {
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

/// A reviewer's primary key: 128 random bits. The audit trails use it, because a name may change.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReviewerId([u8; 16]);

impl ReviewerId {
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

    /// Parses the text form of an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        from_base32(text)?.try_into().ok().map(Self)
    }
}

impl fmt::Display for ReviewerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base32(&self.0))
    }
}

impl fmt::Debug for ReviewerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
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
        #[cfg(feature = "native")]
        assert_eq!(
            rfc4648(b"12345678901234567890"),
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        );
        for other in ["g1", "0", "GG", "a b"] {
            assert_eq!(from_base32(other), None, "{other}");
        }
    }

    #[test]
    fn a_user_id_fits_the_strictest_dialect() {
        assert_eq!(UserId::from_entropy([7; 16]).as_str().len(), 30);
    }

    #[test]
    fn a_reference_reads_in_two_groups_of_four() {
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
    fn an_external_id_is_visible_ascii() {
        assert!(ExternalId::parse("ext_abc123").is_ok());
        for bad in ["", "a b", "a\nb", "é", &"x".repeat(201)] {
            assert_eq!(ExternalId::parse(bad), Err(MalformedExternalId));
        }
    }
}
