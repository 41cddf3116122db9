//! What tests and the control pages see and move: nothing upstream publishes.

use std::time::Duration;

use serde::Serialize;
use time::OffsetDateTime;

use super::Registry;
use super::capture::CaptureStep;
use super::inquiry::{Inquiry, State};
use super::rules::Decision;

/// An inquiry as tests and the control pages see it: no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InquiryView {
    /// Upstream's id.
    pub external_id: String,
    /// The caller's id.
    pub user_id: String,
    /// Where it stands.
    pub state: State,
    /// When it was started.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// The latest capture link, if there ever was one.
    pub capture: Option<CaptureView>,
}

/// A capture link as tests and the control pages see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CaptureView {
    /// How far the applicant got.
    pub step: CaptureStep,
    /// When the link dies.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
    /// The path on this server. A credential, hence not in the control JSON.
    #[serde(skip)]
    pub path: String,
}

/// Why a lever did not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeverError {
    /// No inquiry has this `externalId`.
    #[error("no inquiry has this externalId")]
    Unknown,
    /// The inquiry has no capture link that is still open.
    #[error("this inquiry has no open capture link")]
    NoOpenLink,
    /// No delivery has this number.
    #[error("no delivery has this number")]
    NoDelivery,
}

impl Registry {
    pub(crate) fn views(&self) -> Vec<InquiryView> {
        let now = self.clock.now();
        self.lock().all(now).map(|i| view(i, now)).collect()
    }

    pub(crate) fn view(&self, external_id: &str) -> Option<InquiryView> {
        let now = self.clock.now();
        let mut book = self.lock();
        let place = book.external(external_id)?;
        Some(view(book.at(place, now), now))
    }

    pub(crate) fn view_of_user(&self, user_id: &str) -> Option<InquiryView> {
        let now = self.clock.now();
        let mut book = self.lock();
        let place = book.user(user_id)?;
        Some(view(book.at(place, now), now))
    }

    /// Moves the time on.
    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
        self.stirred.notify_one();
    }

    pub(crate) fn webhook_url(&self) -> Option<String> {
        self.lock()
            .webhook
            .as_ref()
            .map(|webhook| webhook.url.clone())
    }

    pub(crate) fn decide(&self, external_id: &str, decision: Decision) -> Result<(), LeverError> {
        self.with(external_id, |inquiry, now| inquiry.decide(decision, now))
    }

    pub(crate) fn complete_capture(&self, external_id: &str) -> Result<(), LeverError> {
        let done = self.with(external_id, |inquiry, now| {
            inquiry.complete_link(now, self.reviewed_at(now))
        })?;
        if done {
            Ok(())
        } else {
            Err(LeverError::NoOpenLink)
        }
    }

    pub(crate) fn expire_capture(&self, external_id: &str) -> Result<(), LeverError> {
        let open = self.with(external_id, |inquiry, now| {
            let open = inquiry.live_link(now).is_some();
            inquiry.expire_link(now);
            open
        })?;
        if open {
            Ok(())
        } else {
            Err(LeverError::NoOpenLink)
        }
    }

    fn with<T>(
        &self,
        external_id: &str,
        look: impl FnOnce(&mut Inquiry, OffsetDateTime) -> T,
    ) -> Result<T, LeverError> {
        let now = self.clock.now();
        let mut book = self.lock();
        let place = book.external(external_id).ok_or(LeverError::Unknown)?;
        let seen = book.change(place, now, |inquiry| look(inquiry, now));
        drop(book);
        self.stirred.notify_one();
        Ok(seen)
    }
}

fn view(inquiry: &Inquiry, now: OffsetDateTime) -> InquiryView {
    InquiryView {
        external_id: inquiry.names.external_id.clone(),
        user_id: inquiry.names.user_id.clone(),
        state: inquiry.state(),
        created_at: inquiry.created_at,
        capture: inquiry.latest_link().map(|capture| CaptureView {
            step: capture.step(now),
            expires_at: capture.expires_at,
            path: format!("/capture/{}", capture.token),
        }),
    }
}
