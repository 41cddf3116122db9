//! One applicant's inquiry: the states it goes through (contract §3).

use std::time::Duration;

use serde::Serialize;
use time::OffsetDateTime;

use super::capture::{Capture, CaptureAction, CaptureStep};
use super::rules::{Decision, Plan};
use crate::clock::later;

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
    /// The documents are wanted once more: a new start brings a fresh link.
    Resubmit,
    /// Verified; the account is not there yet.
    Provisioning,
    /// Verified, with an account.
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
    Resubmit,
    Provisioning {
        until: OffsetDateTime,
    },
    Approved,
    Denied,
}

/// What an inquiry and its account are called.
pub(crate) struct Names {
    pub(crate) external_id: String,
    pub(crate) user_id: String,
    pub(crate) account: String,
    /// Upstream's own names for the person and for the examination.
    pub(crate) person: String,
    pub(crate) evaluation: String,
}

/// The course an inquiry takes, and how long it rests on the way.
pub(crate) struct Course {
    pub(crate) plan: Plan,
    pub(crate) processing: Duration,
    pub(crate) provisioning: Duration,
}

/// An inquiry. It does not move by itself: [`Inquiry::settle`] brings it up to
/// date whenever it is looked at, which is what lets tests move the clock.
pub(crate) struct Inquiry {
    pub(crate) names: Names,
    pub(crate) created_at: OffsetDateTime,
    course: Course,
    phase: Phase,
    captures: Vec<Capture>,
    /// States that were entered and that nobody was told of yet.
    changes: Vec<Change>,
    /// The time that was last said to be due.
    announced: Option<OffsetDateTime>,
}

/// A state that was entered.
pub(crate) struct Change {
    pub(crate) state: State,
    pub(crate) at: OffsetDateTime,
}

impl Inquiry {
    pub(crate) fn new(names: Names, course: Course, created_at: OffsetDateTime) -> Self {
        let until = later(created_at, course.processing);
        let mut inquiry = Self {
            names,
            created_at,
            course,
            phase: Phase::Processing { until },
            captures: Vec::new(),
            changes: Vec::new(),
            announced: None,
        };
        inquiry.settle(created_at);
        if inquiry.changes.is_empty() {
            inquiry.note(created_at);
        }
        inquiry
    }

    /// What changed since this was last asked.
    pub(crate) fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// When the next change comes by itself, said once for each such time.
    pub(crate) fn newly_due(&mut self) -> Option<OffsetDateTime> {
        let due = self.due();
        let new = due.filter(|_| due != self.announced);
        self.announced = due;
        new
    }

    fn enter(&mut self, phase: Phase, at: OffsetDateTime) {
        let before = self.state();
        self.phase = phase;
        if before != self.state() {
            self.note(at);
        }
    }

    fn note(&mut self, at: OffsetDateTime) {
        let state = self.state();
        self.changes.push(Change { state, at });
    }

    /// When the next change comes by itself.
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

    /// Applies whatever fell due by `now`, each at its own time.
    pub(crate) fn settle(&mut self, now: OffsetDateTime) {
        while let Some(at) = self.due().filter(|at| *at <= now) {
            match self.phase {
                Phase::Provisioning { .. } => self.enter(Phase::Approved, at),
                Phase::Processing { .. } if self.course.plan.documents => {
                    self.enter(Phase::DocumentsRequired, at);
                }
                Phase::Processing { .. } | Phase::UnderReview { .. } => {
                    self.decide(self.course.plan.decision, at);
                }
                Phase::DocumentsRequired
                | Phase::ManualReview
                | Phase::Resubmit
                | Phase::Approved
                | Phase::Denied => return,
            }
        }
    }

    pub(crate) const fn state(&self) -> State {
        match self.phase {
            Phase::Processing { .. } => State::Processing,
            Phase::DocumentsRequired => State::DocumentsRequired,
            Phase::UnderReview { .. } => State::DocumentsUnderReview,
            Phase::ManualReview => State::ManualReview,
            Phase::Resubmit => State::Resubmit,
            Phase::Provisioning { .. } => State::Provisioning,
            Phase::Approved => State::Approved,
            Phase::Denied => State::Denied,
        }
    }

    /// Sets the outcome, from whatever state: a test may well want a
    /// contradiction.
    pub(crate) fn decide(&mut self, decision: Decision, now: OffsetDateTime) {
        let phase = match decision {
            Decision::Approved if self.course.provisioning.is_zero() => Phase::Approved,
            Decision::Approved => Phase::Provisioning {
                until: later(now, self.course.provisioning),
            },
            Decision::Denied => Phase::Denied,
            Decision::ManualReview => Phase::ManualReview,
            Decision::Resubmit => {
                // The contract is silent on a second hand-in. Approving it gives
                // demonstrations an end to reach.
                if self.course.plan.decision == Decision::Resubmit {
                    self.course.plan.decision = Decision::Approved;
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

    /// Asks for documents behind a fresh link.
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
        self.enter(Phase::UnderReview { until: reviewed_at }, now);
        self.settle(now);
    }
}
