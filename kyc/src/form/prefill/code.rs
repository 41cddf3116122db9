//! A code as typed.

use crate::value::FieldError;

/// The digits of a code (contract §5).
const DIGITS: usize = 6;

/// A typed code: six digits; blanks and hyphens between them are ignored. It is never stored.
pub struct Code(String);

impl Code {
    /// Parses a code.
    ///
    /// # Errors
    /// [`FieldError::CodeEmpty`] or [`FieldError::CodeShape`].
    pub fn parse(typed: &str) -> Result<Self, FieldError> {
        let between = |c: char| c.is_whitespace() || c == '-';
        let digits: String = typed.chars().filter(|c| !between(*c)).collect();
        if digits.is_empty() {
            return Err(FieldError::CodeEmpty);
        }
        let sound = digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
        sound.then_some(Self(digits)).ok_or(FieldError::CodeShape)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
