//! Where a verification stands.
//!
//! ```text
//! Draft → Submitting → Processing → DocumentsRequired ⇄ DocumentsUnderReview
//!                                  → ManualReview → Provisioning → Approved | Denied
//! beside the way: Resubmit · Expired · Parked
//! ```
//!
//! [`State::apply`] is the one function that moves it on what the upstream
//! says, for start answers, polls and webhooks alike.

mod kind;
mod transition;
mod update_log;

pub use kind::StateKind;
pub use transition::Transition;
pub use update_log::UpdateLog;

use crate::provider::{Approval, Capture};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The state of one application. A variant carries exactly its data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum State {
    /// The applicant is still answering.
    Draft {
        /// The upstream refused the last attempt as malformed: the answers
        /// are here to be mended and sent again.
        #[serde(rename = "sent_back")]
        rejected_as_malformed: bool,
    },
    /// An attempt is frozen and on its way.
    Submitting {
        /// Tries that failed so far.
        failed_rounds: u32,
        /// How long after the last change the next try is due, in seconds.
        #[serde(default)]
        wait: u32,
    },
    /// Known upstream, nothing decided.
    Processing,
    /// Pictures of a document are owed, and there is a link to take them.
    DocumentsRequired(Capture),
    /// Pictures are in.
    DocumentsUnderReview,
    /// A person upstream looks at it.
    ManualReview,
    /// Approved, account ids to come.
    Provisioning,
    /// Approved.
    Approved(Approval),
    /// Denied.
    Denied,
    /// Documents are owed, but there is no link: a new attempt makes one.
    Resubmit,
    /// The capture link ran out: a new attempt makes one.
    Expired,
    /// It needs a person.
    Parked(Reason),
}

/// Why an application is parked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The upstream refuses our credentials or our firm (401, 403, 404).
    #[serde(rename = "upstream_refuses_us")]
    ProviderUnauthorized,
    /// The upstream says "already approved" (409) and we know no id to ask by.
    ApprovedElsewhere,
    /// Every attempt that the firm allows was made.
    OutOfAttempts,
    /// The upstream did not decide within two business days (contract §4).
    NoDecision,
}

impl Reason {
    /// The word that is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProviderUnauthorized => "upstream_refuses_us",
            Self::ApprovedElsewhere => "approved_elsewhere",
            Self::OutOfAttempts => "out_of_attempts",
            Self::NoDecision => "no_decision",
        }
    }
}

impl State {
    /// A new application's state.
    pub const NEW: Self = Self::Draft {
        rejected_as_malformed: false,
    };

    /// An attempt that was just frozen, or that somebody wants tried now.
    pub const SUBMITTED: Self = Self::Submitting {
        failed_rounds: 0,
        wait: 0,
    };

    /// The state's name without its data.
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

    /// The capture to offer, while it lives.
    #[must_use]
    pub const fn capture(&self) -> Option<&Capture> {
        match self {
            Self::DocumentsRequired(capture) => Some(capture),
            _ => None,
        }
    }

    /// Whether both offer the same link.
    #[must_use]
    pub fn same_capture_link(&self, other: &Self) -> bool {
        let links = self.capture().zip(other.capture());
        links.is_some_and(|(ours, theirs)| ours.is_same_link(theirs))
    }

    /// Whether a delivery is in trouble that its applicant should know of: the
    /// five quick tries are over, or the upstream wants more patience than people
    /// have before a page.
    #[must_use]
    pub const fn is_delayed(&self) -> bool {
        matches!(self, Self::Submitting { wait: 11.., .. })
    }

    /// Whether a new attempt may be opened for a fresh capture link.
    #[must_use]
    pub const fn allows_renewal(&self) -> bool {
        matches!(self, Self::Expired | Self::Resubmit)
    }

    /// Whether only another attempt leads on: for a fresh capture link, or with the
    /// answers mended.
    #[must_use]
    pub const fn wants_attempt(&self) -> bool {
        self.allows_renewal()
            || matches!(
                self,
                Self::Draft {
                    rejected_as_malformed: true
                }
            )
    }

    /// Whether the upstream may change its mind and is asked: whoever may try no
    /// more by themselves may still be approved.
    #[must_use]
    pub const fn awaits_provider(&self) -> bool {
        self.kind().awaits_provider() || matches!(self, Self::Parked(Reason::OutOfAttempts))
    }

    /// The state with so many attempts left: one that only another attempt leads
    /// out of needs a person once there is none.
    #[must_use]
    pub fn with_attempts_left(self, left: u32) -> Self {
        if self.wants_attempt() && left == 0 {
            Self::Parked(Reason::OutOfAttempts)
        } else {
            self
        }
    }

    /// The state once `now` is reached: a capture link that ran out is gone.
    /// The flag says whether that just happened.
    #[must_use]
    pub fn at(self, now: OffsetDateTime) -> (Self, bool) {
        match self {
            Self::DocumentsRequired(capture) if capture.ends_at() <= now => (Self::Expired, true),
            other => (other, false),
        }
    }
}
