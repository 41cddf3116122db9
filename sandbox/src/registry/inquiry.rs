//! One applicant's inquiry and its state machine (contract §3).

use std::time::Duration;

use serde::Serialize;
use time::OffsetDateTime;

use super::capture::{Capture, CaptureAction, CaptureStep};
use super::rules::{Decision, Plan};
use crate::clock::add_saturating;

/// The state of an `externalId`, independent of any dialect's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InquiryState {
    /// Started, without an outcome.
    Processing,
    /// The applicant has to submit documents.
    DocumentsRequired,
    /// The provider reviews the submitted documents.
    DocumentsUnderReview,
    /// A person at the provider decides.
    ManualReview,
    /// The applicant has to submit documents again: a new start brings a new link.
    Resubmit,
    /// Verified; the account does not exist yet.
    Provisioning,
    /// Verified, with an account.
    Approved,
    /// Refused.
    Denied,
    /// Prefill: the provider sent a code (§5).
    CodeSent,
    /// Prefill: the code was correct (§5).
    Prefilled,
}

#[derive(Clone, Copy)]
enum Phase {
    Processing {
        until: OffsetDateTime,
    },
    DocumentsRequired,
    /// `None` waits for [`Inquiry::decide`].
    UnderReview {
        until: Option<OffsetDateTime>,
    },
    ManualReview,
    Resubmit,
    Provisioning {
        until: OffsetDateTime,
    },
    Approved,
    Denied,
}

/// The ids of an inquiry and its account.
pub(crate) struct InquiryIds {
    pub(crate) external_id: String,
    pub(crate) user_id: String,
    pub(crate) account: String,
    /// The provider's own id for the applicant.
    pub(crate) provider_user_id: String,
    /// The provider's own id for the evaluation.
    pub(crate) evaluation_id: String,
}

/// The outcome of an inquiry and the duration of its phases.
pub(crate) struct Schedule {
    pub(crate) plan: Plan,
    pub(crate) processing: Duration,
    pub(crate) provisioning: Duration,
}

/// An inquiry. It has no timer: each read calls [`Inquiry::apply_due`] first, so
/// tests can move the clock.
pub(crate) struct Inquiry {
    pub(crate) ids: InquiryIds,
    pub(crate) created_at: OffsetDateTime,
    schedule: Schedule,
    phase: Phase,
    captures: Vec<Capture>,
    /// Changes that [`Inquiry::take_changes`] has not returned yet.
    changes: Vec<StateChange>,
    /// The due time that [`Inquiry::take_new_due_time`] returned last.
    last_due: Option<OffsetDateTime>,
}

/// The inquiry entered a state.
pub(crate) struct StateChange {
    pub(crate) state: InquiryState,
    pub(crate) at: OffsetDateTime,
}

impl Inquiry {
    pub(crate) fn new(ids: InquiryIds, schedule: Schedule, created_at: OffsetDateTime) -> Self {
        let until = add_saturating(created_at, schedule.processing);
        let mut inquiry = Self {
            ids,
            created_at,
            schedule,
            phase: Phase::Processing { until },
            captures: Vec::new(),
            changes: Vec::new(),
            last_due: None,
        };
        inquiry.apply_due(created_at);
        if inquiry.changes.is_empty() {
            inquiry.record_change(created_at);
        }
        inquiry
    }

    /// The changes since the last call.
    pub(crate) fn take_changes(&mut self) -> Vec<StateChange> {
        std::mem::take(&mut self.changes)
    }

    /// The time of the next automatic change; `None` if unchanged since the last call.
    pub(crate) fn take_new_due_time(&mut self) -> Option<OffsetDateTime> {
        let due = self.due();
        let new = due.filter(|_| due != self.last_due);
        self.last_due = due;
        new
    }

    fn enter(&mut self, phase: Phase, at: OffsetDateTime) {
        let before = self.state();
        self.phase = phase;
        if before != self.state() {
            self.record_change(at);
        }
    }

    fn record_change(&mut self, at: OffsetDateTime) {
        let state = self.state();
        self.changes.push(StateChange { state, at });
    }

    /// The time of the next automatic change.
    const fn due(&self) -> Option<OffsetDateTime> {
        match self.phase {
            Phase::Processing { until } | Phase::Provisioning { until } => Some(until),
            Phase::UnderReview { until } => until,
            Phase::DocumentsRequired
            | Phase::ManualReview
            | Phase::Resubmit
            | Phase::Approved
            | Phase::Denied => None,
        }
    }

