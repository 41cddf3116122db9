//! Why somebody does what wants a reason (ux rule 36).

use crate::{pii::Pii, value::text::tidy};

/// A reason in somebody's own words. It may say something about the person, and
/// so it does not print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(Pii<String>);

impl Reason {
    /// The shortest that says anything, in characters.
    pub const SHORTEST: usize = 5;
    /// The longest that is kept, in characters.
    pub const LONGEST: usize = 500;

    /// What was typed; `None` for what says nothing, or too much.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let text = tidy(typed);
        let fits = (Self::SHORTEST..=Self::LONGEST).contains(&text.chars().count());
        fits.then(|| Self(Pii::new(text)))
    }

    /// The words, to be sealed.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something_and_not_too_much() {
        let kept = Reason::read("  called \n back ");
        assert_eq!(kept.as_ref().map(Reason::expose), Some("called back"));
        assert!(Reason::read(&"x".repeat(Reason::LONGEST)).is_some());
        for wrong in ["", "   ", "ok", " . . ", &"x".repeat(Reason::LONGEST + 1)] {
            assert_eq!(Reason::read(wrong), None, "{wrong:?}");
        }
        assert_eq!(format!("{kept:?}"), "Some(Reason([redacted]))");
    }
}
