//! Configuration: environment variables in one table; the reader reports all faults at once.
//!
//! In development every variable has a default. Production requires database, provider, key file
//! and public URL, and rejects the sandbox.
//!
//! The `figment` crate and clap's `env` are not used. They stop at the first fault, and their
//! errors print the value, which may be secret.

mod database;
mod dialect;
mod read;
mod table;
mod waits;

pub use crate::webhook::{Secrets, SecretsError};
pub(crate) use database::parse_sqlite;
pub use database::{DatabaseLocation, NotSqlite, PostgresAddress, PostgresLocation};
pub use dialect::{Dialect, UnknownDialect};
pub use read::{Fault, SandboxAddress, read, read_with};
pub use table::{SETTINGS, Setting};
pub use waits::Waits;

use crate::crypto::{CertificateChain, ClientKey};
use ipnet::IpNet;
use kyc::{admin::session::StaffSessionTimeouts, policy::Policy};
use std::{fmt, net::SocketAddr, path::PathBuf, time::Duration};
use url::Url;

/// Validated configuration.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Production or development.
    pub mode: Mode,
    /// Address that the server listens on.
    pub address: SocketAddr,
    /// Public URL; it determines the cookie attributes and the origin check.
    pub public_url: Url,
    /// Folder of database and key file, unless they are configured.
    pub data: PathBuf,
    /// Where the applications are stored.
    pub database: DatabaseLocation,
    /// Key file of the installation. In development the first start creates it.
    pub key_file: PathBuf,
    /// Erasure register, kept outside the database so that a restore does not lose it. The last
    /// audit checkpoint is stored beside it.
    pub register: PathBuf,
    /// Folder of the built files; `None` for those inside the executable.
    pub site: Option<PathBuf>,
    /// Proxy networks whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<IpNet>,
    /// The provider; `None` for the sandbox in this process.
    pub provider: Option<ProviderSettings>,
    /// Dialect of the provider or of the sandbox.
    pub dialect: Dialect,
    /// Whether the provider may request document photos.
    pub documents: bool,
    /// Optional lookups at the provider.
    pub helpers: Helpers,
    /// Webhook settings.
    pub webhooks: Webhooks,
    /// Address of the sandbox in this process.
    pub sandbox_address: SocketAddr,
    /// Duration of the sandbox's document review.
    pub sandbox_review: Duration,
    /// Duration of the sandbox's account opening.
    pub sandbox_provisioning: Duration,
    /// Hosts that a capture link may point to.
    pub capture_hosts: Vec<String>,
    /// The firm's policy.
    pub policy: Policy,
    /// Name of the provider, as the admin shows it. `None` if unset.
    pub provider_name: Option<String>,
    /// Name of the firm.
    pub organisation: String,
    /// Logo file.
    pub logo: Option<PathBuf>,
    /// Email address of support.
    pub support_email: String,
    /// Phone number of support.
    pub support_phone: String,
    /// Where to report a vulnerability: a `mailto:`, `tel:` or `https:` address. `None` if unset.
    pub security_contact: Option<Url>,
    /// The certificates of the key that signs checkpoints and evidence files.
    pub signing_certificates: CertificateChain,
    /// Page with the firm's rules for such reports. `None` if unset.
    pub security_policy: Option<Url>,
    /// Idle timeout of an applicant session.
    pub session_idle: Duration,
    /// Absolute timeout of an applicant session.
    pub session_absolute: Duration,
    /// Session timeouts of the admin.
    pub admin: StaffSessionTimeouts,
    /// Hashing cost of staff passwords. It has no variable; only tests reduce it.
    pub password_cost: PasswordCost,
    /// Fields of personal data that a reviewer may reveal per day.
    pub reveals_a_day: u32,
    /// Starts, submissions and renewals per client address and minute.
    pub rate_per_minute: u32,
    /// Most concurrent server-sent event streams.
    pub live_pages: u32,
    /// Interval of keep-alive comments in an event stream. It has no variable; tests shorten it.
    pub live_beat: Duration,
    /// How long a server that is told to end goes on answering, while `/health/ready` says that it
    /// ends.
    pub drain: Duration,
    /// Waits in real time. They have no variables; tests shorten them.
    pub waits: Waits,
    /// Retention periods of personal data.
    pub retention: Retention,
    /// Log filter.
    pub log: String,
    /// Log format.
    pub log_format: LogFormat,
}

