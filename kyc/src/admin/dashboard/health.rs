//! How the upstream is doing, as far as its answers say.

use super::Histogram;
use time::OffsetDateTime;

/// What the upstream is called for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Handing an application in.
    Start,
    /// Asking how one stands.
    Status,
    /// Having things filled in.
    Prefill,
    /// Looking up a referral code.
    Referral,
}

impl Call {
    /// Whether nobody is kept by its failure.
    #[must_use]
    pub const fn is_convenience(self) -> bool {
        matches!(self, Self::Prefill | Self::Referral)
    }

    /// Every call.
    pub const ALL: [Self; 4] = [Self::Start, Self::Status, Self::Prefill, Self::Referral];
}

/// What came of calls of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallFigures {
    /// How many were answered, whatever the answer said.
    pub answered: u64,
    /// How many failed: no answer, a refusal of ours, or one we cannot read.
    pub failed: u64,
    /// How many were not made: no budget, or the upstream is left alone.
    pub throttled: u64,
    /// How long those took that were made, in microseconds.
    pub times: Histogram,
}

impl CallFigures {
    /// How many were made.
    #[must_use]
    pub const fn made(&self) -> u64 {
        self.answered + self.failed
    }

    /// Adds another's.
    pub fn merge(&mut self, other: &Self) {
        self.answered += other.answered;
        self.failed += other.failed;
        self.throttled += other.throttled;
        self.times.merge(&other.times);
    }
}

/// How the upstream has been doing for an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderHealth {
    /// Until when it is left alone; `None` while calls go through.
    pub down_until: Option<OffsetDateTime>,
    /// Since when calls were counted: an hour ago, or when this server started.
    pub since: OffsetDateTime,
    /// What came of calls, in the order of [`Call::ALL`].
    pub calls: [CallFigures; Call::ALL.len()],
}

impl ProviderHealth {
    /// What came of calls of a kind.
    #[must_use]
    pub const fn of(&self, call: Call) -> &CallFigures {
        &self.calls[call as usize]
    }
}
