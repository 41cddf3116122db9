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
#[cfg(feature = "test-api")]
pub(crate) use receive::is_signed;
pub(crate) use receive::{ReceiveOutcome, WebhookReceiver};
pub use signature::{Secrets, SecretsError};

/// Path of the webhook endpoint, which is registered with the provider.
pub(crate) const PATH: &str = "/webhooks/kyc";
