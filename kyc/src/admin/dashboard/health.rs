//! The provider's health, measured from its answers.

use super::Histogram;
use time::OffsetDateTime;

/// The kinds of provider calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// A start request.
    Start,
    /// A poll.
    Status,
    /// A prefill request.
    Prefill,
    /// A referral code lookup.
    Referral,
}

impl Call {
    /// Whether the call is optional: its failure blocks no applicant.
    #[must_use]
    pub const fn is_convenience(self) -> bool {
        matches!(self, Self::Prefill | Self::Referral)
    }

    /// All kinds of calls.
    pub const ALL: [Self; 4] = [Self::Start, Self::Status, Self::Prefill, Self::Referral];
}

/// The figures of one kind of call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallFigures {
    /// How many calls were answered, with any status that the client understands.
    pub answered: u64,
    /// How many failed: no answer, a rejection of our credentials, or an unreadable answer.
    pub failed: u64,
    /// How many were not sent: no budget, or an open circuit breaker.
    pub throttled: u64,
    /// The durations of the calls that were sent, in microseconds.
    pub times: Histogram,
}

impl CallFigures {
    /// How many calls were sent.
    #[must_use]
    pub const fn made(&self) -> u64 {
        self.answered + self.failed
    }

    /// Adds the figures of another one.
    pub fn merge(&mut self, other: &Self) {
        self.answered += other.answered;
        self.failed += other.failed;
        self.throttled += other.throttled;
        self.times.merge(&other.times);
    }
}

/// The provider's health during the last hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderHealth {
    /// Until when the circuit breaker is open; `None` while it is closed.
    pub down_until: Option<OffsetDateTime>,
    /// The start of the count: an hour ago, or the start of this server.
    pub since: OffsetDateTime,
    /// The figures, in the order of [`Call::ALL`].
    pub calls: [CallFigures; Call::ALL.len()],
}

impl ProviderHealth {
    /// The figures of one kind of call.
    #[must_use]
    pub const fn of(&self, call: Call) -> &CallFigures {
        &self.calls[call as usize]
    }
}
