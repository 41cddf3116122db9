//! A referral code.

use super::{FieldError, text};
use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// A referral code: 1 to 64 ASCII letters, digits, `_` and `-`, in the typed case.
///
/// Only the provider knows whether it exists (contract §7). It becomes part of a URL path, hence
/// the narrow alphabet (ASVS 1.2.2). It reveals a personal relation, so it does not print.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReferralCode(Pii<String>);

impl ReferralCode {
    /// The maximum length, in characters.
    pub const MAX: usize = 64;

    /// Parses a code; a blank one is `None`. White space around it and invisible characters are
    /// ignored.
    ///
    /// # Errors
    /// [`FieldError::ReferralCodeTooLong`] or [`FieldError::ReferralCodeCharacters`].
    pub fn parse(typed: &str) -> Result<Option<Self>, FieldError> {
        let code = text::tidy(typed);
        if code.is_empty() {
            return Ok(None);
        }
        if code.chars().count() > Self::MAX {
            return Err(FieldError::ReferralCodeTooLong);
        }
        if !code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        {
            return Err(FieldError::ReferralCodeCharacters);
        }
        Ok(Some(Self(Pii::new(code))))
    }

    /// The code, for its owner's page and for the provider.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

/// Deserialising parses again; a blank code is an error.
impl TryFrom<String> for ReferralCode {
    type Error = FieldError;

    fn try_from(stored: String) -> Result<Self, FieldError> {
        Self::parse(&stored)?.ok_or(FieldError::ReferralCodeCharacters)
    }
}

impl From<ReferralCode> for String {
    fn from(code: ReferralCode) -> Self {
        code.0.into_exposed()
    }
}
