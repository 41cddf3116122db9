//! What the upstream has decided, as far as a state says so.

use crate::state::StateKind;

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
pub const JOURNEY: &[StateKind] = &[
    StateKind::Draft,
    StateKind::Submitting,
    StateKind::Processing,
    StateKind::Parked,
    StateKind::DocumentsRequired,
    StateKind::Resubmit,
    StateKind::Expired,
    StateKind::DocumentsUnderReview,
    StateKind::ManualReview,
    StateKind::Provisioning,
    StateKind::Approved,
    StateKind::Denied,
];

/// How far along the journey a state is.
pub(super) fn journey_position(label: StateKind) -> usize {
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
    pub const fn of(label: StateKind) -> Self {
        match label {
            StateKind::Draft
            | StateKind::Submitting
            | StateKind::Processing
            | StateKind::Parked => Self::None,
            StateKind::DocumentsUnderReview | StateKind::ManualReview => Self::Review,
            StateKind::DocumentsRequired | StateKind::Resubmit | StateKind::Expired => {
                Self::Documents
            }
            StateKind::Provisioning | StateKind::Approved => Self::Approved,
            StateKind::Denied => Self::Denied,
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
        assert_eq!(JOURNEY.len(), StateKind::ALL.len());
        for label in StateKind::ALL {
            assert!(JOURNEY.contains(label), "{label:?}");
        }
        let mut decisions: Vec<_> = JOURNEY.iter().map(|label| Decision::of(*label)).collect();
        decisions.dedup();
        assert_eq!(decisions, Decision::ALL);
    }
}
