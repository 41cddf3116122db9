//! What has come of an application so far, in as many words as a chart bears.

use crate::state::StateKind;

/// What has come of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseOutcome {
    /// Approved.
    Approved,
    /// Denied.
    Denied,
    /// Handed in, and on its way.
    UnderWay,
    /// Handed in, and needs a person.
    Parked,
    /// Not handed in.
    NotSent,
}

impl CaseOutcome {
    /// Every outcome, in the order in which they are stacked.
    pub const ALL: [Self; 5] = [
        Self::Approved,
        Self::Denied,
        Self::UnderWay,
        Self::Parked,
        Self::NotSent,
    ];

    /// The outcome that a state stands for.
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
            | StateKind::Expired => Self::UnderWay,
        }
    }

    /// Its word, for what a style sheet or a script finds it by.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::UnderWay => "under-way",
            Self::Parked => "parked",
            Self::NotSent => "not-sent",
        }
    }
}
