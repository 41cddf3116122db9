//! The state of a verification.
//!
//! ```text
//! Draft → Submitting → Processing → DocumentsRequired ⇄ DocumentsUnderReview
//!                                  → ManualReview → Provisioning → Approved | Denied
//! outside this path: Resubmit · Expired · Parked
//! ```
//!
//! [`State::apply`] is the one function that applies provider updates: start answers, polls and
//! webhooks alike.

mod kind;
mod transition;
mod update_log;

pub use kind::StateKind;
pub use transition::Transition;
pub use update_log::UpdateLog;

use crate::provider::{Approval, Capture};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The state of one application. Each variant has exactly its own data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum State {
    /// The applicant still fills in the form.
    Draft {
        /// The provider rejected the last attempt as malformed. The applicant can correct the
        /// answers and submit again.
        #[serde(rename = "sent_back")]
        rejected_as_malformed: bool,
    },
    /// An attempt is open, and its job sends it.
    Submitting {
        /// Failed tries so far.
        failed_rounds: u32,
        /// Seconds from the last change to the next try.
        #[serde(default)]
        wait: u32,
        /// Seconds from the last change during which the provider accepts no try (`Retry-After`).
        #[serde(default)]
        retry_after: u32,
    },
    /// The provider has the application and has not decided yet.
    Processing,
    /// Documents are required, and there is a link to capture them.
    DocumentsRequired(Capture),
    /// The provider has the documents and reviews them.
    DocumentsUnderReview,
    /// A human reviewer at the provider has the case.
    ManualReview,
    /// Approved; the account ids are still missing.
    Provisioning,
    /// Approved, with account ids.
    Approved(Approval),
    /// Denied.
    Denied,
    /// Documents are required, but there is no link: a new attempt gets one.
    Resubmit,
    /// The capture link has expired: a new attempt gets one.
    Expired,
    /// The application waits for an operator or a reviewer.
    Parked(Reason),
}

/// Why an application is parked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The provider rejects our credentials or our firm (401, 403, 404).
    #[serde(rename = "upstream_refuses_us")]
    ProviderUnauthorized,
    /// The provider answered a start request with a status that the contract does not name.
    UnexpectedStatus,
    /// The provider answers "already approved" (409), and no id is known to poll.
    ApprovedElsewhere,
    /// The applicant has used every attempt that the firm allows.
    OutOfAttempts,
    /// The provider did not decide within two business days (contract §4).
    NoDecision,
    /// The provider named no id for the application, another id than the requested one, or an id
    /// that no poll can send.
    NoProviderId,
    /// Another application has the same provider id: an answer may be about either of them.
    SharedProviderId,
    /// The provider requires documents, and its capture link is missing or leads to a host that is
    /// not allowed. Only the operator can correct that.
    UnusableLink,
}

crate::word_table! {
    /// The stored word.
    Reason: as_str, parse {
        ProviderUnauthorized => "upstream_refuses_us",
        UnexpectedStatus => "unexpected_status",
        ApprovedElsewhere => "approved_elsewhere",
        OutOfAttempts => "out_of_attempts",
        NoDecision => "no_decision",
        NoProviderId => "no_provider_id",
        SharedProviderId => "shared_provider_id",
        UnusableLink => "unusable_link",
    }
}

impl State {
    /// The state of a new application.
    pub const NEW: Self = Self::Draft {
        rejected_as_malformed: false,
    };

    /// The state of an attempt that is new, or that an applicant or an operator retries now.
    pub const SUBMITTED: Self = Self::Submitting {
        failed_rounds: 0,
        wait: 0,
        retry_after: 0,
    };

    /// The kind of the state, without its data.
    #[must_use]
    pub const fn kind(&self) -> StateKind {
        match self {
            Self::Draft { .. } => StateKind::Draft,
            Self::Submitting { .. } => StateKind::Submitting,
            Self::Processing => StateKind::Processing,
            Self::DocumentsRequired(_) => StateKind::DocumentsRequired,
            Self::DocumentsUnderReview => StateKind::DocumentsUnderReview,
            Self::ManualReview => StateKind::ManualReview,
            Self::Provisioning => StateKind::Provisioning,
            Self::Approved(_) => StateKind::Approved,
            Self::Denied => StateKind::Denied,
            Self::Resubmit => StateKind::Resubmit,
            Self::Expired => StateKind::Expired,
            Self::Parked(_) => StateKind::Parked,
        }
    }

