//! What the upstream has decided, as far as a state says so.

use crate::state::Label;

/// A decision, in the one set of words for all dialects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// None yet.
    None,
    /// A person upstream looks at it.
    Review,
    /// Documents are wanted, for the first time or again.
    Documents,
    /// Approved, with or without the account ids.
    Approved,
    /// Denied.
    Denied,
}

impl Decision {
    /// Every decision.
    pub const ALL: &[Self] = &[
        Self::None,
        Self::Review,
        Self::Documents,
        Self::Approved,
        Self::Denied,
    ];

    /// The decision that a state stands for.
    #[must_use]
    pub const fn of(label: Label) -> Self {
        match label {
            Label::Draft | Label::Submitting | Label::Processing | Label::Parked => Self::None,
            Label::DocumentsUnderReview | Label::ManualReview => Self::Review,
            Label::DocumentsRequired | Label::Resubmit | Label::Expired => Self::Documents,
            Label::Provisioning | Label::Approved => Self::Approved,
            Label::Denied => Self::Denied,
        }
    }

    /// The word in an address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Review => "review",
            Self::Documents => "documents",
            Self::Approved => "approved",
            Self::Denied => "denied",
        }
    }

    /// The decision of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|decision| decision.as_str() == word)
    }
}
