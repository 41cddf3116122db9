//! The sandbox's clock: the system clock plus an offset that tests can increase.

use std::sync::{Mutex, PoisonError};

use time::{Duration, OffsetDateTime};

/// The sandbox's time. The offset only grows.
#[derive(Default)]
pub(crate) struct Clock {
    offset: Mutex<Duration>,
}

impl Clock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the sandbox reads the system clock only here"
    )]
    pub(crate) fn now(&self) -> OffsetDateTime {
        let offset = *self.offset.lock().unwrap_or_else(PoisonError::into_inner);
        OffsetDateTime::now_utc().saturating_add(offset)
    }

    pub(crate) fn advance(&self, by: std::time::Duration) {
        let mut offset = self.offset.lock().unwrap_or_else(PoisonError::into_inner);
        *offset = offset.saturating_add(to_signed(by));
    }
}

/// `at` plus `by`, limited to the latest time that the type can express.
pub(crate) fn add_saturating(at: OffsetDateTime, by: std::time::Duration) -> OffsetDateTime {
    at.saturating_add(to_signed(by))
}

fn to_signed(by: std::time::Duration) -> Duration {
    Duration::try_from(by).unwrap_or(Duration::MAX)
}
