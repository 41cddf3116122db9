//! Configuration: environment variables, one table, all faults at once.
//!
//! Nothing needs to be set to try it. Production mode wants the database, the
//! upstream, the key and the public address named, and refuses the sandbox.

mod dialect;
mod read;
mod table;

pub use crate::webhook::{Secrets, SecretsError};
pub use dialect::{Dialect, UnknownDialect};
pub use read::{Fault, read};
pub use table::{SETTINGS, Setting};

use crate::crypto::ClientKey;
use ipnet::IpNet;
use kyc::{admin::session::SessionTimeouts, policy::Policy};
use std::{fmt, net::SocketAddr, path::PathBuf, time::Duration};
use url::Url;

/// The configuration, sound as a whole.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Production or trying out.
    pub mode: Mode,
    /// Where to listen.
    pub address: SocketAddr,
    /// The address people see; decides on cookies and on the origin check.
    pub public_url: Url,
    /// Where the database and the key live unless named otherwise.
    pub data: PathBuf,
    /// The SQLite file.
    pub database: PathBuf,
    /// The installation's key, made on first start when trying out.
    pub key_file: PathBuf,
    /// What must outlive the database: the ids of those erased, and beside it the
    /// last audit checkpoint.
    pub register: PathBuf,
    /// The folder of the built files; `None` means those inside the program.
    pub site: Option<PathBuf>,
    /// Networks whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<IpNet>,
    /// The upstream; `None` means the sandbox in this process.
    pub upstream: Option<Upstream>,
    /// What the upstream speaks, whichever it is.
    pub dialect: Dialect,
    /// Whether people may be asked for pictures of a document.
    pub documents: bool,
    /// What the upstream is asked for the applicant's convenience.
    pub helpers: Helpers,
    /// What the upstream may send by itself.
    pub webhooks: Webhooks,
    /// Where the sandbox in this process listens.
    pub sandbox_address: SocketAddr,
    /// How long the sandbox in this process looks at pictures.
    pub sandbox_review: Duration,
    /// How long the sandbox in this process takes to open an account.
    pub sandbox_provisioning: Duration,
    /// Hosts that a capture link may point to.
    pub capture_hosts: Vec<String>,
    /// The firm's rules.
    pub policy: Policy,
    /// The firm's name.
    pub organisation: String,
    /// A logo to serve.
    pub logo: Option<PathBuf>,
    /// Support, by mail.
    pub support_email: String,
    /// Support, by phone.
    pub support_phone: String,
    /// How long a session lives without a request.
    pub session_idle: Duration,
    /// How long a session lives at all.
    pub session_absolute: Duration,
    /// How long reviewers stay signed in.
    pub desk: SessionTimeouts,
    /// What a reviewer's password costs to hash. No variable: only tests take less.
    pub password_cost: PasswordCost,
    /// How many fields of personal data a reviewer may see in full a day.
    pub reveals_a_day: u32,
    /// How many starts, submissions and new links an address gets a minute.
    pub rate_per_minute: u32,
    /// How many status pages may listen for changes at once.
    pub live_pages: u32,
    /// How often a page that listens is written to when there is nothing to
    /// say. No variable: tests are in a hurry.
    pub live_beat: Duration,
    /// How long what is kept about people is kept.
    pub retention: Retention,
    /// The log filter.
    pub log: String,
    /// The log's shape.
    pub log_format: LogFormat,
}

/// The work that argon2id does for one password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl PasswordCost {
    /// 64 MiB and three passes: what every server uses (ASVS 11.4.2).
    pub const FULL: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
    };
    /// The least that argon2 computes, for tests about something else.
    pub const LEAST: Self = Self {
        memory_kib: 8,
        passes: 1,
    };
}

/// What the upstream is asked for the applicant's convenience.
#[derive(Clone, Copy, Debug)]
pub struct Helpers {
    /// Whether people may have things filled in by a code to their phone.
    pub prefill: bool,
    /// How many codes a phone is sent in a row, and gets back over a day.
    pub codes_a_day: u32,
    /// Whether referral codes are looked up.
    pub referrals: bool,
}

/// Proxies hang up on what is silent for a minute.
const LIVE_BEAT: Duration = Duration::from_secs(20);

/// How long applications stay readable that nobody touches; `None` for ever.
#[derive(Clone, Copy, Debug, Default)]
pub struct Retention {
    /// Not handed in.
    pub drafts: Option<Duration>,
    /// Handed in, and waiting for the applicant: documents owed, or to be taken
    /// again.
    pub abandoned: Option<Duration>,
    /// Handed in, and waiting for a decision that never came.
    pub undecided: Option<Duration>,
    /// Denied.
    pub denied: Option<Duration>,
    /// Approved.
    pub approved: Option<Duration>,
    /// What the upstream sent by itself.
    pub webhooks: Option<Duration>,
}

/// What is done with what the upstream sends by itself.
#[derive(Clone, Debug, Default)]
pub struct Webhooks {
    /// Whether it may send anything.
    pub on: bool,
    /// What it signs with, where it signs.
    pub secrets: Secrets,
    /// The upstream's id of the firm whose customers these are.
    pub firm: Option<String>,
}

/// Production or trying out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Everything that is not set is made up.
    Development,
    /// What matters must be named.
    Production,
}

/// The upstream KYC API.
#[derive(Clone)]
pub struct Upstream {
    /// Scheme, host and port.
    pub base: Url,
    /// The path before `/start`.
    pub prefix: String,
    /// How it knows us.
    pub credentials: Credentials,
    /// Which version of its API it speaks.
    pub dialect: Dialect,
    /// Whether people may be asked for pictures of a document.
    pub documents: bool,
    /// How many calls a second it gets from this server at most.
    pub calls_per_second: u32,
}

/// How the upstream knows us. Either acts for the whole firm.
#[derive(Clone)]
pub enum Credentials {
    /// A fixed bearer token.
    Token(String),
    /// OAuth 2 client credentials with `private_key_jwt`.
    Client(OAuthClient),
}

/// An OAuth 2 client: us.
#[derive(Clone)]
pub struct OAuthClient {
    /// Its id.
    pub id: String,
    /// What it signs with.
    pub key: ClientKey,
    /// Where it asks for tokens.
    pub token_url: Url,
    /// What it asks them for.
    pub audience: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token(_) => "[token redacted]",
            Self::Client(_) => "[client redacted]",
        })
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{} {:?}",
            self.base.origin().ascii_serialization(),
            self.prefix,
            self.credentials
        )
    }
}

/// The shape of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Settings {
    /// Whether people reach us over https, as cookies and origins see it.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// Whether the upstream may send anything by itself: where it signs, that
    /// takes a secret.
    #[must_use]
    pub fn takes_webhooks(&self) -> bool {
        let provable = !self.dialect.signs_webhooks() || !self.webhooks.secrets.is_empty();
        self.webhooks.on && provable
    }
}
