//! The Social Security number: nine digits that never print (security.md §3, invariant 3).

use super::{FieldError, text};
use zeroize::Zeroizing;

/// A Social Security number: nine digits that could have been issued.
///
/// It exists only in request memory. It cannot be printed, serialised, copied or compared. Its
/// memory is erased on drop. The digits are on the heap, so that a move leaves no copy on the
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
    /// [`FieldError::SsnEmpty`], [`FieldError::SsnCharacters`], [`FieldError::SsnLength`],
    /// [`FieldError::SsnItin`] or [`FieldError::SsnImpossible`].
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
        let visible = typed.chars().filter(|c| !text::is_separator(*c));
        for c in visible.map(text::narrow) {
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
        if is_itin(&digits) {
            return Err(FieldError::SsnItin);
        }
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

    /// Whether the number is known from advertisements and forms. Almost all who type it do not
    /// have it, but it may have been issued.
    #[must_use]
    pub fn is_advertised(&self) -> bool {
        ADVERTISED.contains(&self.0.as_str())
    }

    /// Whether it is the number of the published examples, which the sandbox expects.
    #[must_use]
    pub fn is_example(&self) -> bool {
        *self.0 == EXAMPLE
    }

    /// `6789`: the only part that a page, a receipt or a reviewer may see (ux-rules 12 and 35).
    #[must_use]
    pub fn last_four(&self) -> String {
        self.0[5..].to_owned()
    }
}

/// The number of the contract's examples (contract §3), and of many forms.
const EXAMPLE: &str = "123456789";

/// Numbers from advertisements, wallets and pamphlets, which many people have used as theirs.
const ADVERTISED: [&str; 23] = [
    "022281852",
    "042103580",
    "062360749",
    "078051120",
    "095073645",
    "128036045",
    "135016629",
    "141186941",
    "165167999",
    "165187999",
    "165207999",
    "165227999",
    "165247999",
    "189092294",
    "212097694",
    "212099999",
    "219099999",
    "306302348",
    "308125070",
    "457555462",
    "468288779",
    "549241889",
    EXAMPLE,
];

/// Whether nine digits are an ITIN: 9, then a group of the IRS's ranges.
///
/// 987-65-4320 to 987-65-4329 are reserved for advertisements.
fn is_itin(digits: &str) -> bool {
    let group = digits[3..5].parse().unwrap_or(0);
    digits.starts_with('9')
        && matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99)
        && !digits.starts_with("98765432")
}
