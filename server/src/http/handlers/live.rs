//! Server-sent events for an open status page. An event only tells the page to poll. Every status
//! value goes through the poll endpoint, which checks session, origin and form token.

use crate::{
    http::{AppState, layers::problem, session::LiveSession},
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
use std::{convert::Infallible, sync::Arc};
use time::{Duration, OffsetDateTime};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tower_sessions_core::Session;

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
    // The page has this version, or polls for a newer one now.
    let hub = &app_state.store.hub;
    hub.note_version(application.id, application.version);
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
            is_open = self.subscription.changed() => is_open.then_some(TICK),
            _ = self.beats.tick() => self.is_still_theirs().then_some(BEAT),
        };
        word.map(|word| (Ok(Bytes::from_static(word.as_bytes())), self))
    }

    /// Checks the session again, once a minute. If the store fails the stream ends, and the page
    /// falls back to polling.
    fn is_still_theirs(&mut self) -> bool {
        let now = self.app_state.onboarding.clock.now();
        // Beats have jitter: half an interval of tolerance selects the nearest beat.
        if now + self.app_state.settings.live_beat / 2 < self.checked + CHECK {
            return true;
        }
        self.checked = now;
        // An error is logged where it occurs, and ends the stream.
        LiveSession::by_id(&self.app_state, &self.subscription.session(), now).is_ok_and(|live| {
            live.is_some_and(|live| live.application() == self.subscription.application())
        })
    }
}
