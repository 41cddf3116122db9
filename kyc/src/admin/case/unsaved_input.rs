//! Input of a rejected command on a case. The session stores it, so that it is not typed again.

use crate::id::Reference;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The input.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsavedInput {
    /// The case.
    pub of: Reference,
    /// The form.
    pub panel: String,
    /// The fields, in the order of the form.
    pub typed: Vec<String>,
}

impl UnsavedInput {
    /// The maximum stored length of a field, in characters.
    pub const LONGEST: usize = 6_000;

    /// The input with each field cut to the maximum length.
    #[must_use]
    pub fn truncated(self) -> Self {
        let cut = |text: &String| text.chars().take(Self::LONGEST).collect();
        Self {
            typed: self.typed.iter().map(cut).collect(),
            ..self
        }
    }

    /// The input of one field of a form.
    #[must_use]
    pub fn field(&self, panel: &str, field: usize) -> Option<&str> {
        let typed = self.typed.get(field).filter(|_| self.panel == panel);
        typed.map(String::as_str)
    }
}

impl fmt::Debug for UnsavedInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept [redacted]")
    }
}