    /// The valid capture link, if there is one.
    #[must_use]
    pub const fn capture(&self) -> Option<&Capture> {
        match self {
            Self::DocumentsRequired(capture) => Some(capture),
            _ => None,
        }
    }

    /// Whether both states offer the same link.
    #[must_use]
    pub fn same_capture_link(&self, other: &Self) -> bool {
        let links = self.capture().zip(other.capture());
        links.is_some_and(|(ours, theirs)| ours.is_same_link(theirs))
    }

    /// Whether a delay is long enough to show the applicant: the next try waits more than ten
    /// seconds.
    ///
    /// That is after the five quick tries, or after a long `Retry-After` of the provider.
    #[must_use]
    pub const fn is_delayed(&self) -> bool {
        matches!(self, Self::Submitting { wait: 11.., .. })
    }

    /// Whether a new attempt may be opened for a new capture link.
    ///
    /// A link may be used up, declined or broken before it expires, and only the applicant knows.
    #[must_use]
    pub const fn allows_renewal(&self) -> bool {
        self.lacks_link() || matches!(self, Self::DocumentsRequired(_))
    }

    /// Whether documents are required and no link is valid.
    const fn lacks_link(&self) -> bool {
        matches!(self, Self::Expired | Self::Resubmit)
    }

    /// Whether the open attempt is due to be sent. A provider that rejects our access is tried
    /// again at long intervals.
    #[must_use]
    pub const fn sends_attempt(&self) -> bool {
        matches!(
            self,
            Self::Submitting { .. } | Self::Parked(Reason::ProviderUnauthorized)
        )
    }

    /// Whether the application may be parked with an open attempt, so that a release sends it
    /// again. A shared provider id is found in the start answer, or later in a poll.
    #[must_use]
    pub const fn parks_attempt(&self) -> bool {
        matches!(
            self,
            Self::Parked(
                Reason::ProviderUnauthorized
                    | Reason::UnexpectedStatus
                    | Reason::ApprovedElsewhere
                    | Reason::NoProviderId
                    | Reason::SharedProviderId
            )
        )
    }

    /// Whether the application is parked and the provider is still polled. Its answer may still
    /// decide, or bring a usable link.
    #[must_use]
    pub const fn is_parked_and_polled(&self) -> bool {
        matches!(
            self,
            Self::Parked(Reason::OutOfAttempts | Reason::UnusableLink)
        )
    }

    /// Whether only another attempt can continue: for a new capture link, or with corrected
    /// answers.
    #[must_use]
    pub const fn wants_attempt(&self) -> bool {
        self.lacks_link()
            || matches!(
                self,
                Self::Draft {
                    rejected_as_malformed: true
                }
            )
    }

    /// Whether the provider may change the outcome, so that it is polled. An applicant without
    /// attempts may still be approved.
    #[must_use]
    pub const fn awaits_provider(&self) -> bool {
        self.kind().awaits_provider() || self.is_parked_and_polled()
    }

    /// The state with this many attempts left. A state that needs another attempt is parked if none
    /// is left.
    #[must_use]
    pub fn with_attempts_left(self, left: u32) -> Self {
        if self.wants_attempt() && left == 0 {
            Self::Parked(Reason::OutOfAttempts)
        } else {
            self
        }
    }

    /// The state at `now`: an expired capture link gives [`State::Expired`]. The flag is true if
    /// that changed the state.
    #[must_use]
    pub fn at(self, now: OffsetDateTime) -> (Self, bool) {
        match self {
            Self::DocumentsRequired(capture) if capture.ends_at() <= now => (Self::Expired, true),
            other => (other, false),
        }
    }
}
