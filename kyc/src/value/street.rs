//! The lines of a street address.

use super::{FieldError, po_box::is_po_box, text};
use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// A line of a street address: 1 to 100 characters in NFC.
///
/// Allowed are letters of any script with their marks, digits, fractions, spaces and `- ' . , # / &
/// ( ) : ; + ° №`. At least one letter or digit is required. Source: ux-rules 18 and 24.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StreetLine(Pii<String>);

/// Why a line is invalid, for either line.
enum LineFault {
    TooLong,
    Characters,
}

impl StreetLine {
    /// The maximum length, in characters.
    pub const MAX: usize = 100;

    /// Parses the first line of a residential address.
    ///
    /// A post office box anywhere in the line is rejected. `PSC`, `Unit`, `HC` and `RR` addresses
    /// with a box are residences, in either order.
    ///
    /// # Errors
    /// [`FieldError::AddressLine1Empty`], [`FieldError::AddressLine1TooLong`],
    /// [`FieldError::AddressLine1PoBox`] or [`FieldError::AddressLine1Characters`].
    pub fn parse_first(typed: &str) -> Result<Self, FieldError> {
        let line = Self::parse(typed);
        // `PO*Box 12` is a box with an odd character: the box is what the applicant has to change.
        if !matches!(line, Err(LineFault::TooLong)) && is_po_box(typed) {
            return Err(FieldError::AddressLine1PoBox);
        }
        line.map_err(|fault| match fault {
            LineFault::TooLong => FieldError::AddressLine1TooLong,
            LineFault::Characters => FieldError::AddressLine1Characters,
        })?
        .ok_or(FieldError::AddressLine1Empty)
    }

    /// Parses the second line; a blank one is `None`.
    ///
    /// # Errors
    /// [`FieldError::AddressLine2TooLong`] or [`FieldError::AddressLine2Characters`].
    pub fn parse_second(typed: &str) -> Result<Option<Self>, FieldError> {
        Self::parse(typed).map_err(|fault| match fault {
            LineFault::TooLong => FieldError::AddressLine2TooLong,
            LineFault::Characters => FieldError::AddressLine2Characters,
        })
    }

    fn parse(typed: &str) -> Result<Option<Self>, LineFault> {
        // U+2044 and U+2215 are slashes of fractions.
        let line = text::plain(typed).replace(['\u{2044}', '\u{2215}'], "/");
        if line.is_empty() {
            return Ok(None);
        }
        if line.chars().count() > Self::MAX {
            return Err(LineFault::TooLong);
        }
        let others =
            |c: char| c.is_ascii_digit() || " -'.,#/&():;+°№".contains(c) || is_fraction(c);
        let says_something = |c: char| text::is_letter(c) || c.is_ascii_digit();
        if !text::is_written_with(&line, others) || !line.chars().any(says_something) {
            return Err(LineFault::Characters);
        }
        Ok(Some(Self(Pii::new(line))))
    }

    /// The line, for its owner's page and for the provider.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

/// Whether a character is a fraction of one sign, such as ⅓.
const fn is_fraction(c: char) -> bool {
    matches!(c, '¼'..='¾' | '⅐'..='⅟' | '↉')
}

// Deserialising parses the form again, but not the check for a box: a second line may be one.
stored_text!(StreetLine, |stored| StreetLine::parse_second(&stored)?
    .ok_or(FieldError::AddressLine1Empty));
