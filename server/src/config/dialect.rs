//! Version of the provider's API (contract §1).

use std::str::FromStr;

/// Published version of the provider's API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The original version.
    A,
    /// The same API with other status words.
    B,
    /// The current version.
    C,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// Name in the configuration.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
        }
    }
}

/// Error for an unknown dialect name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no dialect has this name")]
pub struct UnknownDialect;

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(name: &str) -> Result<Self, UnknownDialect> {
        let named = |dialect: &Self| dialect.as_str().eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(named).ok_or(UnknownDialect)
    }
}
