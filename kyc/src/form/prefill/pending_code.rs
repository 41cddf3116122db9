//! A code that was sent, and its tries.

use crate::id::ExternalId;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// How many tries a code has (contract §5).
pub(super) const TRIES: u8 = 3;
/// How many times the provider may answer "pending" before the code is given up.
pub(super) const PENDING: u8 = 10;
/// The lifetime of a code (contract §5).
pub(super) const LIFE: Duration = Duration::minutes(10);
/// The maximum duration of a check: as long as a page waits for the provider.
pub(super) const LOOK: Duration = Duration::seconds(5);

/// A code that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PendingCode {
    /// The number of the code, from 1.
    pub(super) number: u8,
    /// The provider's id of it. It may differ from the application's (contract §5).
    pub(super) external_id: ExternalId,
    #[serde(with = "time::serde::timestamp")]
    sent_at: OffsetDateTime,
    /// How many tries it has had.
    tries: u8,
    /// When the last try was made, while its check is in flight.
    #[serde(with = "time::serde::timestamp::option")]
    typed_at: Option<OffsetDateTime>,
    /// How many times the provider has answered "pending".
    pending: u8,
}

/// The result of a check that did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeCheck {
    /// The code was wrong, or the result is unknown: the try counts.
    Counts,
    /// The provider has not decided yet: the same code may be entered again.
    Pending,
    /// The throttle sent no request: the try does not count.
    Unasked,
}

impl PendingCode {
    pub(super) const fn new(number: u8, external_id: ExternalId, sent_at: OffsetDateTime) -> Self {
        Self {
            number,
            external_id,
            sent_at,
            tries: 0,
            typed_at: None,
            pending: 0,
        }
    }

    pub(super) fn may_be_correct(&self, now: OffsetDateTime) -> bool {
        self.tries_left() > 0 && self.pending < PENDING && now < self.sent_at + LIFE
    }

    pub(super) const fn tries_left(&self) -> u8 {
        TRIES.saturating_sub(self.tries)
    }

    pub(super) fn is_check_in_flight(&self, now: OffsetDateTime) -> bool {
        self.typed_at.is_some_and(|at| now < at + LOOK)
    }

    pub(super) const fn tried(&mut self, now: OffsetDateTime) {
        self.tries = self.tries.saturating_add(1);
        self.typed_at = Some(now);
    }

    pub(super) const fn looked_at(&mut self, look: CodeCheck) {
        self.typed_at = None;
        match look {
            CodeCheck::Counts => {}
            CodeCheck::Unasked => self.tries = self.tries.saturating_sub(1),
            CodeCheck::Pending => {
                self.tries = self.tries.saturating_sub(1);
                self.pending = self.pending.saturating_add(1);
            }
        }
    }
}
