//! The lines of a street address.

use super::{FieldError, text};
use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// A line of a street address: 1 to 100 characters in NFC.
///
/// Allowed are letters of any script with their marks, digits, spaces and `- ' . , # / & ( ) : ; +
/// ½ ¼ ¾ °`. At least one letter or digit is required. Source: ux-rules 18 and 24.
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
    /// with a box are residences.
    ///
    /// # Errors
    /// [`FieldError::AddressLine1Empty`], [`FieldError::AddressLine1TooLong`],
    /// [`FieldError::AddressLine1Characters`] or [`FieldError::AddressLine1PoBox`].
    pub fn parse_first(typed: &str) -> Result<Self, FieldError> {
        let line = Self::parse(typed)
            .map_err(|fault| match fault {
                LineFault::TooLong => FieldError::AddressLine1TooLong,
                LineFault::Characters => FieldError::AddressLine1Characters,
            })?
            .ok_or(FieldError::AddressLine1Empty)?;
        if is_po_box(line.as_str()) {
            return Err(FieldError::AddressLine1PoBox);
        }
        Ok(line)
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
        let line = text::plain(typed);
        if line.is_empty() {
            return Ok(None);
        }
        if line.chars().count() > Self::MAX {
            return Err(LineFault::TooLong);
        }
        let others = |c: char| c.is_ascii_digit() || " -'.,#/&():;+½¼¾°".contains(c);
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

/// Whether a line contains a post office box. Forms are `PO Box 12`, `P.O.Box12`, `Post Office
/// Box`, a leading `Box 12` and Puerto Rico's `Apartado 12`.
///
/// `Unit 2050 Box 4190` and `Box Elder Road` are none.
fn is_po_box(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words = words(&lower);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let boxed = |at: usize| match &words[at..] {
        ["po" | "pobox" | "gpo", "box" | "drawer", ..]
        | ["pobox", ..]
        | ["p", "o", "box" | "drawer", ..]
        | ["post", "office", "box" | "drawer", ..]
        | ["postal", "box", ..]
        | ["apartado", "postal", ..] => true,
        ["apartado" | "apdo", rest, ..] => is_number(rest),
        ["box", rest, ..] => at == 0 && is_number(rest),
        _ => false,
    };
    (0..words.len()).any(boxed)
}

/// The runs of letters and the runs of digits.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in line.chars() {
        if c.is_alphanumeric() {
            let joined = last.is_alphanumeric() && last.is_ascii_digit() == c.is_ascii_digit();
            match words.last_mut().filter(|_| joined) {
                Some(word) => word.push(c),
                None => words.push(c.to_string()),
            }
        }
        last = c;
    }
    words
}

/// Deserialising parses the form again, but not the check for a box: a second line may be one.
impl TryFrom<String> for StreetLine {
    type Error = FieldError;

    fn try_from(stored: String) -> Result<Self, FieldError> {
        Self::parse_second(&stored)?.ok_or(FieldError::AddressLine1Empty)
    }
}

impl From<StreetLine> for String {
    fn from(line: StreetLine) -> Self {
        line.0.into_exposed()
    }
}
