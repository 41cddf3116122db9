//! The status of an `externalId`, from which a dialect builds its answer.

use time::OffsetDateTime;

use super::inquiry::{Inquiry, InquiryState};
use super::prefill::Prefill;

/// The firm that the sandbox serves; resource names and webhooks carry it.
pub const FIRM: &str = "ISV-Sandbox";
/// The firm that owns the participants.
pub(crate) const PARTICIPANT_FIRM: &str = "ISV-Participant-Sandbox";

/// The status of an inquiry or a prefill.
pub(crate) struct InquiryStatus {
    pub(crate) external_id: String,
    pub(crate) state: InquiryState,
    /// The open capture link.
    pub(crate) link: Option<Link>,
    /// Present once approved.
    pub(crate) account: Option<Account>,
}

/// An open capture link. Every field is a credential.
pub(crate) struct Link {
    pub(crate) token: String,
    pub(crate) transaction: String,
    pub(crate) event: String,
}

/// The resource names of an approved applicant.
pub(crate) struct Account {
    pub(crate) participant: String,
    pub(crate) account: String,
}

impl InquiryStatus {
    pub(crate) fn of_inquiry(inquiry: &Inquiry, now: OffsetDateTime) -> Self {
        Self {
            link: inquiry.live_link(now).map(|capture| Link {
                token: capture.token.clone(),
                transaction: capture.transaction.clone(),
                event: capture.event.clone(),
            }),
            ..Self::without_link(inquiry, inquiry.state())
        }
    }

    /// An inquiry in its current or an earlier state.
    pub(super) fn without_link(inquiry: &Inquiry, state: InquiryState) -> Self {
        let ids = &inquiry.ids;
        Self {
            external_id: ids.external_id.clone(),
            state,
            link: None,
            account: (state == InquiryState::Approved).then(|| Account {
                participant: format!("firms/{PARTICIPANT_FIRM}/users/{}", ids.user_id),
                account: format!("firms/{FIRM}/accounts/{}", ids.account),
            }),
        }
    }

    pub(crate) fn of_prefill(prefill: &Prefill) -> Self {
        Self {
            external_id: prefill.external_id.clone(),
            state: if prefill.complete {
                InquiryState::Prefilled
            } else {
                InquiryState::CodeSent
            },
            link: None,
            account: None,
        }
    }
}
