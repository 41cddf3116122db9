//! What the picture needs from the world.

use super::{DateRange, ProviderHealth, Stats};
use crate::ports::{Fut, StoreError};
use time::OffsetDateTime;

/// What was counted.
pub trait Dashboard: Send + Sync {
    /// The figures of the days up to now: kept, not counted.
    fn stats(&self, span: DateRange, now: OffsetDateTime) -> Fut<'_, Result<Stats, StoreError>>;
}

/// Whoever watches the upstream.
pub trait ProviderMonitor: Send + Sync {
    /// How it is doing.
    fn health(&self) -> ProviderHealth;
}
