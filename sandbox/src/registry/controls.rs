//! What tests and the control pages read and change. The contract has none of it.

use std::time::Duration;

use serde::Serialize;
use time::OffsetDateTime;

use super::Registry;
use super::capture::CaptureStep;
use super::inquiry::{Inquiry, InquiryState};
use super::rules::Decision;

/// An inquiry as tests and the control pages see it, without personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InquiryView {
    /// The provider's id.
    pub external_id: String,
    /// The caller's id.
    pub user_id: String,
    /// Its state.
    pub state: InquiryState,
    /// When the first start created it.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// The latest capture link, if any.
    pub capture: Option<CaptureView>,
}

/// A capture link as tests and the control pages see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CaptureView {
    /// The applicant's progress.
    pub step: CaptureStep,
    /// When the link expires.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
    /// The path on this server. A credential: the control JSON omits it.
    #[serde(skip)]
    pub path: String,
}

/// Why a control had no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
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
        self.lock().iter(now).map(|i| view(i, now)).collect()
    }

    pub(crate) fn view(&self, external_id: &str) -> Option<InquiryView> {
        let now = self.clock.now();
        let mut inquiries = self.lock();
        let index = inquiries.find_by_external_id(external_id)?;
        Some(view(inquiries.get(index, now), now))
    }

    pub(crate) fn view_of_user(&self, user_id: &str) -> Option<InquiryView> {
        let now = self.clock.now();
        let mut inquiries = self.lock();
        let index = inquiries.find_by_user_id(user_id)?;
        Some(view(inquiries.get(index, now), now))
    }

    /// Moves the clock forward.
    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
        self.changed.notify_one();
    }

    pub(crate) fn webhook_url(&self) -> Option<String> {
        self.lock()
            .webhook
            .as_ref()
            .map(|webhook| webhook.url.clone())
    }

    pub(crate) fn decide(&self, external_id: &str, decision: Decision) -> Result<(), ControlError> {
        self.update_inquiry(external_id, |inquiry, now| inquiry.decide(decision, now))
    }

    pub(crate) fn complete_capture(&self, external_id: &str) -> Result<(), ControlError> {
        let done = self.update_inquiry(external_id, |inquiry, now| {
            inquiry.complete_link(now, self.review_ends_at(now))
        })?;
        if done {
            Ok(())
        } else {
            Err(ControlError::NoOpenLink)
        }
    }

    pub(crate) fn expire_capture(&self, external_id: &str) -> Result<(), ControlError> {
        let open = self.update_inquiry(external_id, |inquiry, now| {
            let open = inquiry.live_link(now).is_some();
            inquiry.expire_link(now);
            open
        })?;
        if open {
            Ok(())
        } else {
            Err(ControlError::NoOpenLink)
        }
    }

    fn update_inquiry<T>(
        &self,
        external_id: &str,
        change: impl FnOnce(&mut Inquiry, OffsetDateTime) -> T,
    ) -> Result<T, ControlError> {
        let now = self.clock.now();
        let mut inquiries = self.lock();
        let index = inquiries
            .find_by_external_id(external_id)
            .ok_or(ControlError::Unknown)?;
        let result = inquiries.update(index, now, |inquiry| change(inquiry, now));
        drop(inquiries);
        self.changed.notify_one();
        Ok(result)
    }
}

fn view(inquiry: &Inquiry, now: OffsetDateTime) -> InquiryView {
    InquiryView {
        external_id: inquiry.ids.external_id.clone(),
        user_id: inquiry.ids.user_id.clone(),
        state: inquiry.state(),
        created_at: inquiry.created_at,
        capture: inquiry.latest_link().map(|capture| CaptureView {
            step: capture.step(now),
            expires_at: capture.expires_at,
            path: format!("/capture/{}", capture.token),
        }),
    }
}
