//! A city.

use super::{FieldError, text};
use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// A city, or `APO`, `FPO`, `DPO`: 1 to 50 characters in NFC.
///
/// Allowed are letters of any script with their marks, spaces, `-`, `'` and `.`; at least one
/// letter is required. Source: ux-rules 18 and 24.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct City(Pii<String>);

impl City {
    /// The maximum length, in characters.
    pub const MAX: usize = 50;

    /// Parses a city.
    ///
    /// # Errors
    /// [`FieldError::CityEmpty`], [`FieldError::CityTooLong`] or [`FieldError::CityCharacters`].
    pub fn parse(typed: &str) -> Result<Self, FieldError> {
        let city = text::plain(typed);
        if city.is_empty() {
            return Err(FieldError::CityEmpty);
        }
        if city.chars().count() > Self::MAX {
            return Err(FieldError::CityTooLong);
        }
        let written = text::is_written_with(&city, |c| matches!(c, ' ' | '-' | '\'' | '.'));
        if !written || !city.chars().any(text::is_letter) {
            return Err(FieldError::CityCharacters);
        }
        Ok(Self(Pii::new(city)))
    }

    /// The city, for its owner's page and for the provider.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

/// Deserialising parses again.
impl TryFrom<String> for City {
    type Error = FieldError;

    fn try_from(stored: String) -> Result<Self, FieldError> {
        Self::parse(&stored)
    }
}

impl From<City> for String {
    fn from(city: City) -> Self {
        city.0.into_exposed()
    }
}
