//! Search by an exact identifier of an applicant or an application.

use crate::{
    admin::ReviewerId,
    id::{Reference, from_base32, random_id},
    pii::Pii,
    value::text,
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// The input of the search field, interpreted by its form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchTerm {
    /// A reference.
    Reference(Reference),
    /// The provider's id of the verification, or our id of the applicant.
    Id(String),
    /// Email address.
    Email(Pii<String>),
    /// Names, in any order.
    Name(Pii<String>),
    /// Phone number.
    Phone(Pii<String>),
}

impl SearchTerm {
    /// The maximum length, in characters.
    const LONGEST: usize = 254;

    /// Interprets the input. A reference is recognised by its format, an email address by its `@`,
    /// a phone number by its digits. A name is recognised by its blank or comma. Other input is an
    /// id.
    ///
    /// `None` if the input is blank or too long.
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
        } else if is_phone_number(&typed) {
            Self::Phone(Pii::new(typed))
        } else if typed.contains([' ', ',']) || !typed.is_ascii() {
            Self::Name(Pii::new(typed))
        } else {
            Self::Id(typed)
        })
    }

    /// The kind of the term, for the staff audit trail.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Reference(_) => "reference",
            Self::Id(_) => "id",
            Self::Email(_) => "email",
            Self::Name(_) => "name",
            Self::Phone(_) => "phone",
        }
    }

    /// The input, for the page of its owner.
    #[must_use]
    pub fn expose(&self) -> &str {
        match self {
            Self::Reference(reference) => reference.as_str(),
            Self::Id(id) => id,
            Self::Email(text) | Self::Name(text) | Self::Phone(text) => text.expose(),
        }
    }
}

/// Whether a text is a phone number: at least ten digits, or seven behind a `+`, and only separators.
fn is_phone_number(tidy: &str) -> bool {
    let digits = tidy.chars().filter(char::is_ascii_digit).count();
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '/') || text::is_separator(c);
    let least = if tidy.contains('+') { 7 } else { 10 };
    digits >= least && tidy.chars().all(is_part)
}

random_id! {
    /// The id of a search in a URL: 128 random bits.
    SearchId
}

impl SearchId {
    /// Parses the text of an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        from_base32(text)?.try_into().ok().map(Self)
    }
}

/// A stored search. It expires, and only its owner can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    /// The id.
    pub id: SearchId,
    /// The owner.
    pub owner: ReviewerId,
    /// The search term.
    pub term: SearchTerm,
    /// When it expires.
    pub expires_at: OffsetDateTime,
}

impl SavedSearch {
    /// The lifetime of a stored search.
    pub const LIFE: Duration = Duration::minutes(30);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_input_is_classified_by_its_form() {
        for (typed, kind) in [
            (" vb-28t5-cy4t ", "reference"),
            ("VB RAB2 EN5Y", "reference"),
            ("RAB2 EN5Y", "reference"),
            ("rab2en5y", "reference"),
            ("vb–rab2–en5y.", "reference"),
            ("VB\u{2011}RAB2\u{2011}EN5Y", "reference"),
            ("\u{200E}VB-RAB2-EN5Y\u{200B}", "reference"),
            ("VBRAB2EN5Y", "reference"),
            ("ＶＢ－ＲＡＢ２－ＥＮ５Ｙ", "reference"),
            ("vb-0oIl-1111", "reference"),
            ("RABC-ENXY", "reference"),
            ("(VB-RAB2-EN5Y)", "reference"),
            ("Jane Smee", "name"),
            ("Anne Kate", "name"),
            ("Doe,John", "name"),
            ("Doe, John", "name"),
            ("(212) 555-0123", "phone"),
            ("+12125550123", "phone"),
            ("212.555.0123", "phone"),
            ("+44 20 7946 0958", "phone"),
            ("1234567", "id"),
            ("ext_ab123", "id"),
            ("janesmee", "id"),
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
        assert_eq!(SearchId::parse(&id.to_string()), Some(id));
        assert_eq!(SearchId::parse("john"), None);
    }
}
