//! The SSN step. The SSN itself is never part of the draft. Its own column has it until the
//! provider has accepted it.

use crate::value::FieldError;
use serde::{Deserialize, Serialize};

/// The draft's facts about the SSN.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SsnEntry {
    /// The last four digits of the stored SSN, for the check page and the receipt (ux rule 12).
    pub last_four: Option<LastFour>,
    /// The field errors of the last input. The input itself is not stored.
    pub faults: Vec<FieldError>,
    /// The last four digits of a number from advertisements, which the applicant has to enter again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unconfirmed: Option<LastFour>,
    /// Whether the SSN is still stored; it is erased once the provider has accepted it.
    pub held: bool,
}

/// Four digits that do not print by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastFour(String);

impl LastFour {
    /// Wraps the last four digits.
    #[must_use]
    pub const fn new(digits: String) -> Self {
        Self(digits)
    }

    /// The digits, for the applicant's own page.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

crate::pii::redacted!(LastFour);
