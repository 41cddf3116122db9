//! The state that every request handler shares.

use std::sync::Arc;

use axum::extract::State;

use crate::fault::Faults;
use crate::ledger::Ledger;
use crate::oauth::token_server::TokenServer;
use crate::options::{Dialect, Options};
use crate::registry::Registry;
use crate::registry::controls::ControlError;
use crate::webhook::sender::WebhookSender;

/// The parts of a running sandbox.
pub(crate) struct SandboxState {
    pub(crate) options: Options,
    /// The origin of capture links.
    pub(crate) origin: String,
    pub(crate) registry: Registry,
    pub(crate) faults: Faults,
    pub(crate) ledger: Ledger,
    /// Issues tokens, if a client is registered.
    pub(crate) token_server: Option<TokenServer>,
    pub(crate) webhooks: WebhookSender,
}

/// The shared state, as a handler takes it.
pub(crate) type SharedState = State<Arc<SandboxState>>;

impl SandboxState {
    pub(crate) const fn dialect(&self) -> Dialect {
        self.options.dialect
    }

    /// Whether the API accepts this bearer token.
    pub(crate) fn accepts_token(&self, token: &str) -> bool {
        match &self.token_server {
            Some(tokens) => tokens.is_valid(token, self.registry.clock.now()),
            None => token == self.options.token,
        }
    }

    /// Holds all webhook messages, or releases them.
    pub(crate) fn hold_webhooks(&self, held: bool) {
        self.webhooks.hold(held);
        self.registry.changed.notify_one();
    }

    /// Queues the message of a delivery again.
    pub(crate) fn redeliver(&self, number: usize) -> Result<(), ControlError> {
        let now = self.registry.clock.now();
        if !self.webhooks.requeue(number, now) {
            return Err(ControlError::NoDelivery);
        }
        self.registry.changed.notify_one();
        Ok(())
    }
}
