//! The pages beside the API: capture, the landing page, the controls.
//!
//! They need no script and load nothing: one style sheet inside the page, and a
//! content security policy that lets in just that.

mod capture;
mod control;
mod control_api;
mod landing;
mod same_site;
mod webhook_api;
mod webhooks;

use std::fmt;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::from_fn;
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::upstream::Upstream;

const STYLE: &str = include_str!("style.css");

/// The style sheet is let in by its own digest: no nonce, no `unsafe-inline`.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let digest = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    )
});

/// All pages; anything else is a page that says so.
pub(crate) fn router() -> Router<Arc<Upstream>> {
    Router::new()
        .merge(landing::router())
        .merge(capture::router())
        .merge(
            control::router()
                .merge(control_api::router())
                .merge(webhooks::router())
                .merge(webhook_api::router())
                .layer(from_fn(same_site::check)),
        )
        .fallback(async || {
            Page::narrow("There is nothing here", "<p><a href=\"/\">Sandbox</a></p>")
                .with_status(StatusCode::NOT_FOUND)
        })
}

/// A page about to be sent.
struct Page {
    status: StatusCode,
    title: String,
    class: &'static str,
    body: String,
}

impl Page {
    /// A page for a phone. `title` is also its heading; `body` is markup.
    fn narrow(title: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            status: StatusCode::OK,
            title: title.into(),
            class: "narrow",
            body: body.into(),
        }
    }

    /// A page with tables.
    fn wide(title: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            class: "wide",
            ..Self::narrow(title, body)
        }
    }

    fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let title = Text(&self.title);
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"robots\" content=\"noindex\">\n\
             <title>{title} – Sandbox</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <header><p class=\"notice\">Sandbox: no real documents are read</p></header>\n\
             <main class=\"{class}\"><div class=\"sheet\">\n<h1>{title}</h1>\n{body}\n</div></main>\n\
             </body>\n</html>\n",
            class = self.class,
            body = self.body,
        );
        let headers = [
            (CONTENT_SECURITY_POLICY, POLICY.as_str()),
            // A link's address is a credential.
            (CACHE_CONTROL, "no-store"),
            // Not "no-referrer": it would also blank the Origin of our own forms.
            (REFERRER_POLICY, "same-origin"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ];
        (self.status, headers, Html(html)).into_response()
    }
}

/// Text on its way into markup.
struct Text<'a>(&'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => fmt::Write::write_char(f, other)?,
            }
        }
        Ok(())
    }
}
