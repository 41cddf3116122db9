//! An applicant's name, as on their ID.

use super::{FieldError, text};
use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// One part of a name: given, middle or family.
///
/// 1 to 50 characters (not bytes) in NFC: letters of any script with their marks, spaces, `-`, `'`
/// and `.`. At least one letter is required, and one letter suffices. The case is kept. Source:
/// ux-rule 20; contract §3 (50 characters).
///
/// It serialises as the bare string; deserialising parses it again.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(Pii<String>);

/// The error codes of one part, so that each part has its own texts (ux-rule 16).
struct Faults {
    too_long: FieldError,
    characters: FieldError,
    no_letter: FieldError,
}

impl Name {
    /// The maximum length, in characters (contract §3).
    pub const MAX: usize = 50;

    /// Parses a given name.
    ///
    /// # Errors
    /// [`FieldError::GivenNameEmpty`], [`FieldError::GivenNameTooLong`],
    /// [`FieldError::GivenNameCharacters`] or [`FieldError::GivenNameNoLetter`].
    pub fn parse_given(typed: &str) -> Result<Self, FieldError> {
        let faults = Faults {
            too_long: FieldError::GivenNameTooLong,
            characters: FieldError::GivenNameCharacters,
            no_letter: FieldError::GivenNameNoLetter,
        };
        Self::parse(typed, &faults)?.ok_or(FieldError::GivenNameEmpty)
    }

    /// Parses a middle name; a blank one is `None` (ux-rule 20).
    ///
    /// # Errors
    /// [`FieldError::MiddleNameTooLong`], [`FieldError::MiddleNameCharacters`] or
    /// [`FieldError::MiddleNameNoLetter`].
    pub fn parse_middle(typed: &str) -> Result<Option<Self>, FieldError> {
        let faults = Faults {
            too_long: FieldError::MiddleNameTooLong,
            characters: FieldError::MiddleNameCharacters,
            no_letter: FieldError::MiddleNameNoLetter,
        };
        Self::parse(typed, &faults)
    }

    /// Parses a family name.
    ///
    /// # Errors
    /// [`FieldError::FamilyNameEmpty`], [`FieldError::FamilyNameTooLong`],
    /// [`FieldError::FamilyNameCharacters`] or [`FieldError::FamilyNameNoLetter`].
    pub fn parse_family(typed: &str) -> Result<Self, FieldError> {
        let faults = Faults {
            too_long: FieldError::FamilyNameTooLong,
            characters: FieldError::FamilyNameCharacters,
            no_letter: FieldError::FamilyNameNoLetter,
        };
        Self::parse(typed, &faults)?.ok_or(FieldError::FamilyNameEmpty)
    }

    fn parse(typed: &str, faults: &Faults) -> Result<Option<Self>, FieldError> {
        let name = text::plain(typed);
        if name.is_empty() {
            return Ok(None);
        }
        if name.chars().count() > Self::MAX {
            return Err(faults.too_long);
        }
        if !text::is_written_with(&name, |c| matches!(c, ' ' | '-' | '\'' | '.')) {
            return Err(faults.characters);
        }
        if !name.chars().any(text::is_letter) {
            return Err(faults.no_letter);
        }
        Ok(Some(Self(Pii::new(name))))
    }

    /// The name, for its owner's page and for the provider.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

/// Deserialising parses again. All three parts have the same rule; the errors are those of a given
/// name.
impl TryFrom<String> for Name {
    type Error = FieldError;

    fn try_from(stored: String) -> Result<Self, FieldError> {
        Self::parse_given(&stored)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0.into_exposed()
    }
}
