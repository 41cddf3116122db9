//! A referral code.

use super::{FieldError, text};
use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// A referral code: 1 to 64 ASCII letters, digits, `_` and `-`, casing as typed.
///
/// Whether it exists only upstream knows (contract §7). It goes into a path
/// there, hence the narrow alphabet (ASVS 1.2.2). It says who knows whom, so it
/// does not print either.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReferralCode(Pii<String>);

impl ReferralCode {
    /// The most characters a code may have.
    pub const MAX: usize = 64;

    /// Reads a code; a blank one is `None`. White space around it and invisible
    /// characters are ignored.
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

    /// The code, for its owner's page and for upstream.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

/// Reading back from an encrypted blob: parsed again; a blank one is a fault.
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
