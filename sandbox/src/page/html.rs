//! The frame of every page: one style sheet and a strict policy.
//!
//! Pages need no script and load nothing. The style sheet is inline, and the
//! content security policy allows only that.

use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
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
    body: Markup,
}

impl Page {
    /// A page for a phone. `title` is also the heading.
    pub(super) fn narrow(title: impl Into<String>, body: Markup) -> Self {
        Self {
            status: StatusCode::OK,
            title: title.into(),
            class: "narrow",
            body,
        }
    }

    /// A page with tables.
    pub(super) fn wide(title: impl Into<String>, body: Markup) -> Self {
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
        let html = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex";
                    title { (self.title) " – Sandbox" }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header { p.banner { "Sandbox: no real documents are read" } }
                    main class=(self.class) {
                        div.card { h1 { (self.title) } (self.body) }
                    }
                }
            }
        };
        let headers = [
            (CONTENT_SECURITY_POLICY, POLICY.as_str()),
            // The address of a capture page is a credential.
            (CACHE_CONTROL, "no-store"),
            // "no-referrer" would also blank the Origin header of the pages' own forms.
            (REFERRER_POLICY, "same-origin"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ];
        (self.status, headers, Html(html.into_string())).into_response()
    }
}

/// A table that scrolls sideways on a narrow screen. `rows` has its `<tr>` elements.
pub(super) fn table(name: &str, caption: Option<&str>, headings: &[&str], rows: &Markup) -> Markup {
    html! {
        div.scroll role="region" tabindex="0" aria-label=(name) {
            table {
                @if let Some(caption) = caption { caption { (caption) } }
                thead { tr { @for heading in headings { th scope="col" { (heading) } } } }
                tbody { (rows) }
            }
        }
    }
}
