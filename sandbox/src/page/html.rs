//! The frame of every page: one style sheet, escaping, and a strict policy.
//!
//! Pages need no script and load nothing. The style sheet is inline, and the
//! content security policy allows only that.

use std::fmt;
use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

const STYLE: &str = include_str!("style.css");

/// The policy allows the style sheet by its digest: no nonce, no `unsafe-inline`.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let digest = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    )
});

/// A page: status, title and body.
pub(super) struct Page {
    status: StatusCode,
    title: String,
    class: &'static str,
    body: String,
}

impl Page {
    /// A page for a phone. `title` is also the heading; `body` is markup.
    pub(super) fn narrow(title: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            status: StatusCode::OK,
            title: title.into(),
            class: "narrow",
            body: body.into(),
        }
    }

    /// A page with tables.
    pub(super) fn wide(title: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            class: "wide",
            ..Self::narrow(title, body)
        }
    }

    pub(super) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let title = Escaped(&self.title);
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
            // The address of a capture page is a credential.
            (CACHE_CONTROL, "no-store"),
            // "no-referrer" would also blank the Origin header of the pages' own forms.
            (REFERRER_POLICY, "same-origin"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ];
        (self.status, headers, Html(html)).into_response()
    }
}

/// Text that `Display` escapes for markup.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// The `<option>` elements of a `<select>`.
pub(super) fn select_options(names: &mut dyn Iterator<Item = &'static str>) -> String {
    names.fold(String::new(), |mut options, name| {
        // Writing to a String cannot fail.
        let _ = write!(options, "<option>{name}</option>");
        options
    })
}

/// A page that says why a form had no effect.
pub(super) fn form_error(reason: &str) -> Response {
    Page::narrow(
        reason,
        "<p><a href=\"/control\">Back to the inquiries</a></p>",
    )
    .with_status(StatusCode::BAD_REQUEST)
    .into_response()
}
