//! Reads the variables and collects all faults before it reports them.

mod admin;
mod database;
mod lookups;
mod policy;
mod provider;
mod secret_file;
mod security_txt;
mod webhooks;

use super::{
    Dialect, LIVE_BEAT, LogFormat, Mode, PasswordCost, Retention, SETTINGS, Settings, Waits,
};
use crate::crypto::CertificateChain;
use ipnet::IpNet;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};
use url::Url;

/// Fault of one variable. It describes valid values and never contains the actual value, which may
/// be secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {wanted}")]
pub struct Fault {
    /// Name of the variable.
    pub name: &'static str,
    /// Description of valid values.
    pub wanted: String,
}

/// Looks up variables, falls back to the table's defaults and collects faults.
struct SettingsReader<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    faults: Vec<Fault>,
}

impl SettingsReader<'_> {
    fn set(&self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|value| !value.trim().is_empty())
    }

    fn text(&self, name: &'static str) -> String {
        let default = SETTINGS
            .iter()
            .find(|s| s.name == name)
            .map_or("", |s| s.default);
        self.set(name)
            .unwrap_or_else(|| default.to_owned())
            .trim()
            .to_owned()
    }

    fn fault(&mut self, name: &'static str, wanted: impl Into<String>) {
        self.faults.push(Fault {
            name,
            wanted: wanted.into(),
        });
    }

    /// Parses a variable. After a fault it returns `fallback`, so that reading continues.
    fn parse<T: FromStr>(&mut self, name: &'static str, wanted: &str, fallback: T) -> T {
        self.text(name).parse().unwrap_or_else(|_| {
            self.fault(name, wanted);
            fallback
        })
    }

    /// A whole number from `from` to `to`.
    fn number(&mut self, name: &'static str, from: u32, to: u32) -> u32 {
        let wanted = format!("a whole number from {from} to {to}");
        let number = self.parse(name, &wanted, from);
        if !(from..=to).contains(&number) {
            self.fault(name, wanted);
        }
        number
    }

    fn minutes(&mut self, name: &'static str, from: u32, to: u32) -> Duration {
        Duration::from_secs(60 * u64::from(self.number(name, from, to)))
    }

    /// A number of days; `None` for 0, which means no limit.
    fn days(&mut self, name: &'static str) -> Option<Duration> {
        let days = self.number(name, 0, 36_500);
        (days > 0).then(|| Duration::from_secs(86_400 * u64::from(days)))
    }

    fn switch(&mut self, name: &'static str) -> bool {
        match self.text(name).as_str() {
            "on" => true,
            "off" => false,
            _ => {
                self.fault(name, "on or off");
                false
            }
        }
    }

    fn list<T: FromStr>(&mut self, name: &'static str, wanted: &str) -> Vec<T> {
        let text = self.text(name);
        let parts = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let parsed: Result<Vec<T>, _> = parts.map(str::parse).collect();
        parsed.unwrap_or_else(|_| {
            self.fault(name, wanted);
            Vec::new()
        })
    }

    fn url(&mut self, name: &'static str, text: &str) -> Url {
        match Url::parse(text) {
            // The address appears in pages, links and logs.
            Ok(url) if !url.username().is_empty() || url.password().is_some() => {
                self.fault(name, "an address without user name and password");
                loopback()
            }
            Ok(url) if url.host().is_some() && matches!(url.scheme(), "http" | "https") => url,
            _ => {
                self.fault(name, "an address such as https://kyc.example.com");
                loopback()
            }
        }
    }
}

#[expect(clippy::expect_used, reason = "a literal that a test parses")]
fn loopback() -> Url {
    Url::parse("http://127.0.0.1:3000").expect("a sound literal")
}

/// Where the sandbox in this process may listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SandboxAddress {
    /// Only on a loopback address: the sandbox approves invented people.
    Loopback,
    /// On any address, because the operator asked for a demonstration.
    Any,
}

