//! Webhooks from the provider (contract §6): verified, stored, applied.
//!
//! Dialect C signs its webhooks, so they are applied as provider updates. The server stores a
//! delivery before it acknowledges it, and a worker applies it at most once. A and B do not sign:
//! their webhooks are neither stored nor applied. They can only move the next poll forward.

mod apply;
mod receive;
mod signature;
#[cfg(test)]
mod tests;

pub(crate) use apply::WebhookProcessor;
pub(crate) use receive::{ReceiveOutcome, WebhookReceiver};
pub use signature::{Secrets, SecretsError};

/// Path of the webhook endpoint, which is registered with the provider.
pub(crate) const PATH: &str = "/webhooks/kyc";

/// Whether one of the secrets has signed a body under these headers at `now`.
#[cfg(feature = "test-api")]
pub(crate) fn is_signed(
    secrets: &Secrets,
    headers: &http::HeaderMap,
    body: &[u8],
    now: time::OffsetDateTime,
) -> bool {
    signature::SignatureHeaders::of(headers)
        .is_some_and(|heading| secrets.verify(&heading, body, now))
}
