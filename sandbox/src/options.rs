//! How a sandbox is set up.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::oauth::Registration;

/// The port on which the binary listens unless told otherwise.
const DEMO_PORT: u16 = 3001;

/// A published version of the API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// The seed's version: camelCase, ids made by the server, decisions
    /// `pending`, `approved` and `denied`.
    #[default]
    A,
    /// The same calls, the caller's own ids, decisions `ACCEPT`, `REVIEW` and
    /// `REJECT`.
    B,
    /// The current version: requests in snake_case, the caller's own ids, the
    /// capture link in the status too.
    C,
}

impl Dialect {
    /// Every dialect, oldest first.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// The dialect's letter, as configuration writes it: `a`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
        }
    }

    /// Reads a dialect's letter, `a` or `A`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|dialect| dialect.name().eq_ignore_ascii_case(text))
    }
}

/// What a [`Sandbox`](crate::Sandbox) is started with.
///
/// [`Options::default`] suits tests: any free port, and every decision at once.
/// [`Options::demo`] suits people: a known port, and a wait that can be seen.
#[derive(Clone)]
pub struct Options {
    /// Where to listen. Port 0 takes any free one.
    pub address: SocketAddr,
    /// The origin that capture links are built on (`https://host`), where it
    /// is not the address listened on: behind a port mapping, for instance.
    pub public_origin: Option<String>,
    /// The version of the API that is spoken (contract §1).
    pub dialect: Dialect,
    /// The bearer token callers must show (contract §2), unless a client is
    /// registered.
    pub token: String,
    /// The client that gets tokens at `/oauth/token` in its place.
    pub client: Option<Registration>,
    /// What the API's paths begin with: `/v1/kyc`, or `/rest/api/v1/kyc`.
    pub prefix: String,
    /// Whether the firm has document capture enabled (contract §8).
    pub documents: bool,
    /// How long a capture link lives (contract §4: unpublished, 20 minutes
    /// assumed).
    pub link_life: Duration,
    /// How long an inquiry stays "initiated" before its first outcome.
    pub processing: Duration,
    /// How long an approved applicant waits for an account. Dialects A and B have
    /// no word for it: there the inquiry stays under review meanwhile.
    pub provisioning: Duration,
    /// How long documents stay under review once handed in.
    pub review: Review,
    /// A file that gets one line for each request recorded, written through to
    /// the disk before the answer leaves: what upstream knows after a crash on
    /// either side. SSNs in it are masked.
    pub ledger: Option<PathBuf>,
}

/// When documents that were handed in are decided upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// By itself, after this long; zero decides within the hand-in.
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
    /// Port 3001 on loopback, and three seconds of document review.
    #[must_use]
    pub fn demo() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, DEMO_PORT)),
            review: Review::After(Duration::from_secs(3)),
            ..Self::default()
        }
    }

    /// A prefix is whole path segments of plain characters: anything else
    /// would be read as a pattern by the router.
    pub(crate) fn prefix_is_plain(&self) -> bool {
        let plain = |segment: &str| {
            !segment.is_empty()
                && segment
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        };
        self.prefix
            .strip_prefix('/')
            .is_some_and(|path| path.split('/').all(plain))
    }
}
