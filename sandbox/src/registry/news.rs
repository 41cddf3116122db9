//! What webhooks tell of.

use time::OffsetDateTime;

use super::inquiry::{Change, Inquiry};
use super::standing::Standing;

/// Where changes are told (contract §6).
#[derive(Clone)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    /// The key that deliveries are signed with.
    pub(crate) secret: Option<Vec<u8>>,
}

/// An inquiry entered a state.
pub(crate) struct News {
    pub(crate) standing: Standing,
    /// Upstream's own name for the person.
    pub(crate) person: String,
    /// Upstream's own name for the examination.
    pub(crate) evaluation: String,
    pub(crate) at: OffsetDateTime,
}

impl News {
    pub(super) fn of(inquiry: &Inquiry, change: &Change) -> Self {
        Self {
            standing: Standing::without_link(inquiry, change.state),
            person: inquiry.names.person.clone(),
            evaluation: inquiry.names.evaluation.clone(),
            at: change.at,
        }
    }
}
