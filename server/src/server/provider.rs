//! Selection and construction of the provider client.

use crate::{
    Fallible,
    config::{Mode, ProviderCredentials, ProviderSettings, Settings},
    db::DatabaseStore,
    provider::{CaptureHosts, Client, ThrottledLookups, ThrottledVerifier},
};
use kyc::ports::{Clock, Entropy, OptionalLookups};
use std::sync::Arc;
use url::Url;

/// Throttled provider client, and the optional lookups through the same throttle.
pub(super) fn verifier(
    settings: &Settings,
    provider: &ProviderSettings,
    store: &DatabaseStore,
    (clock, entropy): (Arc<dyn Clock>, Arc<dyn Entropy>),
) -> Fallible<(Arc<ThrottledVerifier>, OptionalLookups)> {
    let client = Arc::new(client(settings, provider, clock.clone(), entropy)?);
    let each = provider.calls_per_second;
    let throttle = ThrottledVerifier::new(client.clone(), clock, each);
    let throttle = Arc::new(throttle.shared_through(store.provider_state_store()));
    let helpers = ThrottledLookups::throttled_lookups(&throttle, &client, settings.helpers);
    Ok((throttle, helpers))
}

/// HTTP client of the provider.
pub(super) fn client(
    settings: &Settings,
    provider: &ProviderSettings,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Fallible<Client> {
    let hosts = capture_hosts(settings, provider);
    let life = settings.policy.capture_life;
    let waits = settings.waits;
    Ok(Client::new(
        provider.clone(),
        hosts,
        life,
        waits,
        clock,
        entropy,
    )?)
}

/// Provider settings for a task; the server runs in another process.
pub(super) fn elsewhere(settings: &Settings) -> Option<ProviderSettings> {
    let provider = settings.provider.clone();
    #[cfg(feature = "sandbox")]
    let provider = provider.or_else(|| sandbox_elsewhere(settings));
    provider
}

/// Settings of the sandbox in a development server's process.
#[cfg(feature = "sandbox")]
fn sandbox_elsewhere(settings: &Settings) -> Option<ProviderSettings> {
    let options = sandbox::Options::demo();
    (settings.mode == Mode::Development).then_some(ProviderSettings {
        base: Url::parse(&format!("http://{}", settings.sandbox_address)).ok()?,
        prefix: options.prefix,
        credentials: ProviderCredentials::Token(options.token),
        dialect: settings.dialect,
        documents: settings.documents,
        calls_per_second: SANDBOX_CALLS,
    })
}

/// Rate budget for the sandbox, which has no limit of its own.
#[cfg(feature = "sandbox")]
const SANDBOX_CALLS: u32 = 1_000;

/// Starts the sandbox in this process if no provider is configured.
#[cfg(feature = "sandbox")]
pub(super) async fn start_sandbox(settings: &mut Settings) -> Fallible<Option<sandbox::Sandbox>> {
    if settings.provider.is_some() || settings.mode == Mode::Production {
        return Ok(None);
    }
    let options = sandbox::Options {
        address: settings.sandbox_address,
        dialect: spoken(settings.dialect),
        review: sandbox::Review::After(settings.sandbox_review),
        provisioning: settings.sandbox_provisioning,
        ..sandbox::Options::demo()
    };
    let sandbox = sandbox::Sandbox::start(options).await?;
    settings.provider = Some(ProviderSettings {
        base: Url::parse(sandbox.base_url())?,
        prefix: sandbox.options().prefix.clone(),
        credentials: ProviderCredentials::Token(sandbox.options().token.clone()),
        dialect: settings.dialect,
        documents: settings.documents,
        calls_per_second: SANDBOX_CALLS,
    });
    Ok(Some(sandbox))
}

#[cfg(feature = "sandbox")]
const fn spoken(dialect: crate::config::Dialect) -> sandbox::Dialect {
    match dialect {
        crate::config::Dialect::A => sandbox::Dialect::A,
        crate::config::Dialect::B => sandbox::Dialect::B,
        crate::config::Dialect::C => sandbox::Dialect::C,
    }
}

/// Allowed targets of capture links: the configured hosts, and the provider's origin if it is on
/// this machine.
fn capture_hosts(settings: &Settings, provider: &ProviderSettings) -> CaptureHosts {
    let local = provider.base.scheme() == "http"
        && settings.mode == Mode::Development
        && matches!(provider.base.host(), Some(url::Host::Ipv4(ip)) if ip.is_loopback());
    let origins = if local {
        vec![provider.base.clone()]
    } else {
        Vec::new()
    };
    CaptureHosts::new(settings.capture_hosts.clone(), &origins)
}
