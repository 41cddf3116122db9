//! The timeouts of an applicant's session: idle and absolute. `LiveSession` in `session.rs` exists only
//! within them.

use crate::config::Settings;
use time::{Duration, OffsetDateTime};

/// Session timeouts (ASVS 7.1.1, 7.3.1, 7.3.2).
#[derive(Clone, Copy)]
pub(in crate::http) struct SessionTimeouts {
    pub(in crate::http) idle: Duration,
    pub(super) absolute: Duration,
}

impl SessionTimeouts {
    pub(in crate::http) fn new(settings: &Settings) -> Self {
        Self {
            idle: Duration::try_from(settings.session_idle).unwrap_or(Duration::HOUR),
            absolute: Duration::try_from(settings.session_absolute).unwrap_or(Duration::DAY),
        }
    }

    /// Time until a session ends without further activity; `None` once it has ended. The idle
    /// timeout counts from the last activity, the absolute one from the begin.
    pub(super) fn remaining(
        self,
        began: OffsetDateTime,
        seen: OffsetDateTime,
        now: OffsetDateTime,
    ) -> Option<Duration> {
        let end = (seen + self.idle).min(began + self.absolute);
        let remaining = end - now;
        remaining.is_positive().then_some(remaining)
    }
}
