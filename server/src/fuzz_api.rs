//! Parsers of untrusted input, as functions from bytes. The fuzz targets (`server/tests/fuzz`) call
//! them without a server. They only parse: they store and send nothing.

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

/// Parses a provider response to start or status; `None` if it cannot be parsed. Capture links may
/// point to the default host only.
#[must_use]
pub fn answer(dialect: Dialect, body: &[u8]) -> Option<ProviderUpdate> {
    let hosts = hosts();
    let reader = Reader {
        dialect,
        requested_at: OffsetDateTime::UNIX_EPOCH,
        hosts: &hosts,
        now: OffsetDateTime::UNIX_EPOCH,
        capture_life: Duration::minutes(20),
    };
    reader.read(body, Source::Status).ok()
}

/// Parses a prefill response; `None` if it holds no data or cannot be parsed.
#[must_use]
pub fn prefilled(body: &[u8]) -> Option<PrefillData> {
    provider::prefilled(body)
}

/// Whether the referral code exists, according to a provider response; `None` if it does not state
/// that.
#[must_use]
pub fn referral_code(body: &[u8]) -> Option<bool> {
    provider::referral_code(body)
}

/// Whether the webhook body is signed with this secret under these headers at `now`.
#[must_use]
pub fn is_signed(secret: &str, headers: &HeaderMap, body: &[u8], now: OffsetDateTime) -> bool {
    webhook::Secrets::parse(secret)
        .is_ok_and(|secrets| webhook::is_signed(&secrets, headers, body, now))
}

/// Provider update of a webhook, as if its signature were valid. `None` if it has none, which is
/// always so in dialects that do not sign.
#[must_use]
pub fn webhook(dialect: Dialect, body: &[u8], now: OffsetDateTime) -> Option<ProviderUpdate> {
    let _ = dialect.hint(body);
    match dialect.webhook_message(body, now)?.payload {
        provider::WebhookPayload::Evidence(evidence) => Some(*evidence),
        provider::WebhookPayload::Test | provider::WebhookPayload::Something => None,
    }
}

/// The capture link that would be offered; `None` if its target is not allowed.
#[must_use]
pub fn capture_link(link: &str) -> Option<String> {
    hosts().admit(link)
}

/// The provider's QR code as it would be served; `None` if it is not an acceptable PNG.
#[must_use]
pub fn picture(text: &str) -> Option<Vec<u8>> {
    qr::decode(text)
}

/// Whether a stored session opens under keys that no installation has, and holds session data.
/// It must always be false.
#[must_use]
pub fn sealed_session(row: &[u8]) -> bool {
    let own = InstallationKeys {
        sessions: Zeroizing::new([0; 32]),
        audit: Zeroizing::new([0; 32]),
        search: Zeroizing::new([0; 32]),
        admin: Zeroizing::new([0; 32]),
        deliveries: Zeroizing::new([0; 32]),
    };
    let vault = Vault::new(Arc::new(Keyring::of(&[])), own, Arc::new(SystemEntropy));
    vault.is_ok_and(|vault| {
        sessions::open(&vault, &[0; 32], row).is_some_and(http::has_session_data)
    })
}

/// Whether a decrypted session holds session data.
#[must_use]
pub fn session(plain: &[u8]) -> bool {
    sessions::read(plain).is_some_and(http::has_session_data)
}
