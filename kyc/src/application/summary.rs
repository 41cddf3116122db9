//! An application as far as a page has to know it that asks whether it moved.

use crate::{
    id::{ApplicationId, ExternalId},
    state::State,
};
use time::OffsetDateTime;

/// How an application stands, without what was answered in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationSummary {
    /// Our key.
    pub id: ApplicationId,
    /// The upstream's id, once heard.
    pub external_id: Option<ExternalId>,
    /// Where it stands.
    pub state: State,
    /// Attempts opened so far.
    pub attempts: u32,
    /// Attempts that a person allowed beyond the policy's.
    pub granted: u32,
    /// When the upstream was last asked about it.
    pub polled_at: Option<OffsetDateTime>,
}
