//! Circuit breaker of the provider calls: it holds calls back while the provider is down, and lets
//! single trial calls through.

use kyc::ports::VerifierError;
use std::time::Duration;
use time::{Duration as Span, OffsetDateTime};

/// Consecutive failures that open the circuit.
pub(super) const DOWN_AFTER: u32 = 10;
/// First pause of the open circuit. Each failed trial doubles it, up to [`LONGEST`].
pub(super) const FIRST: Span = Span::seconds(5);
pub(super) const LONGEST: Span = Span::seconds(60);
/// Time after which a trial call without a result counts as lost.
pub(super) const TRIAL: Span = Span::seconds(15);

/// State of the open circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Down {
    /// End of the pause.
    pub(crate) until: OffsetDateTime,
    /// Length of this pause.
    pub(crate) span: Span,
    /// Whether a trial call is in progress.
    pub(crate) trying: bool,
}

/// State of the circuit, for operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CircuitState {
    /// Calls pass.
    Up,
    /// Calls are held back, except for single trial calls.
    Down,
}

impl Down {
    /// A pause of this length from now on.
    pub(super) fn since(now: OffsetDateTime, span: Span) -> Self {
        Self {
            until: now + span,
            span,
            trying: false,
        }
    }

    /// Returns an error until a trial call may be made.
    pub(super) fn is_over(&self, now: OffsetDateTime) -> Result<(), VerifierError> {
        if now < self.until {
            return Err(throttled("circuit_open", self.until - now));
        }
        Ok(())
    }
}

/// Whether a failure means that the provider is down. Token failures count, because no call passes
/// without a token.
pub(super) fn is_down(cause: &str) -> bool {
    matches!(
        cause,
        "timeout" | "transport" | VerifierError::NOT_CONNECTED | "server_error" | "rate_limited"
    ) || cause.starts_with("token_")
}

/// A wait as other code wants it; zero if it is over.
pub(super) fn span(wait: Span) -> Duration {
    Duration::try_from(wait).unwrap_or_default()
}

/// The error of a call that was not made.
pub(super) fn throttled(cause: &'static str, wait: Span) -> VerifierError {
    let wait = span(wait);
    VerifierError::Throttled { cause, wait }
}
