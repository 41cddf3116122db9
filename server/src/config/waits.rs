//! Waits of the server in real time.

use std::time::Duration;

/// Waits that have no variable: every server has [`Waits::PRODUCT`], and tests shorten them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// How long a form waits for an instant decision before it redirects to the status page.
    pub instant_decision: Duration,
    /// Longest sleep of a background worker, and interval of the polls for open pages. Other servers
    /// schedule jobs and store webhook deliveries, too.
    pub background: Duration,
    /// Timeout of a provider call that a page waits for: a poll or a lookup.
    pub provider_call: Duration,
    /// Timeout of a start request, including two token requests and one retry. With a poll before
    /// and one after it must end before the job's lease (`jobs/worker.rs`).
    pub start_request: Duration,
}

impl Waits {
    /// What every server waits.
    pub const PRODUCT: Self = Self {
        instant_decision: Duration::from_secs(3),
        background: Duration::from_secs(1),
        provider_call: Duration::from_secs(4),
        start_request: Duration::from_secs(11),
    };
}
