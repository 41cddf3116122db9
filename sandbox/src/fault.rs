//! Faults on demand: what can go wrong between a caller and the provider.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::endpoint::Endpoint;

/// Makes calls of one endpoint fail.
///
/// In JSON: `{"on": "start", "kind": {"error": 503}, "times": 2}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The endpoint that it affects.
    pub on: Endpoint,
    /// What happens to each call.
    pub kind: FaultKind,
    /// How many calls it affects; absent means all, until cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// Affects only calls whose body has this email address, as starts do. Only
    /// such calls count towards `times`. Absent means every call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// What happens to a call.
///
/// "Rejected" faults apply before the sandbox handles the call: nothing starts.
/// "Accepted" faults apply afterwards: the sandbox did what the call demands, and
/// the caller cannot know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The call waits this many milliseconds first. Combines with any other fault.
    Latency(u64),
    /// Accepted. The whole answer waits this many milliseconds.
    LatencyAfter(u64),
    /// Rejected: 429 with `Retry-After` of this many seconds.
    RateLimited(u32),
    /// Rejected: this status with the usual error body.
    Error(u16),
    /// Accepted, and answered with this status and the usual error body.
    ErrorAfter(u16),
    /// An HTML page with this status: accepted if it is 2xx, otherwise rejected.
    NonJson(u16),
    /// Accepted, and answered with 200 and no body.
    EmptyBody,
    /// Rejected: the sandbox closes the connection without a byte of answer.
    DropBefore,
    /// Accepted: the sandbox closes the connection without a byte of answer.
    DropAfter,
    /// Accepted, and answered with unpublished words.
    UnknownDecision,
    /// Accepted, and answered as approved without participant and account ids.
    ApprovedWithoutIds,
    /// Accepted, and answered under the id of another inquiry.
    OtherId,
    /// Accepted, and answered without an id.
    WithoutId,
    /// Accepted, and answered as if nothing was started.
    NotStarted,
    /// Accepted, and answered with other words for the same state. They are published words, or the
    /// same in other letter case, spaces and underscores.
    OtherWords,
    /// Accepted, and answered with all absent fields present, as the gateway may do
    /// (contract §1). Strings are `""`, messages `null`. Unpublished fields appear
    /// too, one of them a 64-bit integer.
    AbsentAsNull,
    /// Like [`Self::AbsentAsNull`], with messages whose fields are all empty.
    AbsentAsEmpty,
}

impl Fault {
    /// A fault that affects one call.
    #[must_use]
    pub const fn once(on: Endpoint, kind: FaultKind) -> Self {
        Self::times(on, kind, 1)
    }

    /// A fault that affects this many calls.
    #[must_use]
    pub const fn times(on: Endpoint, kind: FaultKind, times: u32) -> Self {
        Self {
            on,
            kind,
            times: Some(times),
            email: None,
        }
    }

    /// A fault that affects every call until it is cleared.
    #[must_use]
    pub const fn always(on: Endpoint, kind: FaultKind) -> Self {
        Self {
            on,
            kind,
            times: None,
            email: None,
        }
    }

    /// Whether its status fits its kind.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
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
    /// Whether the fault applies before the sandbox handles the call.
    pub(crate) const fn rejects(self) -> bool {
        match self {
            Self::RateLimited(_) | Self::Error(_) | Self::DropBefore => true,
            Self::NonJson(status) => status < 200 || status > 299,
            _ => false,
        }
    }
}

/// The faults that apply to one call.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FaultPlan {
    pub(crate) wait: Duration,
    pub(crate) kind: Option<FaultKind>,
    /// How many releases came before this call.
    releases: u64,
}

impl FaultPlan {
    /// Waits before the sandbox handles the call, at most until the next release.
    pub(crate) async fn wait_before(&self, faults: &Faults) {
        if !self.wait.is_zero() {
            let mut releases = faults.releases.subscribe();
            let released = releases.wait_for(|releases| *releases > self.releases);
            let _ = tokio::time::timeout(self.wait, released).await;
        }
    }

    /// Waits before the sandbox sends the answer.
    pub(crate) async fn wait_after(&self) {
        if let Some(FaultKind::LatencyAfter(ms)) = self.kind {
            tokio::time::sleep(Duration::from_millis(ms)).await;
        }
    }
}

/// The active faults, oldest first.
#[derive(Default)]
pub(crate) struct Faults {
    active: Mutex<Vec<Fault>>,
    /// Counts [`Self::release`].
    releases: watch::Sender<u64>,
}

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.with(|faults| faults.push(fault));
    }

    pub(crate) fn clear(&self) {
        self.with(Vec::clear);
    }

    /// Ends the latency of every call that waits now.
    pub(crate) fn release(&self) {
        self.releases.send_modify(|releases| *releases += 1);
    }

    pub(crate) fn active(&self) -> Vec<Fault> {
        self.with(|faults| faults.clone())
    }

    /// Takes the faults for one call: every latency that matches, and the oldest of
    /// the other faults. `email` is the address in the call's body, if any.
    pub(crate) fn plan(&self, endpoint: Endpoint, email: Option<&str>) -> FaultPlan {
        self.with(|faults| {
            let mut plan = FaultPlan {
                releases: *self.releases.borrow(),
                ..FaultPlan::default()
            };
            let matches = |fault: &Fault| {
                fault.on == endpoint && (fault.email.is_none() || fault.email.as_deref() == email)
            };
            for fault in faults.iter_mut().filter(|fault| matches(fault)) {
                match (fault.kind, plan.kind) {
                    (FaultKind::Latency(ms), _) => plan.wait += Duration::from_millis(ms),
                    (kind, None) => plan.kind = Some(kind),
                    (_, Some(_)) => continue,
                }
                fault.times = fault.times.map(|times| times.saturating_sub(1));
            }
            faults.retain(|fault| fault.times != Some(0));
            plan
        })
    }

    fn with<T>(&self, change: impl FnOnce(&mut Vec<Fault>) -> T) -> T {
        change(&mut self.active.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
