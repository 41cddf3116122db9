//! Token cache. One caller requests a token for all callers, and the cache renews it before it
//! expires.

use super::{bearer::Bearer, endpoint::TokenEndpoint};
use crate::failpoint::{Point, reach};
use kyc::ports::{Clock, VerifierError};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use time::{Duration as Span, OffsetDateTime};
use tokio::sync::Mutex;

/// Time before expiry at which a token is renewed (contract §2), so that it does not expire in
/// transit.
const EARLY: Span = Span::seconds(30);
/// Pause between renewal attempts. The old token stays in use during the pause.
const REST: Span = Span::seconds(5);

/// Token cache of one client.
pub(in crate::provider) struct Tokens {
    endpoint: TokenEndpoint,
    clock: Arc<dyn Clock>,
    /// Number of completed token requests.
    requests: AtomicU64,
    /// The lock holder may request a token; all other callers wait for its result.
    cached_token: Mutex<CachedToken>,
}

#[derive(Default)]
struct CachedToken {
    token: Option<Token>,
    /// Error of the last token request, if it failed.
    failure: Option<VerifierError>,
}

struct Token {
    bearer: Bearer,
    replace_at: OffsetDateTime,
    expires_at: OffsetDateTime,
}

impl Tokens {
    pub(super) fn new(endpoint: TokenEndpoint, clock: Arc<dyn Clock>) -> Self {
        Self {
            endpoint,
            clock,
            requests: AtomicU64::new(0),
            cached_token: Mutex::default(),
        }
    }

    /// Token that has not expired.
    pub(super) async fn bearer(&self) -> Result<Bearer, VerifierError> {
        let requests = self.requests.load(Ordering::Relaxed);
        let mut cached_token = self.cached_token.lock().await;
        let now = self.clock.now();
        if let Some(token) = &cached_token.token
            && now < token.replace_at
        {
            return Ok(token.bearer.clone());
        }
        if self.requests.load(Ordering::Relaxed) != requests
            && let Some(failure) = &cached_token.failure
        {
            // Another caller's request failed while this one waited: a second request would fail
            // too.
            return Err(failure.clone());
        }
        let issued = self.endpoint.ask(now).await;
        self.requests.fetch_add(1, Ordering::Relaxed);
        match issued {
            Ok(issued) => {
                let early = EARLY.min(issued.life / 2);
                let token = Token {
                    bearer: issued.bearer,
                    replace_at: now + issued.life - early,
                    expires_at: now + issued.life,
                };
                reach(Point::AfterToken);
                tracing::info!(seconds = issued.life.whole_seconds(), "a new token");
                let bearer = token.bearer.clone();
                *cached_token = CachedToken {
                    token: Some(token),
                    failure: None,
                };
                Ok(bearer)
            }
            Err(failure) => cached_token.keep_after_failure(failure, now),
        }
    }

    /// Replaces a token that the provider rejected. If another caller has already replaced it,
    /// returns that one.
    pub(super) async fn instead_of(&self, refused: &Bearer) -> Result<Bearer, VerifierError> {
        let mut cached_token = self.cached_token.lock().await;
        let ours = |token: &mut Token| token.bearer == *refused;
        if cached_token.token.take_if(ours).is_some() {
            tracing::warn!("the provider rejects the current token");
        }
        drop(cached_token);
        self.bearer().await
    }
}

impl CachedToken {
    /// Keeps the previous token until it expires. Returns the error if there is none.
    fn keep_after_failure(
        &mut self,
        failure: VerifierError,
        now: OffsetDateTime,
    ) -> Result<Bearer, VerifierError> {
        let Some(token) = self.token.as_mut().filter(|token| now < token.expires_at) else {
            self.token = None;
            self.failure = Some(failure.clone());
            return Err(failure);
        };
        tracing::warn!(%failure, "token refresh failed; the cached token stays in use");
        token.replace_at = token.expires_at.min(now + REST);
        Ok(token.bearer.clone())
    }
}