    /// Applies every automatic change due by `now`, each at its own time.
    pub(crate) fn apply_due(&mut self, now: OffsetDateTime) {
        while let Some(at) = self.due().filter(|at| *at <= now) {
            match self.phase {
                Phase::Provisioning { .. } => self.enter(Phase::Approved, at),
                Phase::Processing { .. } if self.schedule.plan.documents => {
                    self.enter(Phase::DocumentsRequired, at);
                }
                Phase::Processing { .. } | Phase::UnderReview { .. } => {
                    self.decide(self.schedule.plan.decision, at);
                }
                Phase::DocumentsRequired
                | Phase::ManualReview
                | Phase::Resubmit
                | Phase::Approved
                | Phase::Denied => return,
            }
        }
    }

    pub(crate) const fn state(&self) -> InquiryState {
        match self.phase {
            Phase::Processing { .. } => InquiryState::Processing,
            Phase::DocumentsRequired => InquiryState::DocumentsRequired,
            Phase::UnderReview { .. } => InquiryState::DocumentsUnderReview,
            Phase::ManualReview => InquiryState::ManualReview,
            Phase::Resubmit => InquiryState::Resubmit,
            Phase::Provisioning { .. } => InquiryState::Provisioning,
            Phase::Approved => InquiryState::Approved,
            Phase::Denied => InquiryState::Denied,
        }
    }

    /// Sets the outcome in any state, even a final one: tests need contradictions.
    pub(crate) fn decide(&mut self, decision: Decision, now: OffsetDateTime) {
        let phase = match decision {
            Decision::Approved if self.schedule.provisioning.is_zero() => Phase::Approved,
            Decision::Approved => Phase::Provisioning {
                until: add_saturating(now, self.schedule.provisioning),
            },
            Decision::Denied => Phase::Denied,
            Decision::ManualReview => Phase::ManualReview,
            Decision::Resubmit => {
                // The contract does not define the outcome of a second submission.
                // Approval lets a demonstration reach an end.
                if self.schedule.plan.decision == Decision::Resubmit {
                    self.schedule.plan.decision = Decision::Approved;
                }
                Phase::Resubmit
            }
        };
        self.enter(phase, now);
        self.expire_link(now);
    }

    pub(crate) fn needs_link(&self, now: OffsetDateTime) -> bool {
        matches!(self.phase, Phase::DocumentsRequired | Phase::Resubmit)
            && self.live_link(now).is_none()
    }

    /// Requires documents and adds a new link for them.
    pub(crate) fn add_link(&mut self, capture: Capture, now: OffsetDateTime) {
        self.enter(Phase::DocumentsRequired, now);
        self.captures.push(capture);
    }

    pub(crate) fn live_link(&self, now: OffsetDateTime) -> Option<&Capture> {
        self.latest_link().filter(|capture| capture.is_live(now))
    }

    pub(crate) fn latest_link(&self) -> Option<&Capture> {
        self.captures.last()
    }

    pub(crate) fn link(&self, token: &str) -> Option<&Capture> {
        self.captures.iter().find(|capture| capture.token == token)
    }

    pub(crate) fn expire_link(&mut self, now: OffsetDateTime) {
        if let Some(capture) = self.captures.last_mut() {
            capture.expire(now);
        }
    }

    /// Applies the applicant's action on the page behind `token`.
    pub(crate) fn apply_action(
        &mut self,
        token: &str,
        action: CaptureAction,
        now: OffsetDateTime,
        review_ends_at: Option<OffsetDateTime>,
    ) {
        if let Some(capture) = self.captures.iter_mut().find(|link| link.token == token) {
            let was_live = capture.is_live(now);
            capture.apply(action, now);
            if was_live && capture.step(now) == CaptureStep::HandedIn {
                self.begin_review(now, review_ends_at);
            }
        }
    }

    /// Submits documents through the open link; false if none is open.
    pub(crate) fn complete_link(
        &mut self,
        now: OffsetDateTime,
        review_ends_at: Option<OffsetDateTime>,
    ) -> bool {
        let Some(capture) = self.captures.last_mut().filter(|link| link.is_live(now)) else {
            return false;
        };
        capture.complete(now);
        self.begin_review(now, review_ends_at);
        true
    }

    fn begin_review(&mut self, now: OffsetDateTime, review_ends_at: Option<OffsetDateTime>) {
        self.enter(
            Phase::UnderReview {
                until: review_ends_at,
            },
            now,
        );
        self.apply_due(now);
    }
}
