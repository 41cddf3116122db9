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

/// The states as an application comes through them, what waits beside those that
/// it may go on to. All that stand for one decision are side by side: whoever
/// sorts by state sorts by decision, too.
pub const JOURNEY: &[Label] = &[
    Label::Draft,
    Label::Submitting,
    Label::Processing,
    Label::Parked,
    Label::DocumentsRequired,
    Label::Resubmit,
    Label::Expired,
    Label::DocumentsUnderReview,
    Label::ManualReview,
    Label::Provisioning,
    Label::Approved,
    Label::Denied,
];

/// How far along the journey a state is.
pub(super) fn along(label: Label) -> usize {
    let place = JOURNEY.iter().position(|it| *it == label);
    place.unwrap_or(JOURNEY.len())
}

impl Decision {
    /// Every decision, along the journey.
    pub const ALL: &[Self] = &[
        Self::None,
        Self::Documents,
        Self::Review,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_journey_leads_through_every_state_and_decision_by_decision() {
        assert_eq!(JOURNEY.len(), Label::ALL.len());
        for label in Label::ALL {
            assert!(JOURNEY.contains(label), "{label:?}");
        }
        let mut decisions: Vec<_> = JOURNEY.iter().map(|label| Decision::of(*label)).collect();
        decisions.dedup();
        assert_eq!(decisions, Decision::ALL);
    }
}
