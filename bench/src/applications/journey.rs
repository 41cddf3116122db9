//! The way of one applicant through every page and form.

use super::FORMS;
use crate::result::Fallible;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, header},
};
use http_body_util::BodyExt;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tower::ServiceExt;

/// Completes applications, one after the other, while there are any.
pub(super) async fn apply_repeatedly(router: Router, remaining: Arc<AtomicUsize>) -> Fallible<()> {
    let take = |remaining: usize| remaining.checked_sub(1);
    while remaining
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
        .is_ok()
    {
        apply(&router).await?;
    }
    Ok(())
}

/// Completes one application: loads each page and sends each form.
async fn apply(router: &Router) -> Fallible<()> {
    let (headers, page) = send(router, get("/", "")?).await?;
    let (cookie, csrf) = (cookie(&headers)?, csrf_token(&page)?);
    let (headers, _) = send(router, post("/api/begin", &cookie, &csrf, "")?).await?;
    let cookie = self::cookie(&headers)?;
    for (path, action, fields) in FORMS {
        let (_, page) = send(router, get(path, &cookie)?).await?;
        send(router, post(action, &cookie, &csrf_token(&page)?, fields)?).await?;
    }
    let (_, page) = send(router, get("/status", &cookie)?).await?;
    if page.windows(8).any(|text| text == b"approved") {
        Ok(())
    } else {
        Err("an application was not approved".into())
    }
}

async fn send(router: &Router, request: Request<Body>) -> Fallible<(HeaderMap, Bytes)> {
    let answer = router.clone().oneshot(request).await?;
    let (parts, body) = answer.into_parts();
    if parts.status.is_client_error() || parts.status.is_server_error() {
        return Err(format!("{}", parts.status).into());
    }
    Ok((parts.headers, body.collect().await?.to_bytes()))
}

fn request(path: &str, cookie: &str) -> axum::http::request::Builder {
    let peer = SocketAddr::from(([127, 0, 0, 1], 4100));
    Request::builder()
        .uri(path)
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, cookie)
        .extension(ConnectInfo(peer))
}

fn get(path: &str, cookie: &str) -> Result<Request<Body>, axum::http::Error> {
    request(path, cookie).body(Body::empty())
}

fn post(
    path: &str,
    cookie: &str,
    csrf: &str,
    fields: &str,
) -> Result<Request<Body>, axum::http::Error> {
    request(path, cookie)
        .method("POST")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(format!("csrf={csrf}&{fields}")))
}

/// The session cookie in an answer's headers.
fn cookie(headers: &HeaderMap) -> Fallible<String> {
    let set = headers
        .get(header::SET_COOKIE)
        .ok_or("no cookie")?
        .to_str()?;
    Ok(set.split(';').next().unwrap_or_default().to_owned())
}

/// The CSRF token of a page's form.
fn csrf_token(page: &[u8]) -> Fallible<String> {
    let page = std::str::from_utf8(page)?;
    let (_, rest) = page
        .split_once("name=\"csrf\" value=\"")
        .ok_or("no token")?;
    let (token, _) = rest.split_once('"').ok_or("no token")?;
    Ok(token.to_owned())
}