/// Cost of argon2id for one password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Number of passes.
    pub passes: u32,
}

impl PasswordCost {
    /// 64 MiB and three passes, used by every server (ASVS 11.4.2).
    pub const FULL: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
    };
    /// Minimum of argon2, for tests of other features.
    pub const LEAST: Self = Self {
        memory_kib: 8,
        passes: 1,
    };
}

/// Optional lookups at the provider.
#[derive(Clone, Copy, Debug)]
pub struct Helpers {
    /// Whether applicants may prefill the form with a code sent to their phone.
    pub prefill: bool,
    /// Whether the server looks up referral codes.
    pub referrals: bool,
}

/// Below the idle timeout of common proxies, which is one minute.
const LIVE_BEAT: Duration = Duration::from_secs(20);

/// Retention periods after the last change of an application. `None` for no limit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Retention {
    /// Drafts that were not submitted.
    pub drafts: Option<Duration>,
    /// Submitted applications that wait for the applicant: documents or a resubmission are
    /// required.
    pub abandoned: Option<Duration>,
    /// Submitted applications without a decision.
    pub undecided: Option<Duration>,
    /// Denied applications.
    pub denied: Option<Duration>,
    /// Approved applications.
    pub approved: Option<Duration>,
    /// Webhook deliveries.
    pub webhooks: Option<Duration>,
}

/// Webhook settings.
#[derive(Clone, Debug, Default)]
pub struct Webhooks {
    /// Whether the server accepts webhooks.
    pub on: bool,
    /// Signing secrets, for a dialect that signs.
    pub secrets: Secrets,
    /// The provider's id of our firm. Webhooks of other firms are not applied.
    pub firm: Option<String>,
}

/// Operating mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Unset variables have defaults.
    Development,
    /// The important variables are mandatory.
    Production,
}

/// Connection settings of the provider's API.
#[derive(Clone)]
pub struct ProviderSettings {
    /// Scheme, host and port.
    pub base: Url,
    /// Path before `/start`.
    pub prefix: String,
    /// Our credentials.
    pub credentials: ProviderCredentials,
    /// Dialect of the API.
    pub dialect: Dialect,
    /// Whether the provider may request document photos.
    pub documents: bool,
    /// Most calls per second from this server.
    pub calls_per_second: u32,
}

/// ProviderCredentials at the provider. They authorize calls for the whole firm.
#[derive(Clone)]
pub enum ProviderCredentials {
    /// Fixed bearer token.
    Token(String),
    /// OAuth 2 client credentials with `private_key_jwt`.
    Client(OAuthClient),
}

/// OAuth 2 client that this server acts as.
#[derive(Clone)]
pub struct OAuthClient {
    /// Client id.
    pub id: String,
    /// Signing key.
    pub key: ClientKey,
    /// URL of the token endpoint.
    pub token_url: Url,
    /// Audience of the tokens.
    pub audience: String,
}

impl fmt::Debug for ProviderCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token(_) => "[token redacted]",
            Self::Client(_) => "[client redacted]",
        })
    }
}

impl fmt::Debug for ProviderSettings {
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

/// Log format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Readable text.
    Text,
    /// JSON, one object per line.
    Json,
}

impl Settings {
    /// Whether the public URL uses HTTPS, which cookies and the origin check depend on.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// Whether the server accepts webhooks. If the dialect signs, this requires a secret.
    #[must_use]
    pub fn takes_webhooks(&self) -> bool {
        let provable = !self.dialect.signs_webhooks() || !self.webhooks.secrets.is_empty();
        self.webhooks.on && provable
    }
}
