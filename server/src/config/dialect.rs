//! Which version of the upstream's API is spoken (contract §1).

use std::str::FromStr;

/// A published version of the upstream's API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The original.
    A,
    /// The same API in other words.
    B,
    /// The current one.
    C,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// Its name, as it is configured.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
        }
    }
}

/// A name that no dialect has.
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
