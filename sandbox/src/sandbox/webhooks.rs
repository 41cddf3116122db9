//! The methods that control webhooks (contract §6).

use super::Sandbox;
use crate::registry::controls::ControlError;
use crate::webhook::delivery::Delivery;
use crate::webhook::fault::WebhookFault;
use crate::webhook::worker;

impl Sandbox {
    /// The registered address.
    #[must_use]
    pub fn webhook(&self) -> Option<String> {
        self.state.registry.webhook_url()
    }

    /// Delivers everything that is due by the sandbox's clock, and returns when each
    /// attempt is over. The background task does the same; this lets tests wait for it.
    pub async fn deliver_webhooks(&self) {
        worker::deliver_all(&self.state).await;
    }

    /// Holds every message until [`Sandbox::release_webhooks`].
    pub fn hold_webhooks(&self) {
        self.state.hold_webhooks(true);
    }

    /// Releases held messages.
    pub fn release_webhooks(&self) {
        self.state.hold_webhooks(false);
    }

    /// The number of undelivered messages, including those that wait for a retry.
    /// Events since the last delivery round are not messages yet.
    #[must_use]
    pub fn pending_webhooks(&self) -> usize {
        self.state.webhooks.pending()
    }

    /// Every delivery attempt, oldest first, including test requests.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.state.webhooks.deliveries()
    }

    /// Sends the message of a delivery again under the same id, as "at least once"
    /// allows. `number` is its index in [`Sandbox::deliveries`].
    pub fn redeliver(&self, number: usize) -> Result<(), ControlError> {
        self.state.redeliver(number)
    }

    /// Adds a webhook fault.
    pub fn webhook_fault(&self, fault: WebhookFault) {
        self.state.webhooks.add_fault(fault);
    }

    /// The active webhook faults, oldest first.
    #[must_use]
    pub fn webhook_faults(&self) -> Vec<WebhookFault> {
        self.state.webhooks.faults()
    }
}
