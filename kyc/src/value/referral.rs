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

    /// Parses a code; a blank one is `None`. Invisible characters, white space around the code and
    /// its hyphens, and the punctuation of a sentence around it are ignored. Any dash is a hyphen.
    ///
    /// # Errors
    /// [`FieldError::ReferralCodeTooLong`] or [`FieldError::ReferralCodeCharacters`].
    pub fn parse(typed: &str) -> Result<Option<Self>, FieldError> {
        let code = written(typed);
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

/// The code without what a message or a keyboard adds to it.
fn written(typed: &str) -> String {
    let tidy = text::tidy(typed);
    let code = tidy.trim_start_matches([' ', '"', '\'', '“', '‘', '«', '(', '[', '#']);
    let code = code.trim_end_matches([
        ' ', '"', '\'', '”', '’', '»', ')', ']', '.', ',', ';', ':', '!', '…',
    ]);
    let dashed = code.replace(text::is_hyphen, "-");
    let parts: Vec<&str> = dashed.split('-').map(str::trim).collect();
    parts.join("-")
}

// Deserialising parses again; a blank code is an error.
stored_text!(ReferralCode, |stored| ReferralCode::parse(&stored)?
    .ok_or(FieldError::ReferralCodeCharacters));
