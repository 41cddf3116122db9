//! Fast path for polls of an open status page, around the applicants' router.
//!
//! It applies if the session is active, has an application and no provider poll is due. Thousands
//! of pages poll, so one database read answers. The full path loads the session and the whole
//! application separately, builds the page context and runs the server function. It answers every
//! other request, also those that a check below refuses: this layer never rejects. The full path
//! gives the same answer to a plain poll. It reads more, so it can fail where the fast path does
//! not.

use super::{form, log::Routine, origin_check, problem};
use crate::http::{
    AppState,
    language::preferred,
    session::{self, LiveSession},
};
use app::{
    api::{self, StatusUpdate},
    problem::Problem,
    server::{PollRequest, StatusSnapshot, encode_response, poll_response},
};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use http_body_util::BodyExt;
use std::{any::Any, time::Duration};
use tokio::time::timeout;
use url::form_urlencoded;

/// Largest poll body, in bytes: a token, a fingerprint and a number.
const LARGEST: usize = 512;
/// Longest wait for the body after the head; browsers send both at once.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Path of the poll endpoint.
pub(crate) fn path() -> &'static str {
    api::url::<api::CheckStatus>()
}

/// Answers a plain poll, or forwards the unchanged request to the full path.
pub(crate) async fn layer(
    State(app_state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    if !is_plain(&request, &app_state) {
        return next.run(request).await;
    }
    let (parts, mut body) = request.into_parts();
    // A timeout is safe here: no frame is lost, and the full path reads the body.
    let Ok(Some(first)) = timeout(AT_ONCE, body.frame()).await else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let first = first.map(|frame| frame.into_data().unwrap_or_default());
    if let Ok(form) = &first
        && length(&parts.headers) == Some(form.len())
        && let Some(news) = answer(&app_state, &parts.headers, form)
    {
        return respond(&news);
    }
    let whole = stream::iter([first]).chain(body.into_data_stream());
    let request = Request::from_parts(parts, Body::from_stream(whole));
    next.run(request).await
}

/// Response after a panic. Only scripts take the fast path, so it is never a page.
pub(crate) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let was = problem::panicked(panic);
    problem::render(Problem::Broken, was, false, None, None)
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

/// Answer to a plain poll. `None` if the full path must answer.
fn answer(app_state: &AppState, headers: &HeaderMap, form: &Bytes) -> Option<StatusUpdate> {
    let now = app_state.onboarding.clock.now();
    let session = session::id(headers, app_state.settings.is_secure())?;
    let loaded = app_state
        .store
        .load_session_and_application(&session, now, |stored| {
            let live = LiveSession::from_stored(stored, app_state.timeouts, now)?;
            form::check(form, live.csrf()).ok()?;
            let application = live.application();
            Some((live, Some(application)))
        });
    let (live, application) = loaded.ok()??;
    let application = application?;
    let outline = app_state
        .onboarding
        .status_without_poll(application.summary)?;
    // The full path copies a new provider id into the session.
    if !live.knows(outline.external_id.as_ref()) || app_state.dispatcher.is_in_flight(outline.id) {
        return None;
    }
    let lang = live.lang().unwrap_or_else(|| preferred(headers));
    let (seen, polls) = fields(form)?;
    let request = PollRequest { seen: &seen, polls };
    let shown = StatusSnapshot {
        state: &outline.state,
        attempts: outline.attempts,
        newest: application.last_message,
    };
    Some(poll_response(shown, request, lang, now))
}

/// Fingerprint that the page shows, and its number of polls so far. `None` also for an applicant who
/// has just returned to the page: the full path then polls the provider.
fn fields(form: &[u8]) -> Option<(String, u32)> {
    let (mut seen, mut polls) = (None, None);
    for (name, value) in form_urlencoded::parse(form) {
        match &*name {
            "seen" => seen = Some(value.into_owned()),
            "asked" => polls = value.parse().ok(),
            "returned" if value == "true" => return None,
            _ => {}
        }
    }
    Some((seen?, polls?))
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
