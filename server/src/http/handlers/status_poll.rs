//! Fast path for polls of an open status page. It applies if the session is active, has an
//! application and no provider poll is due. Thousands of pages poll, so one database read answers,
//! outside the page layers. In every other case the request takes the full path through the layers.
//! The full path gives the same answer to a plain poll. It reads more, so it can fail where the
//! fast path does not.

use crate::http::{
    AppState,
    language::preferred,
    layers::{form, log::Routine, origin_check, problem},
    session::{self, LiveSession},
};
use app::{
    api::{self, StatusUpdate},
    server::{PollRequest, StatusSnapshot, encode_response, poll_response},
};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, any},
};
use futures_util::{StreamExt, stream};
use http_body_util::BodyExt;
use std::time::Duration;
use tokio::time::timeout;
use tower::ServiceExt;
use url::form_urlencoded;

/// Largest poll body, in bytes: a token, a fingerprint and a number.
const LARGEST: usize = 512;
/// Longest wait for the body after the head; browsers send both at once.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Path of the poll endpoint.
pub(crate) fn path() -> &'static str {
    api::url::<api::CheckStatus>()
}

/// Route of the poll endpoint, with the full path as its fallback.
pub(crate) fn route(whole_way: &Router) -> MethodRouter<AppState> {
    let whole_way = whole_way.clone();
    any(
        move |State(app_state): State<AppState>, request: Request| async move {
            match fast_path(&app_state, request).await {
                Ok(news) => respond(&news),
                // A router is infallible.
                Err(request) => match whole_way.oneshot(request).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                },
            }
        },
    )
}

/// Fast path. Returns the unchanged request if it needs the full path.
async fn fast_path(app_state: &AppState, request: Request) -> Result<StatusUpdate, Request> {
    if !is_plain(&request, app_state) {
        return Err(request);
    }
    let (parts, mut body) = request.into_parts();
    // A timeout is safe here: no frame is lost, and the full path reads the body.
    let Ok(Some(first)) = timeout(AT_ONCE, body.frame()).await else {
        return Err(Request::from_parts(parts, body));
    };
    let first = first.map(|frame| frame.into_data().unwrap_or_default());
    if let Ok(form) = &first
        && length(&parts.headers) == Some(form.len())
        && let Ok(Some(news)) = catch_panic(|| answer(app_state, &parts.headers, form))
    {
        return Ok(news);
    }
    let whole = stream::iter([first]).chain(body.into_data_stream());
    Err(Request::from_parts(parts, Body::from_stream(whole)))
}

/// Catches a panic, so that the full path can produce the error response.
fn catch_panic<T>(answer: impl FnOnce() -> T) -> std::thread::Result<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(answer))
}

/// Whether the head of a request is that of a plain poll.
fn is_plain(request: &Request, app_state: &AppState) -> bool {
    let headers = request.headers();
    request.method() == Method::POST
        && length(headers).is_some_and(|length| length <= LARGEST)
        && form::is_form(headers)
        && !problem::wants_page(headers)
        && origin_check::is_ours(headers, &app_state.origin)
}

fn length(headers: &HeaderMap) -> Option<usize> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// Answer to a plain poll. `None` if the request needs the full path or an error must be rendered.
fn answer(app_state: &AppState, headers: &HeaderMap, form: &Bytes) -> Option<StatusUpdate> {
    let now = app_state.onboarding.clock.now();
    let session = session::id(headers, app_state.settings.is_secure())?;
    let asked = app_state
        .store
        .load_session_and_application(&session, now, |stored| {
            let live = LiveSession::from_stored(stored, app_state.timeouts, now)?;
            form::check(form, live.csrf()).ok()?;
            let application = live.application();
            Some((live, application))
        });
    let (live, asked) = asked.ok()??;
    let asked = asked?;
    let outline = app_state.onboarding.status_without_poll(asked.summary)?;
    // The full path copies a new provider id into the session.
    if !live.knows(outline.external_id.as_ref()) || app_state.dispatcher.is_in_flight(outline.id) {
        return None;
    }
    let lang = live.lang().unwrap_or_else(|| preferred(headers));
    let (seen, count) = fields(form)?;
    let question = PollRequest {
        seen: &seen,
        asked: count,
    };
    let shown = StatusSnapshot {
        state: &outline.state,
        attempts: outline.attempts,
        newest: asked.last_message,
    };
    Some(poll_response(shown, question, lang, now))
}

/// Fingerprint that the page shows, and its number of polls so far.
fn fields(form: &[u8]) -> Option<(String, u32)> {
    let (mut seen, mut asked) = (None, None);
    for (name, value) in form_urlencoded::parse(form) {
        match &*name {
            "seen" => seen = Some(value.into_owned()),
            "asked" => asked = value.parse().ok(),
            _ => {}
        }
    }
    Some((seen?, asked?))
}

fn respond(news: &StatusUpdate) -> Response {
    tracing::debug!(news.changed, "a question went the short way");
    let (kind, lines) = encode_response(news);
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(kind))];
    let mut response = (kind, lines).into_response();
    if !news.changed {
        response.extensions_mut().insert(Routine);
    }
    response
}