/// Reads the configuration. The sandbox may listen on a loopback address only.
///
/// # Errors
/// All faults, in the order of the table.
pub fn read(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Settings, Vec<Fault>> {
    read_with(lookup, SandboxAddress::Loopback)
}

/// Reads the configuration.
///
/// # Errors
/// All faults, in the order of the table.
pub fn read_with(
    lookup: &dyn Fn(&str) -> Option<String>,
    sandbox: SandboxAddress,
) -> Result<Settings, Vec<Fault>> {
    let mut r = SettingsReader {
        lookup,
        faults: Vec::new(),
    };
    let mode = match r.text("VESTIBULE_MODE").as_str() {
        "development" => Mode::Development,
        "production" => Mode::Production,
        _ => {
            r.fault("VESTIBULE_MODE", "development or production");
            Mode::Production
        }
    };
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let data = PathBuf::from(r.text("VESTIBULE_DATA"));
    let address = r.parse(
        "VESTIBULE_ADDR",
        "an address and a port, such as 0.0.0.0:3000",
        nowhere,
    );
    let public_url = match r.set("VESTIBULE_PUBLIC_URL") {
        Some(text) => r.url("VESTIBULE_PUBLIC_URL", text.trim()),
        None => r.url("VESTIBULE_PUBLIC_URL", &format!("http://{address}")),
    };
    let database = database::location(&mut r, &data);
    let key_file = r
        .set("VESTIBULE_KEY_FILE")
        .map_or_else(|| data.join("vestibule.key"), PathBuf::from);
    let dialect = r.parse("KYC_DIALECT", "a, b or c", Dialect::A);
    let documents = r.switch("KYC_DOCUMENTS");
    let provider = provider::settings(&mut r, mode, dialect, documents);
    let settings = Settings {
        mode,
        address,
        public_url,
        database,
        register: r
            .set("VESTIBULE_REGISTER")
            .map_or_else(|| key_file.with_extension("register"), PathBuf::from),
        key_file,
        site: site(&mut r),
        trusted_proxies: trusted_proxies(&mut r),
        provider,
        dialect,
        documents,
        helpers: lookups::read(&mut r, dialect),
        webhooks: webhooks::read(&mut r),
        sandbox_address: r.parse("VESTIBULE_SANDBOX_ADDR", "an address and a port", nowhere),
        sandbox_review: Duration::from_secs(
            r.number("VESTIBULE_SANDBOX_REVIEW_SECONDS", 0, 86_400)
                .into(),
        ),
        sandbox_provisioning: Duration::from_secs(
            r.number("VESTIBULE_SANDBOX_PROVISIONING_SECONDS", 0, 86_400)
                .into(),
        ),
        capture_hosts: r.list("KYC_CAPTURE_HOSTS", "host names, separated by commas"),
        policy: policy::policy(&mut r, mode),
        provider_name: provider::name(&mut r),
        organisation: r.text("VESTIBULE_ORGANISATION"),
        logo: logo(&mut r),
        support_email: r.text("VESTIBULE_SUPPORT_EMAIL"),
        support_phone: r.text("VESTIBULE_SUPPORT_PHONE"),
        security_contact: security_txt::contact(&mut r),
        signing_certificates: signing_certificates(&mut r),
        security_policy: security_txt::policy(&mut r),
        session_idle: r.minutes("VESTIBULE_SESSION_IDLE_MINUTES", 5, 1440),
        session_absolute: r.minutes("VESTIBULE_SESSION_ABSOLUTE_MINUTES", 5, 1440),
        admin: admin::terms(&mut r),
        password_cost: PasswordCost::FULL,
        reveals_a_day: r.number("VESTIBULE_DESK_REVEALS_A_DAY", 0, 1_000),
        rate_per_minute: r.number("VESTIBULE_RATE_PER_MINUTE", 1, 100_000),
        live_pages: r.number("VESTIBULE_LIVE_PAGES", 0, 1_000_000),
        live_beat: LIVE_BEAT,
        drain: Duration::from_secs(r.number("VESTIBULE_DRAIN_SECONDS", 0, 300).into()),
        waits: Waits::PRODUCT,
        retention: Retention {
            drafts: r.days("VESTIBULE_KEEP_DRAFTS_DAYS"),
            abandoned: r.days("VESTIBULE_KEEP_ABANDONED_DAYS"),
            undecided: r.days("VESTIBULE_KEEP_UNDECIDED_DAYS"),
            denied: r.days("VESTIBULE_KEEP_DENIED_DAYS"),
            approved: r.days("VESTIBULE_KEEP_APPROVED_DAYS"),
            webhooks: r.days("VESTIBULE_KEEP_WEBHOOKS_DAYS"),
        },
        log: r.text("VESTIBULE_LOG"),
        log_format: log_format(&mut r),
        data,
    };
    if mode == Mode::Production {
        production(&mut r, &settings);
    } else if sandbox == SandboxAddress::Loopback {
        private_sandbox(&mut r, &settings);
    }
    if r.faults.is_empty() {
        Ok(settings)
    } else {
        Err(r.faults)
    }
}

/// Networks of the proxies. `none` is an answer, for production.
fn trusted_proxies(r: &mut SettingsReader<'_>) -> Vec<IpNet> {
    const NAME: &str = "VESTIBULE_TRUSTED_PROXIES";
    if r.text(NAME) == "none" {
        return Vec::new();
    }
    let networks: Vec<IpNet> = r.list(NAME, "networks such as 10.0.0.0/8,::1/128, or none");
    if networks.iter().any(|network| network.prefix_len() == 0) {
        // Every client could name its own address, which limits and provider rely on.
        r.fault(NAME, "networks of proxies only: /0 trusts every client");
    }
    networks
}

/// Refuses a sandbox that other machines reach: it approves invented people.
fn private_sandbox(r: &mut SettingsReader<'_>, settings: &Settings) {
    let addresses = [
        ("VESTIBULE_ADDR", settings.address),
        ("VESTIBULE_SANDBOX_ADDR", settings.sandbox_address),
    ];
    for (name, address) in addresses {
        if settings.provider.is_none() && r.set("KYC_BASE_URL").is_none() && !is_loopback(address) {
            r.fault(
                name,
                "a loopback address while the sandbox is the provider, or `vestibule serve --demo`",
            );
        }
    }
}

fn is_loopback(address: SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

/// Folder of the built files. `None` if they are inside the executable and the variable is unset.
fn site(r: &mut SettingsReader<'_>) -> Option<PathBuf> {
    let named = r.set("VESTIBULE_SITE").is_some();
    let on_disk = named || cfg!(not(feature = "embedded-site"));
    on_disk.then(|| PathBuf::from(r.text("VESTIBULE_SITE")))
}

fn signing_certificates(r: &mut SettingsReader<'_>) -> CertificateChain {
    let name = "VESTIBULE_SIGNING_CERTIFICATES_FILE";
    let Some(path) = r.set(name) else {
        return CertificateChain::default();
    };
    let chain = CertificateChain::load(Path::new(&path));
    chain.unwrap_or_else(|error| {
        r.fault(name, error.to_string());
        CertificateChain::default()
    })
}

fn logo(r: &mut SettingsReader<'_>) -> Option<PathBuf> {
    let path = PathBuf::from(r.set("VESTIBULE_LOGO")?);
    let known = path.extension().is_some_and(|e| e == "svg" || e == "png");
    if !known || !path.is_file() {
        r.fault(
            "VESTIBULE_LOGO",
            "the path of an SVG or PNG file that is there",
        );
    }
    Some(path)
}

fn log_format(r: &mut SettingsReader<'_>) -> LogFormat {
    match r.text("VESTIBULE_LOG_FORMAT").as_str() {
        "text" => LogFormat::Text,
        "json" => LogFormat::Json,
        _ => {
            r.fault("VESTIBULE_LOG_FORMAT", "text or json");
            LogFormat::Text
        }
    }
}

/// Checks of production mode.
fn production(r: &mut SettingsReader<'_>, settings: &Settings) {
    for name in [
        "VESTIBULE_PUBLIC_URL",
        "DATABASE_URL",
        "VESTIBULE_KEY_FILE",
        "KYC_BASE_URL",
        "VESTIBULE_TRUSTED_PROXIES",
    ] {
        if r.set(name).is_none() {
            r.fault(name, "production wants this named");
        }
    }
    database::production(r, &settings.database);
    webhooks::production(r, settings);
    if !settings.is_secure() {
        r.fault("VESTIBULE_PUBLIC_URL", "an https address in production");
    }
}

#[cfg(test)]
mod tests;
