//! Where an `externalId` stands: what a dialect shapes its answer from.

use time::OffsetDateTime;

use super::inquiry::{Inquiry, State};
use super::prefill::Prefill;

/// An inquiry or a prefill as seen from outside.
pub(crate) struct Standing {
    pub(crate) external_id: String,
    pub(crate) state: State,
    /// The open capture link.
    pub(crate) link: Option<Link>,
    /// Known once approved.
    pub(crate) account: Option<Account>,
}

/// An open capture link; all of it are credentials.
pub(crate) struct Link {
    pub(crate) token: String,
    pub(crate) transaction: String,
    pub(crate) event: String,
}

/// What an approved applicant is known as.
pub(crate) struct Account {
    pub(crate) participant: String,
    pub(crate) account: String,
}

impl Standing {
    pub(crate) fn of_inquiry(inquiry: &Inquiry, now: OffsetDateTime) -> Self {
        let state = inquiry.state();
        Self {
            external_id: inquiry.names.external_id.clone(),
            state,
            link: inquiry.live_link(now).map(|capture| Link {
                token: capture.token.clone(),
                transaction: capture.transaction.clone(),
                event: capture.event.clone(),
            }),
            account: (state == State::Approved).then(|| Account {
                participant: format!(
                    "firms/ISV-Participant-Sandbox/users/{}",
                    inquiry.names.user_id
                ),
                account: format!("firms/ISV-Sandbox/accounts/{}", inquiry.names.account),
            }),
        }
    }

    pub(crate) fn of_prefill(prefill: &Prefill) -> Self {
        Self {
            external_id: prefill.external_id.clone(),
            state: if prefill.complete {
                State::Prefilled
            } else {
                State::CodeSent
            },
            link: None,
            account: None,
        }
    }
}
