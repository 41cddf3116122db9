//! The ports of the dashboard.

use super::{DateRange, ProviderHealth, Stats};
use crate::ports::StoreError;
use async_trait::async_trait;
use time::OffsetDateTime;

/// The store of the counts.
#[async_trait]
pub trait Dashboard: Send + Sync {
    /// The figures of the days up to now. They are stored, not counted by the query.
    async fn stats(&self, span: DateRange, now: OffsetDateTime) -> Result<Stats, StoreError>;
}

/// The monitor of the provider's calls.
pub trait ProviderMonitor: Send + Sync {
    /// The provider's current health.
    fn health(&self) -> ProviderHealth;
}
