//! An application as a page needs it that polls for a change.

use crate::{
    id::{ApplicationId, ExternalId},
    state::State,
};
use time::OffsetDateTime;

/// The status of an application, without its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationSummary {
    /// Our primary key.
    pub id: ApplicationId,
    /// The provider's id, once known.
    pub external_id: Option<ExternalId>,
    /// The state.
    pub state: State,
    /// Attempts opened so far.
    pub attempts: u32,
    /// Attempts allowed beyond the policy by an operator or a reviewer.
    pub granted: u32,
    /// When the provider was last polled about it.
    pub polled_at: Option<OffsetDateTime>,
}
