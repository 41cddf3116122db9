//! Personal data that refuses to print (security.md §3, invariant 3; ASVS 14.2, 16.2.5).

use crate::value::{Fault, text};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

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

/// A Social Security number: nine digits that could have been issued.
///
/// It lives in request memory only. It cannot be printed, serialised, copied or
/// compared, and its memory is wiped when it goes (the digits are on the heap,
/// so that moving it leaves no copy on the stack).
///
/// It has no `Debug`:
/// ```compile_fail,E0277
/// let ssn = kyc::pii::Ssn::parse("123-45-6789").unwrap();
/// let _ = format!("{ssn:?}");
/// ```
/// no `Display`:
/// ```compile_fail,E0277
/// let ssn = kyc::pii::Ssn::parse("123-45-6789").unwrap();
/// let _ = format!("{ssn}");
/// ```
/// no `Serialize`:
/// ```compile_fail,E0277
/// fn store(_: impl serde::Serialize) {}
/// store(kyc::pii::Ssn::parse("123-45-6789").unwrap());
/// ```
/// no `Clone`:
/// ```compile_fail,E0277
/// fn copy(_: impl Clone) {}
/// copy(kyc::pii::Ssn::parse("123-45-6789").unwrap());
/// ```
/// no `PartialEq`:
/// ```compile_fail,E0369
/// let ssn = kyc::pii::Ssn::parse("123-45-6789").unwrap();
/// let _ = ssn == ssn;
/// ```
/// and its digits are out of reach:
/// ```compile_fail,E0616
/// let ssn = kyc::pii::Ssn::parse("123-45-6789").unwrap();
/// let _ = ssn.0;
/// ```
pub struct Ssn(Zeroizing<String>);

impl Ssn {
    /// Reads nine digits; spaces, hyphens, dots, brackets and invisible
    /// characters between them are ignored (ux-rules 18 and 25).
    ///
    /// Refuses only what was never issued: area 000, 666 and 900-999, group 00,
    /// serial 0000 (SSA RM 10201.035; ASVS 2.2.1).
    ///
    /// # Errors
    /// [`Fault::SsnEmpty`], [`Fault::SsnCharacters`], [`Fault::SsnLength`] or
    /// [`Fault::SsnImpossible`].
    ///
    /// ```
    /// use kyc::pii::Ssn;
    /// let ssn = Ssn::parse(" 123 45 6789 ")?;
    /// assert_eq!(*ssn.dashed(), "123-45-6789");
    /// assert_eq!(*ssn.digits(), "123456789");
    /// assert_eq!(ssn.last_four(), "6789");
    /// # Ok::<(), kyc::value::Fault>(())
    /// ```
    pub fn parse(typed: &str) -> Result<Self, Fault> {
        // Full capacity at once: growing would leave a copy behind.
        let mut digits = Zeroizing::new(String::with_capacity(9));
        let mut count = 0_usize;
        for c in typed.chars().filter(|c| !text::is_separator(*c)) {
            if !c.is_ascii_digit() {
                return Err(Fault::SsnCharacters);
            }
            if count < 9 {
                digits.push(c);
            }
            count += 1;
        }
        match count {
            0 => return Err(Fault::SsnEmpty),
            9 => {}
            _ => return Err(Fault::SsnLength),
        }
        let (area, group, serial) = (&digits[..3], &digits[3..5], &digits[5..]);
        let unissued = area == "000" || area == "666" || area.starts_with('9');
        if unissued || group == "00" || serial == "0000" {
            return Err(Fault::SsnImpossible);
        }
        Ok(Self(digits))
    }

    /// `123-45-6789`, as dialects A and B want it (contract §1). Wiped on drop.
    #[must_use]
    pub fn dashed(&self) -> Zeroizing<String> {
        let mut dashed = Zeroizing::new(String::with_capacity(11));
        for (i, c) in self.0.chars().enumerate() {
            if i == 3 || i == 5 {
                dashed.push('-');
            }
            dashed.push(c);
        }
        dashed
    }

    /// `123456789`, as dialect C wants it (contract §1). Wiped on drop.
    #[must_use]
    pub fn digits(&self) -> Zeroizing<String> {
        self.0.clone()
    }

    /// `6789`: all that a page, a receipt or a reviewer may see (ux-rules 12 and 35).
    #[must_use]
    pub fn last_four(&self) -> String {
        self.0[5..].to_owned()
    }
}
