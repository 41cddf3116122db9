//! Texts that staff write about a case and the store keeps.

use crate::{
    pii::Pii,
    value::text::{is_invisible, tidy},
};

/// The kind of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A note for the staff.
    Note,
    /// A message for the applicant, shown on the status page.
    Message,
    /// The reason for an action.
    Reason,
}

crate::word_table! {
    /// The stored word.
    TextKind: as_str {
        Note => "note",
        Message => "message",
        Reason => "reason",
    }
}

impl TextKind {
    /// The minimum length, in characters (ux rule 36).
    #[must_use]
    pub const fn shortest(self) -> usize {
        match self {
            Self::Note | Self::Message => 1,
            Self::Reason => 5,
        }
    }

    /// The maximum length, in characters.
    #[must_use]
    pub const fn longest(self) -> usize {
        match self {
            Self::Note => 4_000,
            Self::Message => 2_000,
            Self::Reason => 500,
        }
    }
}

/// Why a text is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// It is empty.
    #[error("nothing was written")]
    Empty,
    /// It is shorter than the minimum.
    #[error("it says nothing")]
    TooShort,
    /// It is longer than the maximum.
    #[error("it is too long")]
    TooLong,
}

/// A valid text. It may name the applicant: it does not print, and the applicant's key encrypts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffText {
    kind: TextKind,
    text: Pii<String>,
}

impl StaffText {
    /// Parses a typed text and removes invisible characters.
    ///
    /// Notes and messages keep their line breaks. A reason becomes one line, so that a search for
    /// personal data in it works.
    ///
    /// # Errors
    /// [`TextError`].
    pub fn parse(kind: TextKind, typed: &str) -> Result<Self, TextError> {
        let text = match kind {
            TextKind::Note | TextKind::Message => lines(typed),
            TextKind::Reason => tidy(typed),
        };
        match text.chars().count() {
            0 => Err(TextError::Empty),
            count if count < kind.shortest() => Err(TextError::TooShort),
            count if count > kind.longest() => Err(TextError::TooLong),
            _ => Ok(Self {
                kind,
                text: Pii::new(text),
            }),
        }
    }

    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> TextKind {
        self.kind
    }

    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.expose()
    }
}

/// The text with its line breaks, without invisible characters.
fn lines(typed: &str) -> String {
    let typed = typed.replace("\r\n", "\n").replace('\t', " ");
    let seen = |c: &char| *c == '\n' || !(c.is_control() || is_invisible(*c));
    let seen: String = typed.chars().filter(seen).collect();
    seen.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_text_is_normalized_and_its_length_limited() {
        let text =
            StaffText::parse(TextKind::Note, " one\r\n\r\ntwo\u{202e}\u{7} \n").expect("a text");
        assert_eq!(text.expose(), "one\n\ntwo");
        assert!(!format!("{text:?}").contains("one"), "it does not print");
        for nothing in [
            "",
            " \r\n ",
            "\u{200b}",
            "\u{200b}     \u{200b}",
            "\t\u{a0}\t",
        ] {
            for kind in [TextKind::Note, TextKind::Message, TextKind::Reason] {
                assert_eq!(StaffText::parse(kind, nothing), Err(TextError::Empty));
            }
        }
        for short in ["why ", " . . ", "a    \n b", "abcd \u{200b}"] {
            let fault = StaffText::parse(TextKind::Reason, short);
            assert_eq!(fault, Err(TextError::TooShort), "{short:?}");
        }
        let text =
            StaffText::parse(TextKind::Reason, " lives at\r\n12\u{a0}Main\tSt ").expect("a text");
        assert_eq!(text.expose(), "lives at 12 Main St", "one line");
        let text = StaffText::parse(TextKind::Note, "a\tb").expect("a text");
        assert_eq!(text.expose(), "a b");
        for kind in [TextKind::Note, TextKind::Message, TextKind::Reason] {
            assert!(StaffText::parse(kind, &"x".repeat(kind.shortest())).is_ok());
            let long = "é".repeat(kind.longest());
            assert!(StaffText::parse(kind, &long).is_ok());
            let fault = StaffText::parse(kind, &format!("{long}é"));
            assert_eq!(fault, Err(TextError::TooLong));
        }
    }
}
