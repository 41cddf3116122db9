//! Cookie of the session: opens the session of a request, and saves it with the response.

use super::unavailable;
use crate::http::{AppState, cookie};
use app::server::SessionError;
use axum::{
    http::{HeaderMap, HeaderValue, header::SET_COOKIE},
    response::Response,
};
use time::Duration;
use tower_sessions_core::{Expiry, Session, session::Id};

/// Name of the cookie. `__Host-` requires `Secure`; over plain HTTP the name is plain (ASVS 3.3.1).
const fn name(secure: bool) -> &'static str {
    if secure {
        "__Host-vestibule-session"
    } else {
        "vestibule-session"
    }
}

/// Session id from the request's cookie, if it parses. The session may have ended.
pub(in crate::http) fn id(headers: &HeaderMap, secure: bool) -> Option<Id> {
    cookie::cookie(headers, name(secure))?.parse().ok()
}

/// Whether the request has a session cookie. The session may have ended.
pub(in crate::http) fn was_here(headers: &HeaderMap, secure: bool) -> bool {
    cookie::cookie(headers, name(secure)).is_some()
}

/// `Set-Cookie` value that removes the cookie.
pub(in crate::http) fn removed(secure: bool) -> HeaderValue {
    cookie::lax(name(secure), "", Some(Duration::ZERO), secure)
}

/// Session of a request; nothing is read yet.
///
/// The row outlives the idle timeout, so that a late request gets the message "signed out".
pub(in crate::http) fn open(app_state: &AppState, headers: &HeaderMap) -> Session {
    let id = id(headers, app_state.settings.is_secure());
    // `OnInactivity` would take the system's clock instead of the server's.
    let now = app_state.onboarding.clock.now();
    let expiry = Expiry::AtDateTime(now + app_state.timeouts.absolute);
    Session::new(id, app_state.sessions.clone(), Some(expiry))
}

/// Saves a changed session and sets its cookie, except after a server error.
///
/// The library's own layer saves outside the page context, so a failed write would have no page. It
/// also reads cookies otherwise than browsers do (`cookie.rs`).
pub(in crate::http) async fn save(
    app_state: &AppState,
    session: &Session,
    response: &mut Response,
) -> Result<(), SessionError> {
    if !session.is_modified() || response.status().is_server_error() {
        return Ok(());
    }
    // The request has ended its session. A save would create a row for it.
    if session.is_empty().await {
        return Ok(());
    }
    session.save().await.map_err(unavailable)?;
    if let Some(id) = session.id() {
        let secure = app_state.settings.is_secure();
        // Without a lifetime: the browser removes the cookie when it closes.
        let cookie = cookie::lax(name(secure), &id.to_string(), None, secure);
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(())
}
