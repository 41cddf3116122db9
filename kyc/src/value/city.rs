//! A city.

use super::{FieldError, fold, text};
use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// A city, or `APO`, `FPO`, `DPO`: 1 to 50 characters in NFC.
///
/// Allowed are letters of any script with their marks, spaces, `-`, `'` and `.`; at least one
/// letter is required. The first word may be a number of up to four digits, as USPS abbreviates
/// Twentynine Palms to `29 Palms`. Source: ux-rules 18 and 24.
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
        let written = text::is_written_with(without_number(&city), |c| {
            matches!(c, ' ' | '-' | '\'' | '.')
        });
        if !written || !city.chars().any(text::is_letter) {
            return Err(FieldError::CityCharacters);
        }
        Ok(Self(Pii::new(city)))
    }

    /// Whether it is a military post office: `APO`, `FPO` or `DPO`, alone or with its state.
    #[must_use]
    pub fn is_military(&self) -> bool {
        let city = fold::squeeze(self.as_str());
        let (office, state) = city.split_at_checked(3).unwrap_or_default();
        matches!(office, "apo" | "fpo" | "dpo") && matches!(state, "" | "aa" | "ae" | "ap")
    }

    /// The city, for its owner's page and for the provider.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

/// The city without a leading number, if a word follows it.
fn without_number(city: &str) -> &str {
    let rest = city.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = city.len() - rest.len();
    let word = rest
        .strip_prefix([' ', '-'])
        .filter(|word| word.starts_with(text::is_letter));
    word.filter(|_| (1..=4).contains(&digits)).unwrap_or(city)
}

stored_text!(City, |stored| City::parse(&stored));
