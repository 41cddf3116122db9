//! `/.well-known/security.txt`: where to report a vulnerability (RFC 9116).

use crate::{config::Settings, http::AppState};
use axum::{
    Router,
    http::{HeaderValue, header::CONTENT_TYPE},
    routing::get,
};
use std::fmt::Write;
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

const PATH: &str = "/.well-known/security.txt";
/// How long the text is valid after the server's start: less than a year (RFC 9116, section
/// 2.5.5). A server that ran so long without a restart has had no update either.
const VALID: Duration = Duration::days(360);

/// Route of the text. Without a contact there is none, and the address is a missing page.
pub(crate) fn route(settings: &Settings, started: OffsetDateTime) -> Router<AppState> {
    let Some(text) = text(settings, started) else {
        return Router::new();
    };
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    let answer = move || async move { ([(CONTENT_TYPE, kind)], text) };
    Router::new().route(PATH, get(answer))
}

/// The text, if a contact is configured.
fn text(settings: &Settings, started: OffsetDateTime) -> Option<String> {
    let contact = settings.security_contact.as_ref()?;
    let expires = (started + VALID).replace_nanosecond(0).ok()?;
    let expires = expires.format(&Rfc3339).ok()?;
    let canonical = settings.public_url.join(PATH).ok()?;
    let mut text = format!(
        "Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en, es\nCanonical: {canonical}\n"
    );
    if let Some(policy) = &settings.security_policy {
        let _ = writeln!(text, "Policy: {policy}");
    }
    Some(text)
}
