//! One capture link and how far the applicant got behind it (contract §10).

use serde::Serialize;
use time::OffsetDateTime;

/// How far a capture is: the published states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaptureStep {
    /// Nobody has opened the link yet.
    Waiting,
    /// The page was opened.
    Opened,
    /// The front of the document is there.
    FrontUploaded,
    /// The back is there too.
    BackUploaded,
    /// Handed in; the link is used up.
    HandedIn,
    /// The applicant declined; the link is used up.
    Declined,
    /// The link outlived its time, or is no longer needed.
    Expired,
}

impl CaptureStep {
    /// Whether the link still leads on.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::HandedIn | Self::Declined | Self::Expired)
    }
}

/// What an applicant does on the capture page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CaptureAction {
    Open,
    Front,
    Back,
    HandIn,
    Decline,
}

/// A single-use link.
#[derive(Clone, Debug)]
pub(crate) struct Capture {
    /// Part of the link's path; a credential.
    pub(crate) token: String,
    /// `docv.docvTransactionToken`; a credential.
    pub(crate) transaction: String,
    /// `docv.eventId`.
    pub(crate) event: String,
    pub(crate) expires_at: OffsetDateTime,
    reached: CaptureStep,
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
            reached: CaptureStep::Waiting,
        }
    }

    pub(crate) fn step(&self, now: OffsetDateTime) -> CaptureStep {
        match self.reached {
            CaptureStep::HandedIn | CaptureStep::Declined => self.reached,
            _ if now >= self.expires_at => CaptureStep::Expired,
            _ => self.reached,
        }
    }

    pub(crate) fn is_live(&self, now: OffsetDateTime) -> bool {
        self.step(now).is_open()
    }

    /// Takes a step if it is the next one; a repeated or early one changes
    /// nothing, so that a double tap is harmless.
    pub(crate) fn act(&mut self, action: CaptureAction, now: OffsetDateTime) {
        use CaptureAction as Do;
        use CaptureStep as At;
        self.reached = match (self.step(now), action) {
            (At::Waiting, Do::Open) => At::Opened,
            (At::Waiting | At::Opened, Do::Front) => At::FrontUploaded,
            (At::FrontUploaded, Do::Back) => At::BackUploaded,
            (At::BackUploaded, Do::HandIn) => At::HandedIn,
            (At::Waiting | At::Opened | At::FrontUploaded | At::BackUploaded, Do::Decline) => {
                At::Declined
            }
            (_, _) => self.reached,
        };
    }

    /// Hands in whatever is there: for tests that do not walk the pages.
    pub(crate) fn complete(&mut self, now: OffsetDateTime) {
        if self.is_live(now) {
            self.reached = CaptureStep::HandedIn;
        }
    }

    /// Ends a link that is still open.
    pub(crate) fn expire(&mut self, now: OffsetDateTime) {
        if self.is_live(now) {
            self.expires_at = now;
        }
    }
}
