//! A ZIP code.

use super::{FieldError, UsState, text, zip};
use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// A ZIP code, stored as `12345` or `12345-6789` (ux-rule 24).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PostalCode(Pii<String>);

impl PostalCode {
    /// Parses 5 or 9 digits; separators and invisible characters are ignored (ux-rule 18).
    ///
    /// # Errors
    /// [`FieldError::PostalCodeEmpty`] or [`FieldError::PostalCodeShape`].
    pub fn parse(typed: &str) -> Result<Self, FieldError> {
        let digits = text::compact(typed);
        if digits.is_empty() {
            return Err(FieldError::PostalCodeEmpty);
        }
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(FieldError::PostalCodeShape);
        }
        match digits.len() {
            5 => Ok(Self(Pii::new(digits))),
            9 => Ok(Self(Pii::new(format!("{}-{}", &digits[..5], &digits[5..])))),
            _ => Err(FieldError::PostalCodeShape),
        }
    }

    /// `12345` or `12345-6789`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }

    /// The first five digits, for dialect C (contract §3).
    #[must_use]
    pub fn zip5(&self) -> &str {
        &self.as_str()[..5]
    }

    /// Whether the state uses the first three digits (ASVS 2.2.3).
    #[must_use]
    pub fn is_in(&self, state: UsState) -> bool {
        self.as_str()[..3]
            .parse()
            .is_ok_and(|prefix| zip::serves(prefix, state))
    }
}

stored_text!(PostalCode, |stored| PostalCode::parse(&stored));
