//! Server-sent events for an open status page. An event only tells the page to poll. Every status
//! value goes through the poll endpoint, which checks session, origin and form token.

use crate::{
    http::{
        AppState,
        layers::problem,
        session::{self, SessionData, SessionTimeouts},
    },
    live::Subscription,
};
use app::{page_context::PageContext, problem::Problem};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use kyc::id::ApplicationId;
use std::{convert::Infallible, sync::Arc};
use time::{Duration, OffsetDateTime};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tower_sessions::Session;

/// Event that triggers a poll. Browsers drop an event without a `data` line.
const TICK: &str = "event: tick\ndata:\n\n";
/// Comment line: it keeps proxies from closing the connection and detects closed clients.
const BEAT: &str = ":\n\n";
/// Interval of the session checks.
const CHECK: Duration = Duration::MINUTE;
/// Header that turns off response buffering in some proxies.
const UNBUFFERED: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Opens the stream for a session whose application is in progress. The stream does not count as
/// activity (`page_context::counts_as_activity`).
pub(crate) async fn listen(
    State(app_state): State<AppState>,
    Extension(context): Extension<Arc<PageContext>>,
    session: Session,
    headers: HeaderMap,
) -> Response {
    // Only our own pages may connect: a sibling site must not use up a client's connections.
    let site = headers.get("sec-fetch-site");
    let ours = site.is_none_or(|site| site == "same-origin");
    let application = context.application().filter(|a| ours && !a.is_draft());
    let (Some(application), Some(session)) = (application, session.id()) else {
        return problem::of(Problem::Missing).into_response();
    };
    if application.state.kind().is_final() {
        return StatusCode::NO_CONTENT.into_response();
    }
    // The page polls when it opens the stream: the next poll on its behalf is due one gap later.
    let turn = context.now + app_state.onboarding.policy.poll_gap;
    let subscription = app_state
        .store
        .hub
        .join(application.id, session, app_state.listeners, turn);
    let Some(subscription) = subscription else {
        return problem::of(Problem::TooMany).into_response();
    };
    let words = stream::unfold(
        Listening::new(app_state, subscription, context.now),
        Listening::next,
    );
    let kind = HeaderValue::from_static("text/event-stream");
    let unbuffered = HeaderValue::from_static("no");
    let headers = [(header::CONTENT_TYPE, kind), (UNBUFFERED, unbuffered)];
    (headers, Body::from_stream(words)).into_response()
}

/// State of one open stream. Thousands are open at once, so each field costs memory.
struct Listening {
    app_state: AppState,
    subscription: Subscription,
    beats: Interval,
    checked: OffsetDateTime,
}

impl Listening {
    fn new(app_state: AppState, subscription: Subscription, now: OffsetDateTime) -> Self {
        let every = app_state.settings.live_beat;
        let mut beats = interval_at(Instant::now() + every, every);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            app_state,
            subscription,
            beats,
            checked: now,
        }
    }

    /// Next event or comment; `None` ends the stream.
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        let word = tokio::select! {
            biased;
            told = self.subscription.changed() => told.then_some(TICK),
            _ = self.beats.tick() => self.is_still_theirs().await.then_some(BEAT),
        };
        word.map(|word| (Ok(Bytes::from_static(word.as_bytes())), self))
    }

    /// Checks the session again, once a minute. If the store fails the stream ends, and the page
    /// falls back to polling.
    async fn is_still_theirs(&mut self) -> bool {
        let now = self.app_state.onboarding.clock.now();
        // Beats have jitter: half an interval of tolerance selects the nearest beat.
        if now + self.app_state.settings.live_beat / 2 < self.checked + CHECK {
            return true;
        }
        self.checked = now;
        // Boxed because the check is rare: inline, each stream would reserve memory for it.
        let session_data = session::look_up(&self.app_state.sessions, self.subscription.session());
        match Box::pin(session_data).await {
            Ok(session_data) => {
                let terms = SessionTimeouts::new(&self.app_state.settings);
                session_data
                    .is_some_and(|v| is_theirs(&v, terms, self.subscription.application(), now))
            }
            Err(error) => {
                tracing::error!(%error, "a session cannot be looked at again");
                false
            }
        }
    }
}

/// Whether a session is active and belongs to this application.
fn is_theirs(
    session_data: &SessionData,
    terms: SessionTimeouts,
    id: ApplicationId,
    now: OffsetDateTime,
) -> bool {
    session_data.application == Some(id) && terms.remaining(session_data, now).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_for_a_session_that_lives_and_has_the_application() {
        let settings = crate::config::read(&|_| None).expect("sound settings");
        let terms = SessionTimeouts::new(&settings);
        let [ours, another] = [1, 2].map(|n| ApplicationId::new([n; 16]));
        let began = OffsetDateTime::UNIX_EPOCH;
        let session_data = |application| SessionData {
            began,
            seen: began,
            csrf: String::new(),
            lang: None,
            application,
            external_id: None,
        };
        let minutes = |minutes| began + Duration::minutes(minutes);
        for (application, now, theirs) in [
            (Some(ours), began, true),
            (Some(ours), minutes(14), true),
            (Some(ours), minutes(15), false),
            (Some(another), began, false),
            (None, began, false),
        ] {
            assert_eq!(
                is_theirs(&session_data(application), terms, ours, now),
                theirs
            );
        }
    }
}
