//! What the upstream sends by itself (contract §6): verified, kept, applied.
//!
//! In dialect C a message is signed, and evidence. It is stored before it is
//! acknowledged and applied by a worker, at most once. In A and B anybody can send
//! one: it is never evidence, and nothing of it is kept. The one thing that it
//! can do is to have the upstream asked a little sooner than it would be anyway.

mod apply;
mod receive;
mod signature;
#[cfg(test)]
mod tests;

pub(crate) use apply::WebhookProcessor;
pub(crate) use receive::{ReceiveOutcome, WebhookReceiver, is_signed};
pub use signature::{Secrets, SecretsError};

/// Where the upstream is told to send them.
pub(crate) const PATH: &str = "/webhooks/kyc";
