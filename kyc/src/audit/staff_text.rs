//! What somebody at the desk writes about a case, to be kept.

use crate::{
    pii::Pii,
    value::text::{is_invisible, tidy},
};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// For the others at the desk.
    Note,
    /// For the applicant, who reads it on their status page.
    Message,
    /// Why something was done.
    Reason,
}

impl TextKind {
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
pub enum TextError {
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
pub struct StaffText {
    kind: TextKind,
    text: Pii<String>,
}

impl StaffText {
    /// A text as it was typed, without what cannot be seen. Of a note or a
    /// message the lines stay; a reason is one line, so that whatever of the
    /// person stands in it can be found in it.
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

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> TextKind {
        self.kind
    }

    /// What is written.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.expose()
    }
}

/// The lines of a text, without what cannot be seen.
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
    fn lines_stay_what_cannot_be_seen_goes_and_it_has_an_end() {
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
