//! A code as typed.

use crate::value::{FieldError, code};

/// The digits of a code (contract §5).
const DIGITS: usize = 6;

/// A typed code: six digits; separators between them are ignored. It is never stored.
pub struct Code(String);

impl Code {
    /// Parses a code.
    ///
    /// # Errors
    /// [`FieldError::CodeEmpty`] or [`FieldError::CodeShape`].
    pub fn parse(typed: &str) -> Result<Self, FieldError> {
        if code::characters(typed).is_empty() {
            return Err(FieldError::CodeEmpty);
        }
        let digits = code::digits(typed, DIGITS);
        digits.map(Self).ok_or(FieldError::CodeShape)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
