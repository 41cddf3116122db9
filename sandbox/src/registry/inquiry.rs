//! One applicant's inquiry: the states it goes through (contract §3).

use serde::Serialize;
use time::OffsetDateTime;

use super::capture::{Capture, CaptureAction, CaptureStep};
use super::rules::{Decision, Plan};

/// What an `externalId` stands at, free of any dialect's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Started; no outcome yet.
    Processing,
    /// Documents are owed.
    DocumentsRequired,
    /// Documents were handed in and are looked at.
    DocumentsUnderReview,
    /// A person upstream decides.
    ManualReview,
    /// Verified.
    Approved,
    /// Refused.
    Denied,
    /// Prefill: a code was sent (§5).
    CodeSent,
    /// Prefill: the code was right (§5).
    Prefilled,
}

#[derive(Clone, Copy)]
enum Phase {
    Processing {
        until: OffsetDateTime,
    },
    DocumentsRequired,
    /// `None` waits for a person.
    UnderReview {
        until: Option<OffsetDateTime>,
    },
    ManualReview,
    Approved,
    Denied,
}

/// An inquiry. Nothing runs in the background: [`Inquiry::settle`] brings it
/// up to date whenever it is looked at, which is what lets tests move the clock.
pub(crate) struct Inquiry {
    pub(crate) external_id: String,
    pub(crate) user_id: String,
    pub(crate) account: String,
    pub(crate) created_at: OffsetDateTime,
    plan: Plan,
    phase: Phase,
    captures: Vec<Capture>,
}

impl Inquiry {
    pub(crate) fn new(
        external_id: String,
        user_id: String,
        account: String,
        plan: Plan,
        created_at: OffsetDateTime,
        processed_at: OffsetDateTime,
    ) -> Self {
        let mut inquiry = Self {
            external_id,
            user_id,
            account,
            created_at,
            plan,
            phase: Phase::Processing {
                until: processed_at,
            },
            captures: Vec::new(),
        };
        inquiry.settle(created_at);
        inquiry
    }

    /// Applies whatever fell due by `now`.
    pub(crate) fn settle(&mut self, now: OffsetDateTime) {
        match self.phase {
            Phase::Processing { until } if now >= until => {
                if self.plan.documents {
                    self.phase = Phase::DocumentsRequired;
                } else {
                    self.decide(self.plan.decision, now);
                }
            }
            Phase::UnderReview { until: Some(until) } if now >= until => {
                self.decide(self.plan.decision, now);
            }
            _ => {}
        }
    }

    pub(crate) const fn state(&self) -> State {
        match self.phase {
            Phase::Processing { .. } => State::Processing,
            Phase::DocumentsRequired => State::DocumentsRequired,
            Phase::UnderReview { .. } => State::DocumentsUnderReview,
            Phase::ManualReview => State::ManualReview,
            Phase::Approved => State::Approved,
            Phase::Denied => State::Denied,
        }
    }

    /// Sets the outcome, from whatever state: a test may well want a
    /// contradiction.
    pub(crate) fn decide(&mut self, decision: Decision, now: OffsetDateTime) {
        self.phase = match decision {
            Decision::Approved => Phase::Approved,
            Decision::Denied => Phase::Denied,
            Decision::ManualReview => Phase::ManualReview,
            Decision::Resubmit => {
                // The contract is silent on a second hand-in. Approving it gives
                // demonstrations an end to reach.
                if self.plan.decision == Decision::Resubmit {
                    self.plan.decision = Decision::Approved;
                }
                Phase::DocumentsRequired
            }
        };
        self.expire_link(now);
    }

    pub(crate) fn needs_link(&self, now: OffsetDateTime) -> bool {
        matches!(self.phase, Phase::DocumentsRequired) && self.live_link(now).is_none()
    }

    pub(crate) fn add_link(&mut self, capture: Capture) {
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

    /// What the applicant does on the page behind `token`.
    pub(crate) fn act(
        &mut self,
        token: &str,
        action: CaptureAction,
        now: OffsetDateTime,
        reviewed_at: Option<OffsetDateTime>,
    ) {
        if let Some(capture) = self.captures.iter_mut().find(|link| link.token == token) {
            let was_live = capture.is_live(now);
            capture.act(action, now);
            if was_live && capture.step(now) == CaptureStep::HandedIn {
                self.handed_in(now, reviewed_at);
            }
        }
    }

    /// Hands in behind the open link, if there is one.
    pub(crate) fn complete_link(
        &mut self,
        now: OffsetDateTime,
        reviewed_at: Option<OffsetDateTime>,
    ) -> bool {
        let Some(capture) = self.captures.last_mut().filter(|link| link.is_live(now)) else {
            return false;
        };
        capture.complete(now);
        self.handed_in(now, reviewed_at);
        true
    }

    fn handed_in(&mut self, now: OffsetDateTime, reviewed_at: Option<OffsetDateTime>) {
        self.phase = Phase::UnderReview { until: reviewed_at };
        self.settle(now);
    }
}
