//! An application of one applicant.

mod summary;

pub use summary::ApplicationSummary;

use crate::{
    form::Draft,
    id::{ApplicationId, ExternalId, Reference, SessionToken, UserId},
    policy::Policy,
    state::{Reason, State, UpdateLog},
};
use time::{Duration, OffsetDateTime};

/// One application as the use cases see it. The store and the pages have their own shapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Our primary key.
    pub id: ApplicationId,
    /// The id of the applicant in requests to the provider.
    pub user_id: UserId,
    /// The reference that the applicant sees.
    pub reference: Reference,
    /// The random stand-in for a device session token.
    pub session_token: SessionToken,
    /// Counts every change. The store rejects a change that is based on an older version.
    pub version: u64,
    /// When it was opened.
    pub created_at: OffsetDateTime,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
    /// When it entered its state, or when the applicant's part began.
    pub since: OffsetDateTime,
    /// When its details were first submitted.
    pub submitted_at: Option<OffsetDateTime>,
    /// The provider's id, once known.
    pub external_id: Option<ExternalId>,
    /// The form's answers.
    pub draft: Draft,
    /// The state.
    pub state: State,
    /// The provider's updates about the latest attempt.
    pub update_log: UpdateLog,
    /// Attempts opened so far.
    pub attempts: u32,
    /// Attempts allowed beyond the policy by an operator or a reviewer.
    pub granted: u32,
    /// When any server last polled the provider about it, as of this read.
    /// `Store::acquire_poll_slot` sets it, no change does.
    pub polled_at: Option<OffsetDateTime>,
}

impl Application {
    /// Whether the applicant may still change the details.
    #[must_use]
    pub const fn is_draft(&self) -> bool {
        matches!(self.state, State::Draft { .. })
    }

    /// Whether the provider knows the application and may change the outcome.
    #[must_use]
    pub const fn is_pollable(&self) -> bool {
        self.external_id.is_some() && self.state.awaits_provider()
    }

    /// Whether a reviewer may request documents again. Where documents are required anyway, there
    /// is nothing to request.
    #[must_use]
    pub const fn may_request_documents(&self) -> bool {
        matches!(
            self.state,
            State::DocumentsUnderReview | State::ManualReview | State::Parked(Reason::NoDecision)
        )
    }

    /// How many more attempts may be opened.
    #[must_use]
    pub const fn attempts_left(&self, policy: &Policy) -> u32 {
        policy.attempts_left(self.attempts, self.granted)
    }

    /// The state under this policy.
    #[must_use]
    pub fn within(&self, policy: &Policy, state: State) -> State {
        state.with_attempts_left(self.attempts_left(policy))
    }

    /// Enters a state now. `since` stays if the state's kind is the same. It also stays while the
    /// applicant must act in both states, for example after a link's expiry.
    pub fn enter(&mut self, state: State, now: OffsetDateTime) {
        let (from, to) = (self.state.kind(), state.kind());
        if from != to && !(from.is_applicants_turn() && to.is_applicants_turn()) {
            self.since = now;
        }
        self.state = state;
        self.updated_at = now;
    }

    /// The time from which the applicant may request another try of the open attempt: the end of the
    /// provider's `Retry-After`.
    #[must_use]
    pub fn retry_allowed_at(&self) -> OffsetDateTime {
        match self.state {
            State::Submitting { retry_after, .. } => {
                self.updated_at + Duration::seconds(i64::from(retry_after))
            }
            _ => self.updated_at,
        }
    }

    /// Whether the provider rejected the last attempt as malformed, so that the applicant can
    /// correct the answers.
    #[must_use]
    pub const fn is_rejected_as_malformed(&self) -> bool {
        matches!(
            self.state,
            State::Draft {
                rejected_as_malformed: true
            }
        )
    }
}

/// One numbered start request. Its bytes never change: any ambiguity is resolved by sending the
/// same bytes again (invariant 1).
#[derive(Clone)]
pub struct Attempt {
    /// The number, from 1.
    pub number: u32,
    /// The serialized request.
    pub request: SerializedRequest,
}

/// The exact bytes of a start request in the provider's dialect. They contain the full SSN: the
/// type does not implement `Debug` and erases itself on drop.
#[derive(Clone)]
pub struct SerializedRequest(zeroize::Zeroizing<Vec<u8>>);

impl SerializedRequest {
    /// Wraps the bytes.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(zeroize::Zeroizing::new(bytes))
    }

    /// The bytes, for the request body and for encryption.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}
