//! Endpoint for the browsers' CSP reports (ASVS 3.4.7).
//!
//! Reports are untrusted: size and rate are limited. A report counts only if it is about a document
//! of this site. What a browser extension put into it does not count. Only the directive and the
//! blocked origin are logged. Full URLs, queries and script samples may hold personal data, so the
//! log never has them.

use crate::http::{AppState, body, client_ip::client_ip};
use axum::{
    body::Body,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
};
use serde::Deserialize;
use std::net::SocketAddr;
use url::Url;

/// Path of the endpoint, named in the policy.
pub(crate) const PATH: &str = "/csp-report";
/// Reports per minute and client address. A broken page sends a few.
pub(crate) const PER_MINUTE: u32 = 20;
/// Largest report, in bytes. Browsers truncate samples, but URLs may be long.
const LARGEST: usize = 16 * 1024;

/// Request body (CSP level 3, "report-uri").
#[derive(Deserialize)]
struct ReportEnvelope {
    #[serde(rename = "csp-report")]
    report: CspReport,
}

/// Fields of a report that are read.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct CspReport {
    /// Address of the page whose policy was violated. Only its origin is read.
    #[serde(default)]
    document_uri: String,
    /// Address of the script that violated it, if the browser names one. Only its scheme is read.
    #[serde(default)]
    source_file: String,
    #[serde(default)]
    effective_directive: String,
    /// Older name of the directive field; its value may include the source list.
    #[serde(default)]
    violated_directive: String,
    #[serde(default)]
    blocked_uri: String,
}

/// Accepts a report.
pub(crate) async fn take(
    State(app_state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    let ip = client_ip(peer.ip(), &headers, &app_state.settings.trusted_proxies);
    if !app_state.report_limits.admits(ip) {
        return StatusCode::TOO_MANY_REQUESTS;
    }
    // Only the browser's own reports have this type. For another site's page it requires a CORS
    // preflight, which the server does not answer.
    let kind = headers.get(header::CONTENT_TYPE);
    if kind.is_none_or(|kind| kind != "application/csp-report") {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE;
    }
    let Ok(bytes) = body::read(body, LARGEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE;
    };
    let Ok(ReportEnvelope { report }) = serde_json::from_slice(&bytes) else {
        return StatusCode::BAD_REQUEST;
    };
    match report.relevance(&app_state.origin) {
        Relevance::Ours => tracing::warn!(
            directive = report.directive(),
            blocked = blocked(&report.blocked_uri),
            "a browser reports a breach of the policy"
        ),
        // Browsers send these in good faith, so the answer is the same.
        Relevance::Extension => tracing::debug!("a browser reports its own extension"),
        Relevance::OtherSite => return StatusCode::UNPROCESSABLE_ENTITY,
    }
    StatusCode::NO_CONTENT
}

/// Whether a report is about this site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relevance {
    /// A violation in a document of this site.
    Ours,
    /// A browser extension violated the policy of our document. Neither the page nor an attacker can
    /// change that.
    Extension,
    /// The document is not ours: a forged report, or one that the browser sent to the wrong place.
    OtherSite,
}

/// Schemes of content that a browser extension inserts.
const EXTENSIONS: [&str; 6] = [
    "chrome-extension",
    "moz-extension",
    "ms-browser-extension",
    "safari-extension",
    "safari-web-extension",
    "webkit-masked-url",
];

/// Directives that a report may name.
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

impl CspReport {
    /// What the report is about. `origin` is our own origin, as browsers serialize it.
    fn relevance(&self, origin: &str) -> Relevance {
        let document = Url::parse(&self.document_uri);
        if !document.is_ok_and(|url| url.origin().ascii_serialization() == origin) {
            return Relevance::OtherSite;
        }
        // Some browsers send a bare scheme.
        let scheme = |uri: &str| {
            uri.split(':')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase()
        };
        let sources = [scheme(&self.blocked_uri), scheme(&self.source_file)];
        if sources.iter().any(|it| EXTENSIONS.contains(&it.as_str())) {
            return Relevance::Extension;
        }
        Relevance::Ours
    }

    /// The violated directive, or `unknown`.
    fn directive(&self) -> &'static str {
        let values = [&self.effective_directive, &self.violated_directive];
        let mut words = values
            .iter()
            .filter_map(|value| value.split_ascii_whitespace().next());
        words
            .find_map(|word| DIRECTIVES.into_iter().find(|known| *known == word))
            .unwrap_or("unknown")
    }
}

/// What was blocked: an origin, a scheme or a keyword for content within the page.
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
        // URLs of extensions and files can hold personal data, so only the scheme is logged.
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
    fn blocked_uri_is_reduced_to_its_origin() {
        for (uri, expected) in [
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
            assert_eq!(blocked(uri), expected, "{uri}");
        }
        let long = format!("https://{}.example/", "a.".repeat(100));
        assert!(blocked(&long).len() <= 100);
    }

    #[test]
    fn unknown_directive_is_reported_as_unknown() {
        let report = |effective: &str, violated: &str| CspReport {
            document_uri: String::new(),
            source_file: String::new(),
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

    #[test]
    fn report_counts_only_for_our_documents_and_not_for_extensions() {
        const OURS: &str = "https://onboarding.example.com";
        for (document, blocked, source, expected) in [
            (
                "https://onboarding.example.com/status?name=Doe",
                "inline",
                "",
                Relevance::Ours,
            ),
            (
                "https://onboarding.example.com:443/",
                "https://evil.example/x.js",
                "",
                Relevance::Ours,
            ),
            (
                "https://onboarding.example.com/",
                "",
                "https://evil.example/x.js",
                Relevance::Ours,
            ),
            (
                "https://onboarding.example.com.evil.example/",
                "inline",
                "",
                Relevance::OtherSite,
            ),
            (
                "http://onboarding.example.com/",
                "inline",
                "",
                Relevance::OtherSite,
            ),
            (
                "https://onboarding.example.com:8443/",
                "inline",
                "",
                Relevance::OtherSite,
            ),
            (
                "https://onboarding.example.com@evil.example/",
                "inline",
                "",
                Relevance::OtherSite,
            ),
            ("about", "inline", "", Relevance::OtherSite),
            ("about:srcdoc", "inline", "", Relevance::OtherSite),
            ("", "inline", "", Relevance::OtherSite),
            (
                "https://onboarding.example.com/",
                "chrome-extension://abc/doe.js",
                "",
                Relevance::Extension,
            ),
            (
                "https://onboarding.example.com/",
                "moz-extension",
                "",
                Relevance::Extension,
            ),
            (
                "https://onboarding.example.com/",
                "inline",
                "safari-web-extension://abc/x.js",
                Relevance::Extension,
            ),
            (
                "https://evil.example/",
                "chrome-extension",
                "",
                Relevance::OtherSite,
            ),
        ] {
            let report = CspReport {
                document_uri: document.to_owned(),
                source_file: source.to_owned(),
                effective_directive: String::new(),
                violated_directive: String::new(),
                blocked_uri: blocked.to_owned(),
            };
            assert_eq!(
                report.relevance(OURS),
                expected,
                "{document} {blocked} {source}"
            );
        }
    }
}
