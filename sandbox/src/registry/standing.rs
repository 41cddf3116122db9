//! Where an `externalId` stands: what a dialect shapes its answer from.

use time::OffsetDateTime;

use super::inquiry::{Inquiry, State};
use super::prefill::Prefill;

/// The firm that this upstream serves: what names and webhooks say.
pub const FIRM: &str = "ISV-Sandbox";
/// Where that firm's participants are kept.
pub(crate) const PARTICIPANTS: &str = "ISV-Participant-Sandbox";

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
        Self {
            link: inquiry.live_link(now).map(|capture| Link {
                token: capture.token.clone(),
                transaction: capture.transaction.clone(),
                event: capture.event.clone(),
            }),
            ..Self::without_link(inquiry, inquiry.state())
        }
    }

    /// An inquiry as it stands, or stood, in a state.
    pub(super) fn without_link(inquiry: &Inquiry, state: State) -> Self {
        let names = &inquiry.names;
        Self {
            external_id: names.external_id.clone(),
            state,
            link: None,
            account: (state == State::Approved).then(|| Account {
                participant: format!("firms/{PARTICIPANTS}/users/{}", names.user_id),
                account: format!("firms/{FIRM}/accounts/{}", names.account),
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
