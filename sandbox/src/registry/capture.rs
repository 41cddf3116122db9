//! One capture link and the applicant's progress behind it (contract §10).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The progress of a capture: the published states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaptureStep {
    /// The link was not opened yet.
    Waiting,
    /// The page was opened.
    Opened,
    /// The front of the document was uploaded.
    FrontUploaded,
    /// The back was uploaded too.
    BackUploaded,
    /// The documents were submitted; the link is used up.
    HandedIn,
    /// The applicant declined; the link is used up.
    Declined,
    /// The link expired, or the inquiry no longer needs it.
    Expired,
}

impl CaptureStep {
    /// Whether the applicant can still act.
    pub(crate) const fn is_open(self) -> bool {
        !matches!(self, Self::HandedIn | Self::Declined | Self::Expired)
    }
}

/// An applicant's action on the capture page. Each but `Open` is a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CaptureAction {
    #[serde(skip)]
    Open,
    Front,
    Back,
    HandIn,
    Decline,
}

/// A single-use link.
#[derive(Clone, Debug)]
pub(crate) struct Capture {
    /// Part of the link's path. A credential.
    pub(crate) token: String,
    /// `docv.docvTransactionToken`. A credential.
    pub(crate) transaction: String,
    /// `docv.eventId`.
    pub(crate) event: String,
    pub(crate) expires_at: OffsetDateTime,
    last_step: CaptureStep,
}

impl Capture {
    pub(crate) const fn new(
        token: String,
        transaction: String,
        event: String,
        expires_at: OffsetDateTime,
    ) -> Self {
        Self {
            token,
            transaction,
            event,
            expires_at,
            last_step: CaptureStep::Waiting,
        }
    }

    pub(crate) fn step(&self, now: OffsetDateTime) -> CaptureStep {
        match self.last_step {
            CaptureStep::HandedIn | CaptureStep::Declined => self.last_step,
            _ if now >= self.expires_at => CaptureStep::Expired,
            _ => self.last_step,
        }
    }

    pub(crate) fn is_live(&self, now: OffsetDateTime) -> bool {
        self.step(now).is_open()
    }

    /// Applies the action if it is the next one. A repeated or early action changes
    /// nothing, so a double tap is harmless.
    pub(crate) fn apply(&mut self, action: CaptureAction, now: OffsetDateTime) {
        use CaptureAction as Action;
        use CaptureStep as Step;
        self.last_step = match (self.step(now), action) {
            (Step::Waiting, Action::Open) => Step::Opened,
            (Step::Waiting | Step::Opened, Action::Front) => Step::FrontUploaded,
            (Step::FrontUploaded, Action::Back) => Step::BackUploaded,
            (Step::BackUploaded, Action::HandIn) => Step::HandedIn,
            (
                Step::Waiting | Step::Opened | Step::FrontUploaded | Step::BackUploaded,
                Action::Decline,
            ) => Step::Declined,
            (_, _) => self.last_step,
        };
    }

    /// Submits the documents at once, for tests that skip the pages.
    pub(crate) fn complete(&mut self, now: OffsetDateTime) {
        if self.is_live(now) {
            self.last_step = CaptureStep::HandedIn;
        }
    }

    /// Expires an open link.
    pub(crate) fn expire(&mut self, now: OffsetDateTime) {
        if self.is_live(now) {
            self.expires_at = now;
        }
    }
}
