//! What the picture needs from the world.

use super::{Figures, Pulse, Span};
use crate::ports::{Fut, StoreError};
use time::OffsetDateTime;

/// What was counted.
pub trait Overview: Send + Sync {
    /// The figures of the days up to now: kept, not counted.
    fn figures(&self, span: Span, now: OffsetDateTime) -> Fut<'_, Result<Figures, StoreError>>;
}

/// Whoever watches the upstream.
pub trait Upstream: Send + Sync {
    /// How it is doing.
    fn pulse(&self) -> Pulse;
}
