//! The sandbox's clock: the machine's, plus an offset that tests can grow.

use std::sync::{Mutex, PoisonError};

use time::{Duration, OffsetDateTime};

/// Time as the sandbox sees it. Only ever moves forward.
#[derive(Default)]
pub(crate) struct Clock {
    offset: Mutex<Duration>,
}

impl Clock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the sandbox asks the machine for the time"
    )]
    pub(crate) fn now(&self) -> OffsetDateTime {
        let offset = *self.offset.lock().unwrap_or_else(PoisonError::into_inner);
        OffsetDateTime::now_utc().saturating_add(offset)
    }

    pub(crate) fn advance(&self, by: std::time::Duration) {
        let mut offset = self.offset.lock().unwrap_or_else(PoisonError::into_inner);
        *offset = offset.saturating_add(wide(by));
    }
}

/// `at` plus `by`; a wait too long to be expressed never ends.
pub(crate) fn later(at: OffsetDateTime, by: std::time::Duration) -> OffsetDateTime {
    at.saturating_add(wide(by))
}

fn wide(by: std::time::Duration) -> Duration {
    Duration::try_from(by).unwrap_or(Duration::MAX)
}
