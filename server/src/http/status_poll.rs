//! The question that an open page asks again and again, where it is a plain one:
//! a session that lives, with an application in it, and nobody to be asked
//! about it just now. Thousands of pages ask it, so that it costs next to nothing: it
//! is answered from one reading, past the layers that put pages together. Whatever is
//! in doubt goes the whole way through these, which has the same answer to a plain
//! question, and one to every other; it reads more, so that it may fail where this
//! does not.

use super::{
    AppState, form,
    language::preferred,
    log::Routine,
    origin_check, problem,
    session::{self, SessionTimeouts},
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

/// The longest plain question, in bytes: a token, a face and a number.
const LARGEST: usize = 512;
/// How long its body may take behind its head: a browser sends both at once.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Where it is asked.
pub(super) fn path() -> &'static str {
    api::url::<api::CheckStatus>()
}

/// Answers it, or has it go the whole way.
pub(super) fn route(whole_way: &Router) -> MethodRouter<AppState> {
    let whole_way = whole_way.clone();
    any(
        move |State(app_state): State<AppState>, request: Request| async move {
            match fast_path(&app_state, request).await {
                Ok(news) => respond(&news),
                // A router never fails.
                Err(request) => match whole_way.oneshot(request).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                },
            }
        },
    )
}

/// The short way; the request as it came where it is not for this one.
async fn fast_path(app_state: &AppState, request: Request) -> Result<StatusUpdate, Request> {
    if !is_plain(&request, app_state) {
        return Err(request);
    }
    let (parts, mut body) = request.into_parts();
    // A frame that does not come in time is not taken.
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

/// The whole way knows what to say where something panics.
fn catch_panic<T>(answer: impl FnOnce() -> T) -> std::thread::Result<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(answer))
}

/// Whether a request is such a question, as far as its head says.
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

/// The answer to a plain question; `None` where it is none, or where something
/// is in the way that the whole way knows how to speak of.
fn answer(app_state: &AppState, headers: &HeaderMap, form: &Bytes) -> Option<StatusUpdate> {
    let now = app_state.onboarding.clock.now();
    let session = session::id(headers, app_state.settings.is_secure())?;
    let asked = app_state
        .store
        .load_session_and_application(&session, now, |stored| {
            let session_data = session::decode_stored(stored)?;
            SessionTimeouts::new(&app_state.settings).remaining(&session_data, now)?;
            form::check(form, &session_data.csrf).ok()?;
            let application = session_data.application;
            Some((session_data, application))
        });
    let (session_data, asked) = asked.ok()??;
    let asked = asked?;
    let outline = app_state.onboarding.status_without_poll(asked.summary)?;
    // A session that does not know the upstream's id yet learns it on the whole way.
    let knows = outline.external_id == session_data.external_id;
    if !knows || app_state.dispatcher.is_in_flight(outline.id) {
        return None;
    }
    let lang = session_data.lang.unwrap_or_else(|| preferred(headers));
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

/// What the page shows, and how often it has asked.
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
