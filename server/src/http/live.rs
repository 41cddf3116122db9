//! What an open status page listens to: a stream of server-sent events that
//! say "ask again" and nothing else. Whatever there is to know is told to a
//! question, which session, origin and form token stand before.

use super::{
    AppState, problem,
    session::{self, SessionData, SessionTimeouts},
};
use crate::live::Subscription;
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

/// An event. A browser drops one that has no line of data at all.
const TICK: &str = "event: tick\ndata:\n\n";
/// A comment: it keeps proxies from hanging up, and finds out who is gone.
const BEAT: &str = ":\n\n";
/// How often the session is looked at again.
const CHECK: Duration = Duration::MINUTE;
/// Some proxies gather answers before they pass them on, unless told.
const UNBUFFERED: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Opens the stream, for whoever may see a status page that waits. Neither
/// opening nor holding it is a sign of life (`page_context::counts_as_activity`).
pub(super) async fn listen(
    State(app_state): State<AppState>,
    Extension(context): Extension<Arc<PageContext>>,
    session: Session,
    headers: HeaderMap,
) -> Response {
    // For our pages: a sibling site must not take up somebody's seats.
    let site = headers.get("sec-fetch-site");
    let ours = site.is_none_or(|site| site == "same-origin");
    let application = context.application().filter(|a| ours && !a.is_draft());
    let (Some(application), Some(session)) = (application, session.id()) else {
        return problem::of(Problem::Missing).into_response();
    };
    if application.state.kind().is_final() {
        return StatusCode::NO_CONTENT.into_response();
    }
    // The page asks when it begins to listen.
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

/// Somebody who listens. There are thousands: whatever is kept here counts.
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

    /// The next word; `None` at the end.
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        let word = tokio::select! {
            biased;
            told = self.subscription.changed() => told.then_some(TICK),
            _ = self.beats.tick() => self.is_still_theirs().await.then_some(BEAT),
        };
        word.map(|word| (Ok(Bytes::from_static(word.as_bytes())), self))
    }

    /// Looks at the session again, once a minute. Where it cannot be read nobody
    /// is told anything: the page asks.
    async fn is_still_theirs(&mut self) -> bool {
        let now = self.app_state.onboarding.clock.now();
        // Beats come a moment sooner or later: the one that is meant is the nearest.
        if now + self.app_state.settings.live_beat / 2 < self.checked + CHECK {
            return true;
        }
        self.checked = now;
        // Boxed: it is looked at seldom, and its room would be kept all the time.
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

/// Whether a session lives and has this application.
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
