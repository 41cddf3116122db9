//! The outcomes of applications, in the categories of the chart.

use crate::state::StateKind;

/// The outcome of an application so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseOutcome {
    /// Approved.
    Approved,
    /// Denied.
    Denied,
    /// Submitted, without a decision.
    InProgress,
    /// Submitted and parked.
    Parked,
    /// Not submitted.
    NotSent,
}

impl CaseOutcome {
    /// All outcomes, in the order of the stacked chart.
    pub const ALL: [Self; 5] = [
        Self::Approved,
        Self::Denied,
        Self::InProgress,
        Self::Parked,
        Self::NotSent,
    ];

    /// The outcome of a state.
    #[must_use]
    pub const fn of(label: StateKind) -> Self {
        match label {
            StateKind::Draft => Self::NotSent,
            StateKind::Approved => Self::Approved,
            StateKind::Denied => Self::Denied,
            StateKind::Parked => Self::Parked,
            StateKind::Submitting
            | StateKind::Processing
            | StateKind::DocumentsRequired
            | StateKind::DocumentsUnderReview
            | StateKind::ManualReview
            | StateKind::Provisioning
            | StateKind::Resubmit
            | StateKind::Expired => Self::InProgress,
        }
    }

    /// The word for style sheets and scripts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::InProgress => "under-way",
            Self::Parked => "parked",
            Self::NotSent => "not-sent",
        }
    }
}
