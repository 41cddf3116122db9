//! The names of the states.

use serde::{Deserialize, Serialize};

/// A state without its data. The store has it in a column, the list shows it and the status page
/// compares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    /// See [`super::State::Draft`].
    Draft,
    /// See [`super::State::Submitting`].
    Submitting,
    /// See [`super::State::Processing`].
    Processing,
    /// See [`super::State::DocumentsRequired`].
    DocumentsRequired,
    /// See [`super::State::DocumentsUnderReview`].
    DocumentsUnderReview,
    /// See [`super::State::ManualReview`].
    ManualReview,
    /// See [`super::State::Provisioning`].
    Provisioning,
    /// See [`super::State::Approved`].
    Approved,
    /// See [`super::State::Denied`].
    Denied,
    /// See [`super::State::Resubmit`].
    Resubmit,
    /// See [`super::State::Expired`].
    Expired,
    /// See [`super::State::Parked`].
    Parked,
}

crate::word_table! {
    /// The stored word; the page carries it in `data-state`.
    StateKind: as_str, parse {
        Draft => "draft",
        Submitting => "submitting",
        Processing => "processing",
        DocumentsRequired => "documents_required",
        DocumentsUnderReview => "documents_under_review",
        ManualReview => "manual_review",
        Provisioning => "provisioning",
        Approved => "approved",
        Denied => "denied",
        Resubmit => "resubmit",
        Expired => "expired",
        Parked => "parked",
    }
}

impl StateKind {
    /// Whether the state is final: approved or denied.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Approved | Self::Denied)
    }

    /// Whether the applicant must act next: documents or a new attempt are required.
    #[must_use]
    pub const fn is_applicants_turn(self) -> bool {
        matches!(
            self,
            Self::DocumentsRequired | Self::Resubmit | Self::Expired
        )
    }

    /// Whether the provider is at work and the applicant only waits. Only these states announce that
    /// the check continues.
    #[must_use]
    pub const fn is_in_progress(self) -> bool {
        matches!(
            self,
            Self::Submitting
                | Self::Processing
                | Self::DocumentsUnderReview
                | Self::ManualReview
                | Self::Provisioning
        )
    }

    /// Whether the provider knows the application and may change the outcome. Only these states are
    /// polled.
    #[must_use]
    pub const fn awaits_provider(self) -> bool {
        matches!(
            self,
            Self::Processing
                | Self::DocumentsRequired
                | Self::DocumentsUnderReview
                | Self::ManualReview
                | Self::Provisioning
                | Self::Resubmit
                | Self::Expired
        )
    }
}
