//! An application: one person's way through the hall.

mod summary;

pub use summary::ApplicationSummary;

use crate::{
    form::Draft,
    id::{ApplicationId, ExternalId, Reference, SessionToken, UserId},
    policy::Policy,
    state::{Reason, State, UpdateLog},
};
use time::OffsetDateTime;

/// One application as the use cases see it. The store has its own shape for
/// it, the pages theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Our key.
    pub id: ApplicationId,
    /// The upstream's name for the applicant.
    pub user_id: UserId,
    /// The applicant's name for the application.
    pub reference: Reference,
    /// The random stand-in for a device session token.
    pub session_token: SessionToken,
    /// Counts every change; a change based on an older one is refused.
    pub version: u64,
    /// When it was opened.
    pub created_at: OffsetDateTime,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
    /// When it came into the state that it is in, or when the applicant's turn
    /// came.
    pub since: OffsetDateTime,
    /// When its details were first handed in.
    pub submitted_at: Option<OffsetDateTime>,
    /// The upstream's id, once heard.
    pub external_id: Option<ExternalId>,
    /// What was entered.
    pub draft: Draft,
    /// Where it stands.
    pub state: State,
    /// What the upstream said about the latest attempt.
    pub update_log: UpdateLog,
    /// Attempts opened so far.
    pub attempts: u32,
    /// Attempts that a person allowed beyond the policy's.
    pub granted: u32,
    /// When the upstream was last asked about it, by whichever server, as far as
    /// was known when it was read. `Store::acquire_poll_slot` sets it, no change does.
    pub polled_at: Option<OffsetDateTime>,
}

impl Application {
    /// Whether the details are still the applicant's to change.
    #[must_use]
    pub const fn is_draft(&self) -> bool {
        matches!(self.state, State::Draft { .. })
    }

    /// Whether the upstream knows it and may change its mind.
    #[must_use]
    pub const fn is_pollable(&self) -> bool {
        self.external_id.is_some() && self.state.awaits_provider()
    }

    /// Whether pictures are in, or nothing came of them, so that others may be
    /// asked for. Where they are owed anyway there is nothing to invite to.
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

    /// The state that it would be in under this policy.
    #[must_use]
    pub fn within(&self, policy: &Policy, state: State) -> State {
        state.with_attempts_left(self.attempts_left(policy))
    }

    /// Enters a state now. One that it is in already does not begin anew, nor does
    /// the applicant's turn when a link runs out in it.
    pub fn enter(&mut self, state: State, now: OffsetDateTime) {
        let (from, to) = (self.state.kind(), state.kind());
        if from != to && !(from.is_applicants_turn() && to.is_applicants_turn()) {
            self.since = now;
        }
        self.state = state;
        self.updated_at = now;
    }

    /// Whether the upstream refused the last attempt as malformed, and the
    /// answers are the applicant's again to mend.
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

/// One numbered request upstream. Its bytes never change: whatever is
/// ambiguous is resolved by sending the very same again (invariant 1).
#[derive(Clone)]
pub struct Attempt {
    /// From 1.
    pub number: u32,
    /// The frozen request.
    pub request: SerializedRequest,
}

/// The exact bytes of a start request in the upstream's dialect: full SSN
/// inside, so it does not print and wipes itself.
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
