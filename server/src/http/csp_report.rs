//! What browsers report about our policy (ASVS 3.4.7).
//!
//! A report is anybody's word: bounded, rationed, and of it only the directive
//! and the origin that was blocked are logged. Whole addresses, queries and
//! samples of scripts may hold personal data: nothing here reads them.

use super::{AppState, body, client_ip::client_ip};
use axum::{
    body::Body,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
};
use serde::Deserialize;
use std::net::SocketAddr;
use url::Url;

/// Where the policy tells browsers to send them.
pub(super) const PATH: &str = "/csp-report";
/// How many one address may send a minute: a broken page sends a few.
pub(super) const PER_MINUTE: u32 = 20;
/// The largest report, in bytes. Browsers cut the samples; addresses may be long.
const LARGEST: usize = 16 * 1024;

/// The body (CSP level 3, "report-uri").
#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "csp-report")]
    report: Report,
}

/// What is read of it.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Report {
    #[serde(default)]
    effective_directive: String,
    /// The older name, which may have the sources behind the directive.
    #[serde(default)]
    violated_directive: String,
    #[serde(default)]
    blocked_uri: String,
}

/// Takes a report.
pub(super) async fn take(
    State(app_state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    let ip = client_ip(peer.ip(), &headers, &app_state.settings.trusted_proxies);
    if !app_state.reports.admits(ip) {
        return StatusCode::TOO_MANY_REQUESTS;
    }
    // The type that only a browser's own reports have: another site's page
    // would have to ask first (CORS), and is told nothing.
    let kind = headers.get(header::CONTENT_TYPE);
    if kind.is_none_or(|kind| kind != "application/csp-report") {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE;
    }
    let Ok(bytes) = body::read(body, LARGEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE;
    };
    let Ok(Envelope { report }) = serde_json::from_slice(&bytes) else {
        return StatusCode::BAD_REQUEST;
    };
    tracing::warn!(
        directive = report.directive(),
        blocked = blocked(&report.blocked_uri),
        "a browser reports a breach of the policy"
    );
    StatusCode::NO_CONTENT
}

/// The directives that can be broken.
const DIRECTIVES: [&str; 20] = [
    "base-uri",
    "child-src",
    "connect-src",
    "default-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "object-src",
    "require-trusted-types-for",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "worker-src",
];

impl Report {
    /// The directive, if it is one.
    fn directive(&self) -> &'static str {
        let said = [&self.effective_directive, &self.violated_directive];
        let mut words = said
            .iter()
            .filter_map(|said| said.split_ascii_whitespace().next());
        words
            .find_map(|word| DIRECTIVES.into_iter().find(|known| *known == word))
            .unwrap_or("unknown")
    }
}

/// What was blocked, as an origin, a scheme or one of the words that stand for
/// something within the page.
fn blocked(uri: &str) -> String {
    const WORDS: [&str; 6] = [
        "inline",
        "eval",
        "wasm-eval",
        "self",
        "trusted-types-policy",
        "trusted-types-sink",
    ];
    if WORDS.contains(&uri) {
        return uri.to_owned();
    }
    match Url::parse(uri) {
        Ok(url) if url.origin().is_tuple() => {
            let origin = url.origin().ascii_serialization();
            origin.chars().take(100).collect()
        }
        // An extension's or a file's address says more than we want to know.
        Ok(url) => url.scheme().chars().take(20).collect(),
        // Some browsers send a bare scheme, such as `data`.
        Err(_) if uri.len() <= 20 && uri.bytes().all(|b| b.is_ascii_lowercase()) => uri.to_owned(),
        Err(_) => "unreadable".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_was_blocked_only_the_origin_is_kept() {
        for (uri, kept) in [
            ("https://evil.example/a?name=Doe#x", "https://evil.example"),
            (
                "https://jane:pw@evil.example:8443/",
                "https://evil.example:8443",
            ),
            ("wss://evil.example/socket", "wss://evil.example"),
            ("inline", "inline"),
            ("wasm-eval", "wasm-eval"),
            ("data", "data"),
            ("data:text/html,Doe", "data"),
            ("chrome-extension://abcdef/doe.js", "chrome-extension"),
            ("file:///home/doe/x.js", "file"),
            ("", ""),
            ("Jane Doe\nERROR forged", "unreadable"),
        ] {
            assert_eq!(blocked(uri), kept, "{uri}");
        }
        let long = format!("https://{}.example/", "a.".repeat(100));
        assert!(blocked(&long).len() <= 100);
    }

    #[test]
    fn a_directive_is_one_that_exists() {
        let report = |effective: &str, violated: &str| Report {
            effective_directive: effective.to_owned(),
            violated_directive: violated.to_owned(),
            blocked_uri: String::new(),
        };
        for (effective, violated, expected) in [
            ("script-src-elem", "script-src-elem", "script-src-elem"),
            ("", "script-src 'nonce-x' 'strict-dynamic'", "script-src"),
            ("", "", "unknown"),
            ("Jane Doe", "1234", "unknown"),
        ] {
            assert_eq!(report(effective, violated).directive(), expected);
        }
    }
}
