//! The configuration of a sandbox.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::oauth::client::ClientRegistration;

/// The binary's default port.
const DEMO_PORT: u16 = 3001;

/// A published version of the API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// The seed's version: camelCase, server-made ids, and the decisions `pending`,
    /// `approved` and `denied`.
    #[default]
    A,
    /// The same calls with the caller's own ids, and the decisions `ACCEPT`, `REVIEW`
    /// and `REJECT`.
    B,
    /// The current version: snake_case requests, the caller's own ids, and the
    /// capture link in the status too.
    C,
}

impl Dialect {
    /// Every dialect, oldest first.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// The dialect's letter in configuration: `a`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
        }
    }

    /// Parses a dialect's letter, `a` or `A`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|dialect| dialect.name().eq_ignore_ascii_case(text))
    }
}

/// The configuration of a [`Sandbox`](crate::Sandbox).
///
/// [`Options::default`] is for tests: any free port, and immediate decisions.
/// [`Options::demo`] is for demonstrations: a fixed port and a visible review.
#[derive(Clone)]
pub struct Options {
    /// The address to listen on. Port 0 means any free port.
    pub address: SocketAddr,
    /// The origin of capture links (`https://host`), if it differs from the address:
    /// for example behind a port mapping.
    pub public_origin: Option<String>,
    /// The version of the API (contract §1).
    pub dialect: Dialect,
    /// The bearer token that callers must send (contract §2), unless `client` is set.
    pub token: String,
    /// The client that gets its tokens at `/oauth/token`.
    pub client: Option<ClientRegistration>,
    /// The prefix of the API's paths: `/v1/kyc`, or `/rest/api/v1/kyc`.
    pub prefix: String,
    /// Whether the firm has document capture enabled (contract §8).
    pub documents: bool,
    /// The lifetime of a capture link (contract §4: unpublished, assumed 20 minutes).
    pub link_life: Duration,
    /// How long an inquiry stays "initiated" before its first outcome.
    pub processing: Duration,
    /// How long an approved applicant waits for an account. Dialects A and B have no
    /// words for it and report a review meanwhile.
    pub provisioning: Duration,
    /// How long the provider reviews submitted documents.
    pub review: Review,
    /// A file that gets one line per recorded request, with masked SSNs. The line is
    /// on disk before the sandbox answers: it shows the provider's data after a
    /// crash on either side.
    pub ledger: Option<PathBuf>,
}

/// When the provider decides on submitted documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// Automatically, after this duration; zero decides during the submission.
    After(Duration),
    /// Only by [`Sandbox::decide`](crate::Sandbox::decide).
    ByHand,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            public_origin: None,
            dialect: Dialect::A,
            token: "sandbox-token".into(),
            client: None,
            prefix: "/v1/kyc".into(),
            documents: true,
            link_life: Duration::from_secs(20 * 60),
            processing: Duration::ZERO,
            provisioning: Duration::ZERO,
            review: Review::After(Duration::ZERO),
            ledger: None,
        }
    }
}

impl Options {
    /// The duration of the document review in a demonstration.
    pub const DEMO_REVIEW: Duration = Duration::from_secs(20);

    /// Port 3001 on loopback, and 20 seconds of document review.
    ///
    /// Dialects A and B tell used documents from required ones only while they review them. A caller
    /// must poll within this time, and contract §4 recommends intervals of 5 to 10 seconds.
    #[must_use]
    pub fn demo() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, DEMO_PORT)),
            review: Review::After(Self::DEMO_REVIEW),
            ..Self::default()
        }
    }

    /// Whether the prefix has only whole path segments of plain characters. The
    /// router would read other characters as a pattern.
    pub(crate) fn has_valid_prefix(&self) -> bool {
        let is_plain = |segment: &str| {
            !segment.is_empty()
                && segment
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        };
        self.prefix
            .strip_prefix('/')
            .is_some_and(|path| path.split('/').all(is_plain))
    }
}
