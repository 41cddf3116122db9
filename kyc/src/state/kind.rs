//! The states' names.

use serde::{Deserialize, Serialize};

/// A state without its data: what is stored in a column, shown in a list,
/// compared by the live page.
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
    /// See [`super::State::AccessDenied`].
    Denied,
    /// See [`super::State::Resubmit`].
    Resubmit,
    /// See [`super::State::Expired`].
    Expired,
    /// See [`super::State::Parked`].
    Parked,
}

impl StateKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Draft,
        Self::Submitting,
        Self::Processing,
        Self::DocumentsRequired,
        Self::DocumentsUnderReview,
        Self::ManualReview,
        Self::Provisioning,
        Self::Approved,
        Self::Denied,
        Self::Resubmit,
        Self::Expired,
        Self::Parked,
    ];

    /// The word that is stored and that the page carries in `data-state`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitting => "submitting",
            Self::Processing => "processing",
            Self::DocumentsRequired => "documents_required",
            Self::DocumentsUnderReview => "documents_under_review",
            Self::ManualReview => "manual_review",
            Self::Provisioning => "provisioning",
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::Resubmit => "resubmit",
            Self::Expired => "expired",
            Self::Parked => "parked",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|kind| kind.as_str() == word)
    }

    /// Approved and denied: nothing moves them any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Approved | Self::Denied)
    }

    /// Whether pictures are owed: it is the applicant who has to do something.
    #[must_use]
    pub const fn is_applicants_turn(self) -> bool {
        matches!(
            self,
            Self::DocumentsRequired | Self::Resubmit | Self::Expired
        )
    }

    /// Whether the upstream knows the application and may change its mind:
    /// the states in which asking it makes sense.
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
