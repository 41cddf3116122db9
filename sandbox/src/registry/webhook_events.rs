//! What webhooks report, and where to.

use time::OffsetDateTime;

use super::inquiry::{Inquiry, StateChange};
use super::status::InquiryStatus;

/// The registered address (contract §6).
#[derive(Clone)]
pub(crate) struct WebhookTarget {
    pub(crate) url: String,
    /// The key that signs deliveries.
    pub(crate) secret: Option<Vec<u8>>,
}

/// An inquiry entered a state.
pub(crate) struct WebhookEvent {
    pub(crate) status: InquiryStatus,
    /// The provider's own id for the applicant.
    pub(crate) user_id: String,
    /// The provider's own id for the evaluation.
    pub(crate) evaluation_id: String,
    pub(crate) at: OffsetDateTime,
}

impl WebhookEvent {
    pub(super) fn of(inquiry: &Inquiry, change: &StateChange) -> Self {
        Self {
            status: InquiryStatus::without_link(inquiry, change.state),
            user_id: inquiry.ids.provider_user_id.clone(),
            evaluation_id: inquiry.ids.evaluation_id.clone(),
            at: change.at,
        }
    }
}
