//! Searching by what names one person or one application exactly.

use crate::{
    admin::ReviewerId,
    id::{Reference, base32, from_base32},
    pii::Pii,
    value::text,
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// What was typed into the one field of the search, read as what it can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchTerm {
    /// A reference.
    Reference(Reference),
    /// The upstream's id of the verification, or ours of the applicant.
    Id(String),
    /// An address of mail.
    Email(Pii<String>),
    /// Given and family name.
    Name(Pii<String>),
}

impl SearchTerm {
    /// The longest that is looked at.
    const LONGEST: usize = 254;

    /// What was typed: a reference by its shape, an address by its `@`, a name
    /// by the blank between its parts, and else an id. `None` for nothing, or
    /// for what is too long for any of them.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let typed = text::tidy(typed);
        if typed.is_empty() || typed.chars().count() > Self::LONGEST {
            return None;
        }
        Some(if let Some(reference) = Reference::parse(&typed) {
            Self::Reference(reference)
        } else if typed.contains('@') {
            Self::Email(Pii::new(typed))
        } else if typed.contains(' ') || !typed.is_ascii() {
            Self::Name(Pii::new(typed))
        } else {
            Self::Id(typed)
        })
    }

    /// What kind it is, for the trail of the staff.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Reference(_) => "reference",
            Self::Id(_) => "id",
            Self::Email(_) => "email",
            Self::Name(_) => "name",
        }
    }

    /// What was typed, for the page of whoever typed it.
    #[must_use]
    pub fn expose(&self) -> &str {
        match self {
            Self::Reference(reference) => reference.as_str(),
            Self::Id(id) => id,
            Self::Email(text) | Self::Name(text) => text.expose(),
        }
    }
}

/// What a search is called in an address: 128 random bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchId([u8; 16]);

impl SearchId {
    /// Wraps 128 random bits.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bits as they are stored.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The text for an address.
    #[must_use]
    pub fn text(&self) -> String {
        base32(&self.0)
    }

    /// The id of a text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        from_base32(text)?.try_into().ok().map(Self)
    }
}

/// A search that is kept for a while, for whoever made it and nobody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    /// What it is called.
    pub id: SearchId,
    /// Whose it is.
    pub owner: ReviewerId,
    /// What for.
    pub term: SearchTerm,
    /// When it is forgotten.
    pub expires_at: OffsetDateTime,
}

impl SavedSearch {
    /// How long it is kept.
    pub const LIFE: Duration = Duration::minutes(30);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_read_as_what_it_can_be() {
        for (typed, kind) in [
            (" vb-28t5-cy4t ", "reference"),
            ("john.doe@example.com", "email"),
            ("John  Doe", "name"),
            ("José", "name"),
            ("ext_abc123", "id"),
            ("usr_00000000000000000000000000", "id"),
        ] {
            let sought = SearchTerm::read(typed).expect("something");
            assert_eq!(sought.kind(), kind, "{typed}");
            if matches!(kind, "email" | "name") {
                let shown = format!("{sought:?}");
                assert!(
                    !shown.contains("Doe") && !shown.contains("example"),
                    "{shown}"
                );
            }
        }
        assert_eq!(SearchTerm::read(" \u{200b}\n"), None);
        assert_eq!(SearchTerm::read(&"x".repeat(255)), None);
        let id = SearchId::new([0x5a; 16]);
        assert_eq!(SearchId::parse(&id.text()), Some(id));
        assert_eq!(SearchId::parse("john"), None);
    }
}
