//! A code that was sent, and what has become of it.

use crate::id::ExternalId;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// How many tries a code has (contract §5).
pub(super) const TRIES: u8 = 3;
/// How often the upstream may put somebody off before it is not waited for.
pub(super) const PENDING: u8 = 10;
/// How long a code lives (contract §5).
pub(super) const LIFE: Duration = Duration::minutes(10);
/// How long a code is looked at, at most: as long as a page waits for the upstream.
pub(super) const LOOK: Duration = Duration::seconds(5);

/// A code that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PendingCode {
    /// Which it was, from 1.
    pub(super) number: u8,
    /// The upstream's id for it, which need not be the application's (contract §5).
    pub(super) external_id: ExternalId,
    #[serde(with = "time::serde::timestamp")]
    sent_at: OffsetDateTime,
    /// How many tries it has had.
    tries: u8,
    /// When the last one was, while it is looked at.
    #[serde(with = "time::serde::timestamp::option")]
    typed_at: Option<OffsetDateTime>,
    /// How often the upstream has put somebody off.
    pending: u8,
}

/// What became of a code that was not right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeCheck {
    /// It was another one, or nobody knows: the try counts.
    Counts,
    /// The upstream has not made up its mind: the same may be typed again.
    Pending,
    /// The upstream was not asked.
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

    pub(super) fn may_be_right(&self, now: OffsetDateTime) -> bool {
        self.tries_left() > 0 && self.pending < PENDING && now < self.sent_at + LIFE
    }

    pub(super) const fn tries_left(&self) -> u8 {
        TRIES.saturating_sub(self.tries)
    }

    pub(super) fn is_looked_at(&self, now: OffsetDateTime) -> bool {
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
