//! The Social Security number: nine digits that never print (security.md §3, invariant 3).

use super::{FieldError, text};
use zeroize::Zeroizing;

/// A Social Security number: nine digits that could have been issued.
///
/// It exists only in request memory. It cannot be printed, serialised, copied or compared. Its
/// memory is erased on drop; the digits are on the heap, so that a move leaves no copy on the
/// stack.
///
/// It has no `Debug`:
/// ```compile_fail,E0277
/// let ssn = kyc::value::Ssn::parse("123-45-6789").unwrap();
/// let _ = format!("{ssn:?}");
/// ```
/// no `Display`:
/// ```compile_fail,E0277
/// let ssn = kyc::value::Ssn::parse("123-45-6789").unwrap();
/// let _ = format!("{ssn}");
/// ```
/// no `Serialize`:
/// ```compile_fail,E0277
/// fn store(_: impl serde::Serialize) {}
/// store(kyc::value::Ssn::parse("123-45-6789").unwrap());
/// ```
/// no `Clone`:
/// ```compile_fail,E0277
/// fn copy(_: impl Clone) {}
/// copy(kyc::value::Ssn::parse("123-45-6789").unwrap());
/// ```
/// no `PartialEq`:
/// ```compile_fail,E0369
/// let ssn = kyc::value::Ssn::parse("123-45-6789").unwrap();
/// let _ = ssn == ssn;
/// ```
/// and its digits are private:
/// ```compile_fail,E0616
/// let ssn = kyc::value::Ssn::parse("123-45-6789").unwrap();
/// let _ = ssn.0;
/// ```
pub struct Ssn(Zeroizing<String>);

impl Ssn {
    /// Parses nine digits; spaces, hyphens, dots, brackets and invisible characters are ignored
    /// (ux-rules 18 and 25).
    ///
    /// It rejects only values that were never issued: area 000, 666 and 900-999, group 00, serial
    /// 0000 (SSA RM 10201.035; ASVS 2.2.1).
    ///
    /// # Errors
    /// [`FieldError::SsnEmpty`], [`FieldError::SsnCharacters`], [`FieldError::SsnLength`] or
    /// [`FieldError::SsnImpossible`].
    ///
    /// ```
    /// use kyc::value::Ssn;
    /// let ssn = Ssn::parse(" 123 45 6789 ")?;
    /// assert_eq!(*ssn.dashed(), "123-45-6789");
    /// assert_eq!(*ssn.digits(), "123456789");
    /// assert_eq!(ssn.last_four(), "6789");
    /// # Ok::<(), kyc::value::FieldError>(())
    /// ```
    pub fn parse(typed: &str) -> Result<Self, FieldError> {
        // Reserve the full capacity: a reallocation would leave an unerased copy.
        let mut digits = Zeroizing::new(String::with_capacity(9));
        let mut count = 0_usize;
        for c in typed.chars().filter(|c| !text::is_separator(*c)) {
            if !c.is_ascii_digit() {
                return Err(FieldError::SsnCharacters);
            }
            if count < 9 {
                digits.push(c);
            }
            count += 1;
        }
        match count {
            0 => return Err(FieldError::SsnEmpty),
            9 => {}
            _ => return Err(FieldError::SsnLength),
        }
        let (area, group, serial) = (&digits[..3], &digits[3..5], &digits[5..]);
        let unissued = area == "000" || area == "666" || area.starts_with('9');
        if unissued || group == "00" || serial == "0000" {
            return Err(FieldError::SsnImpossible);
        }
        Ok(Self(digits))
    }

    /// `123-45-6789`, for dialects A and B (contract §1). Erased on drop.
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

    /// `123456789`, for dialect C (contract §1). Erased on drop.
    #[must_use]
    pub fn digits(&self) -> Zeroizing<String> {
        self.0.clone()
    }

    /// `6789`: the only part that a page, a receipt or a reviewer may see (ux-rules 12 and 35).
    #[must_use]
    pub fn last_four(&self) -> String {
        self.0[5..].to_owned()
    }
}
