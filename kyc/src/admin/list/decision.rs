//! The provider's decision, derived from a state.

use crate::state::StateKind;

/// A decision, in the same words for all dialects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// No decision yet.
    None,
    /// A human reviewer at the provider has the case.
    Review,
    /// Documents are required, for the first time or again.
    Documents,
    /// Approved, with or without account ids.
    Approved,
    /// Denied.
    Denied,
}

/// The states in the order of an application's progress.
///
/// All states with the same decision are adjacent, so a sort by state also sorts by decision.
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

/// The position of a state in [`JOURNEY`].
pub(super) fn journey_position(label: StateKind) -> usize {
    let place = JOURNEY.iter().position(|it| *it == label);
    place.unwrap_or(JOURNEY.len())
}

crate::word_table! {
    /// The word in a URL. The order is that of [`JOURNEY`].
    Decision: as_str, parse {
        None => "none",
        Documents => "documents",
        Review => "review",
        Approved => "approved",
        Denied => "denied",
    }
}

impl Decision {
    /// The decision of a state.
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journey_lists_every_state_once_grouped_by_decision() {
        assert_eq!(JOURNEY.len(), StateKind::ALL.len());
        for label in StateKind::ALL {
            assert!(JOURNEY.contains(label), "{label:?}");
        }
        let mut decisions: Vec<_> = JOURNEY.iter().map(|label| Decision::of(*label)).collect();
        decisions.dedup();
        assert_eq!(decisions, Decision::ALL);
    }
}
