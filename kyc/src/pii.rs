//! Personal data that refuses to print (security.md §3, invariant 3; ASVS 14.2, 16.2.5).

use serde::{Deserialize, Serialize};
use std::fmt;

/// What personal data looks like wherever it must not be seen.
const REDACTED: &str = "[redacted]";

/// Personal data: `Debug` and `Display` say `[redacted]`; only
/// [`expose`](Self::expose) shows it.
///
/// It serialises as the bare `T`, since that is what goes into the encrypted
/// columns. So never serialise one into a log, a URL or a session.
///
/// ```
/// use kyc::pii::Pii;
/// let email = Pii::new("jane.smith@example.com");
/// assert_eq!(format!("{email} {email:?}"), "[redacted] [redacted]");
/// assert_eq!(*email.expose(), "jane.smith@example.com");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pii<T>(T);

impl<T> Pii<T> {
    /// Marks a value as personal.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Shows the value. Each call is a place to look at in a review.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Gives the value up, and the protection with it.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> From<T> for Pii<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> fmt::Debug for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<T> fmt::Display for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}
