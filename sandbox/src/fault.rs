//! Faults on demand: what can go wrong between a caller and upstream.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::dialect::Distortion;
use crate::endpoint::Endpoint;

/// An order to fail.
///
/// In JSON: `{"on": "start", "kind": {"error": 503}, "times": 2}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The calls it befalls.
    pub on: Endpoint,
    /// What happens to them.
    pub kind: FaultKind,
    /// How many calls it befalls; absent means all, until cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// Only the calls that speak of this address of mail, as starts do; absent means
    /// anybody's. Where calls are counted, nobody else's uses them up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// What happens to a call.
///
/// "Refused" faults strike before the call is looked at: nothing is started.
/// "Accepted" ones strike afterwards: upstream did what was asked and the
/// caller cannot tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The call waits this many milliseconds first. Adds to any other fault.
    Latency(u64),
    /// Accepted; the answer waits this many milliseconds, not a byte of it comes before.
    LatencyAfter(u64),
    /// Refused: 429 with `Retry-After` of this many seconds.
    RateLimited(u32),
    /// Refused: this status with the usual error body.
    Error(u16),
    /// Accepted, and answered with this status and the usual error body.
    ErrorAfter(u16),
    /// An HTML page with this status: accepted if it is 2xx, refused if not.
    NonJson(u16),
    /// Accepted, and answered with 200 and no body.
    EmptyBody,
    /// Refused: the connection is closed without a byte of answer.
    DropBefore,
    /// Accepted: the connection is closed without a byte of answer.
    DropAfter,
    /// Accepted, and answered with words that were never published.
    UnknownDecision,
    /// Accepted, and answered as approved without the ids that brings.
    ApprovedWithoutIds,
    /// Accepted, and answered as if nothing had been started.
    NotStarted,
    /// Accepted, and answered in other words for the same state: published
    /// too, or different only in letter case, spaces and underscores.
    OtherWords,
    /// Accepted, and answered with everything that is absent written out, as the
    /// gateway may (contract §1): strings as `""`, messages as `null`; and with
    /// fields that were never published, a 64-bit integer among them.
    AbsentAsNull,
    /// The same, with messages that have every field empty.
    AbsentAsEmpty,
}

impl Fault {
    /// A fault that befalls one call.
    #[must_use]
    pub const fn once(on: Endpoint, kind: FaultKind) -> Self {
        Self::times(on, kind, 1)
    }

    /// A fault that befalls so many calls.
    #[must_use]
    pub const fn times(on: Endpoint, kind: FaultKind, times: u32) -> Self {
        Self {
            on,
            kind,
            times: Some(times),
            email: None,
        }
    }

    /// A fault that befalls every call until it is cleared.
    #[must_use]
    pub const fn always(on: Endpoint, kind: FaultKind) -> Self {
        Self {
            on,
            kind,
            times: None,
            email: None,
        }
    }

    /// Whether it can be carried out: its status must fit its kind.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        match self.kind {
            FaultKind::Error(status) | FaultKind::ErrorAfter(status) => {
                400 <= status && status <= 599
            }
            FaultKind::NonJson(status) => 200 <= status && status <= 599,
            _ => true,
        }
    }
}

impl FaultKind {
    /// Whether the call is refused before it is looked at.
    pub(crate) const fn refuses(self) -> bool {
        match self {
            Self::RateLimited(_) | Self::Error(_) | Self::DropBefore => true,
            Self::NonJson(status) => status < 200 || status > 299,
            _ => false,
        }
    }

    pub(crate) const fn distortion(self) -> Option<Distortion> {
        match self {
            Self::UnknownDecision => Some(Distortion::UnknownDecision),
            Self::ApprovedWithoutIds => Some(Distortion::ApprovedWithoutIds),
            Self::NotStarted => Some(Distortion::NotStarted),
            Self::OtherWords => Some(Distortion::OtherWords),
            Self::AbsentAsNull => Some(Distortion::AbsentAsNull),
            Self::AbsentAsEmpty => Some(Distortion::AbsentAsEmpty),
            _ => None,
        }
    }
}

/// What befalls one call.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Fate {
    pub(crate) wait: Duration,
    pub(crate) kind: Option<FaultKind>,
}

impl Fate {
    /// Waits before the call is looked at.
    pub(crate) async fn come(&self) {
        if !self.wait.is_zero() {
            tokio::time::sleep(self.wait).await;
        }
    }

    /// Waits before the answer goes.
    pub(crate) async fn go(&self) {
        if let Some(FaultKind::LatencyAfter(ms)) = self.kind {
            tokio::time::sleep(Duration::from_millis(ms)).await;
        }
    }
}

/// The orders still standing, oldest first.
#[derive(Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.with(|orders| orders.push(fault));
    }

    pub(crate) fn clear(&self) {
        self.with(Vec::clear);
    }

    pub(crate) fn standing(&self) -> Vec<Fault> {
        self.with(|orders| orders.clone())
    }

    /// Draws the fate of one call: every latency that concerns it, and the
    /// oldest of the other faults. `email` is whom it speaks of, if it says so.
    pub(crate) fn draw(&self, endpoint: Endpoint, email: Option<&str>) -> Fate {
        self.with(|orders| {
            let mut fate = Fate::default();
            let concerns = |order: &Fault| {
                order.on == endpoint && (order.email.is_none() || order.email.as_deref() == email)
            };
            for order in orders.iter_mut().filter(|order| concerns(order)) {
                match (order.kind, fate.kind) {
                    (FaultKind::Latency(ms), _) => fate.wait += Duration::from_millis(ms),
                    (kind, None) => fate.kind = Some(kind),
                    (_, Some(_)) => continue,
                }
                order.times = order.times.map(|times| times.saturating_sub(1));
            }
            orders.retain(|order| order.times != Some(0));
            fate
        })
    }

    fn with<T>(&self, change: impl FnOnce(&mut Vec<Fault>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
