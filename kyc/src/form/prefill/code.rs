//! A code as it is typed.

use crate::value::FieldError;

/// The digits of a code (contract §5).
const DIGITS: usize = 6;

/// A code as it was typed: six digits, whatever stands between them. Kept nowhere.
pub struct Code(String);

impl Code {
    /// Reads one.
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
