//! What outsiders wrote is read by these, and by nothing else: each a function
//! from bytes, so that it can be fuzzed without a server around it
//! (`server/tests/fuzz`). They read; nothing is kept or sent.

use crate::{
    config::Dialect,
    crypto::{InstallationKeys, Keyring, Vault},
    db::sessions,
    http,
    provider::{self, CaptureHosts, Reader},
    qr,
    system::SystemEntropy,
    webhook,
};
use ::http::HeaderMap;
use kyc::{
    form::prefill::PrefillData,
    provider::{ProviderUpdate, Source},
};
use std::sync::Arc;
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

fn hosts() -> CaptureHosts {
    CaptureHosts::new(vec!["verify.socure.com".to_owned()], &[])
}

/// An answer of the upstream to start or status; `None` if it cannot be read.
/// Capture links may point to the default host only.
#[must_use]
pub fn answer(dialect: Dialect, body: &[u8]) -> Option<ProviderUpdate> {
    let hosts = hosts();
    let reader = Reader {
        dialect,
        as_of: OffsetDateTime::UNIX_EPOCH,
        hosts: &hosts,
        now: OffsetDateTime::UNIX_EPOCH,
        capture_life: Duration::minutes(20),
    };
    reader.read(body, Source::Status).ok()
}

/// What the upstream says that it knows of somebody; `None` if that is nothing, or cannot
/// be read.
#[must_use]
pub fn prefilled(body: &[u8]) -> Option<PrefillData> {
    provider::prefilled(body)
}

/// Whether the upstream says that there is a referral code; `None` if it does not say.
#[must_use]
pub fn referral_code(body: &[u8]) -> Option<bool> {
    provider::referral_code(body)
}

/// Whether a webhook's body is signed with this secret under these headers, now.
#[must_use]
pub fn is_signed(secret: &str, headers: &HeaderMap, body: &[u8], now: OffsetDateTime) -> bool {
    webhook::Secrets::parse(secret)
        .is_ok_and(|secrets| webhook::is_signed(&secrets, headers, body, now))
}

/// What a webhook would be heard to say, were it signed; `None` if it says
/// nothing, which in dialects that sign none is always so.
#[must_use]
pub fn webhook(dialect: Dialect, body: &[u8], now: OffsetDateTime) -> Option<ProviderUpdate> {
    let _ = dialect.hint(body);
    match dialect.webhook_message(body, now)?.says {
        provider::WebhookPayload::Evidence(evidence) => Some(*evidence),
        provider::WebhookPayload::Test | provider::WebhookPayload::Something => None,
    }
}

/// A capture link as it would be offered; `None` if it may not be.
#[must_use]
pub fn capture_link(link: &str) -> Option<String> {
    hosts().admit(link)
}

/// The vendor's picture as it would be served; `None` if it is none of ours to
/// serve.
#[must_use]
pub fn picture(text: &str) -> Option<Vec<u8>> {
    qr::decode(text)
}

/// Whether a stored session opens under a key that nobody has, and holds a
/// visitor: never.
#[must_use]
pub fn sealed_session(row: &[u8]) -> bool {
    let own = InstallationKeys {
        sessions: Zeroizing::new([0; 32]),
        audit: Zeroizing::new([0; 32]),
        search: Zeroizing::new([0; 32]),
        desk: Zeroizing::new([0; 32]),
        deliveries: Zeroizing::new([0; 32]),
    };
    let vault = Vault::new(Arc::new(Keyring::of(&[])), own, Arc::new(SystemEntropy));
    vault.is_ok_and(|vault| {
        sessions::open(&vault, &[0; 32], row).is_some_and(http::has_session_data)
    })
}

/// Whether an opened session holds a visitor.
#[must_use]
pub fn session(plain: &[u8]) -> bool {
    sessions::read(plain).is_some_and(http::has_session_data)
}
