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
    asked: AtomicU64,
    /// The lock holder may request a token; all other callers wait for its result.
    at_hand: Mutex<AtHand>,
}

#[derive(Default)]
struct AtHand {
    token: Option<Token>,
    /// Error of the last token request, if it failed.
    failure: Option<VerifierError>,
}

struct Token {
    bearer: Bearer,
    replace_at: OffsetDateTime,
    dies_at: OffsetDateTime,
}

impl Tokens {
    pub(super) fn new(endpoint: TokenEndpoint, clock: Arc<dyn Clock>) -> Self {
        Self {
            endpoint,
            clock,
            asked: AtomicU64::new(0),
            at_hand: Mutex::default(),
        }
    }

    /// Token that has not expired.
    pub(super) async fn bearer(&self) -> Result<Bearer, VerifierError> {
        let asked = self.asked.load(Ordering::Relaxed);
        let mut at_hand = self.at_hand.lock().await;
        let now = self.clock.now();
        if let Some(token) = &at_hand.token
            && now < token.replace_at
        {
            return Ok(token.bearer.clone());
        }
        if self.asked.load(Ordering::Relaxed) != asked
            && let Some(failure) = &at_hand.failure
        {
            // Another caller's request failed while this one waited: a second request would fail
            // too.
            return Err(failure.clone());
        }
        let granted = self.endpoint.ask(now).await;
        self.asked.fetch_add(1, Ordering::Relaxed);
        match granted {
            Ok(granted) => {
                let early = EARLY.min(granted.life / 2);
                let token = Token {
                    bearer: granted.bearer,
                    replace_at: now + granted.life - early,
                    dies_at: now + granted.life,
                };
                reach(Point::AfterToken);
                tracing::info!(seconds = granted.life.whole_seconds(), "a new token");
                let bearer = token.bearer.clone();
                *at_hand = AtHand {
                    token: Some(token),
                    failure: None,
                };
                Ok(bearer)
            }
            Err(failure) => at_hand.without_a_new_one(failure, now),
        }
    }

    /// Replaces a token that the provider rejected. If another caller has already replaced it,
    /// returns that one.
    pub(super) async fn instead_of(&self, refused: &Bearer) -> Result<Bearer, VerifierError> {
        let mut at_hand = self.at_hand.lock().await;
        let ours = |token: &mut Token| token.bearer == *refused;
        if at_hand.token.take_if(ours).is_some() {
            tracing::warn!("the provider rejects the current token");
        }
        drop(at_hand);
        self.bearer().await
    }
}

impl AtHand {
    /// Keeps the previous token until it expires. Returns the error if there is none.
    fn without_a_new_one(
        &mut self,
        failure: VerifierError,
        now: OffsetDateTime,
    ) -> Result<Bearer, VerifierError> {
        let Some(token) = self.token.as_mut().filter(|token| now < token.dies_at) else {
            self.token = None;
            self.failure = Some(failure.clone());
            return Err(failure);
        };
        tracing::warn!(%failure, "no new token: the one at hand is used on");
        token.replace_at = token.dies_at.min(now + REST);
        Ok(token.bearer.clone())
    }
}
