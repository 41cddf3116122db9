//! What somebody at the desk writes about a case, to be kept.

use crate::{pii::Pii, value::text::is_invisible};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// For the others at the desk.
    Note,
    /// For the applicant, who reads it on their status page.
    Message,
    /// Why something was done.
    Reason,
}

impl Kind {
    /// The word that is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Message => "message",
            Self::Reason => "reason",
        }
    }

    /// The shortest that says anything, in characters (ux rule 36).
    #[must_use]
    pub const fn shortest(self) -> usize {
        match self {
            Self::Note | Self::Message => 1,
            Self::Reason => 5,
        }
    }

    /// The longest, in characters.
    #[must_use]
    pub const fn longest(self) -> usize {
        match self {
            Self::Note => 4_000,
            Self::Message => 2_000,
            Self::Reason => 500,
        }
    }
}

/// What is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// There is nothing in it.
    #[error("nothing was written")]
    Empty,
    /// It is too short to say anything.
    #[error("it says nothing")]
    TooShort,
    /// It is longer than may be.
    #[error("it is too long")]
    TooLong,
}

/// A text with something in it. It may name the person, so that it does not
/// print and is sealed with their key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    kind: Kind,
    text: Pii<String>,
}

impl Text {
    /// A text as it was typed: lines stay, what cannot be seen goes.
    ///
    /// # Errors
    /// [`TextFault`].
    pub fn parse(kind: Kind, typed: &str) -> Result<Self, TextFault> {
        let lines = typed.replace("\r\n", "\n");
        let seen = |c: &char| *c == '\n' || !(c.is_control() || is_invisible(*c));
        let text: String = lines.trim().chars().filter(seen).collect();
        match text.chars().count() {
            0 => Err(TextFault::Empty),
            count if count < kind.shortest() => Err(TextFault::TooShort),
            count if count > kind.longest() => Err(TextFault::TooLong),
            _ => Ok(Self {
                kind,
                text: Pii::new(text),
            }),
        }
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What is written.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.expose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_what_cannot_be_seen_goes_and_it_has_an_end() {
        let text = Text::parse(Kind::Note, " one\r\n\r\ntwo\u{202e}\u{7} \n").expect("a text");
        assert_eq!(text.expose(), "one\n\ntwo");
        assert!(!format!("{text:?}").contains("one"), "it does not print");
        for nothing in ["", " \r\n ", "\u{200b}"] {
            assert_eq!(Text::parse(Kind::Reason, nothing), Err(TextFault::Empty));
        }
        assert_eq!(Text::parse(Kind::Reason, "why "), Err(TextFault::TooShort));
        for kind in [Kind::Note, Kind::Message, Kind::Reason] {
            assert!(Text::parse(kind, &"x".repeat(kind.shortest())).is_ok());
            let long = "é".repeat(kind.longest());
            assert!(Text::parse(kind, &long).is_ok());
            let fault = Text::parse(kind, &format!("{long}é"));
            assert_eq!(fault, Err(TextFault::TooLong));
        }
    }
}
