//! What somebody typed about a case and nothing came of: kept in their session,
//! so that it is typed once.

use crate::id::Reference;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What was typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsavedInput {
    /// About which case.
    pub of: Reference,
    /// Into which form.
    pub panel: String,
    /// Its fields, in their order.
    pub typed: Vec<String>,
}

impl UnsavedInput {
    /// The most that is kept of a field, in characters.
    pub const LONGEST: usize = 6_000;

    /// What was typed into a field of a form.
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
