//! The Social Security number step. The number itself is never part of the
//! draft: it lives in a column of its own until the upstream has accepted it.

use crate::value::FieldError;
use serde::{Deserialize, Serialize};

/// What the draft remembers of the number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SsnEntry {
    /// The last four digits of the number that is kept, for the check page and
    /// the receipt (ux rule 12).
    pub last_four: Option<LastFour>,
    /// What was wrong with the last entry. The entry itself is gone.
    pub faults: Vec<FieldError>,
    /// Whether the number is still kept (it is shredded once accepted).
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

    /// The digits, for the page of the person they belong to.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for LastFour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}
