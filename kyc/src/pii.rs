//! Personal data that does not print (security.md §3, invariant 3; ASVS 14.2, 16.2.5).

use serde::{Deserialize, Serialize};
use std::fmt;

/// The text that replaces personal data in output.
pub(crate) const REDACTED: &str = "[redacted]";

/// Makes `Debug` of a type print `[redacted]`.
macro_rules! redacted {
    ($name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::pii::REDACTED)
            }
        }
    };
}
pub(crate) use redacted;

/// Personal data: `Debug` and `Display` print `[redacted]`; only [`expose`](Self::expose) shows the
/// value.
///
/// It serialises as the bare `T`, because the encrypted columns store that. Never serialise one
/// into a log, a URL or a session.
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
    /// Marks a value as personal data.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Returns the value. A code review checks each call.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Returns the value by move, without protection from then on.
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
