//! The levers on webhooks (contract §6).

use super::Sandbox;
use crate::registry::lever::LeverError;
use crate::webhook::{self, Delivery, WebhookFault};

impl Sandbox {
    /// The address registered for webhooks.
    #[must_use]
    pub fn webhook(&self) -> Option<String> {
        self.upstream.registry.webhook_url()
    }

    /// Delivers everything that is due by the sandbox's time, and returns when
    /// each of these attempts is over. It would all happen by itself; this is for
    /// those who have to know when.
    pub async fn deliver_webhooks(&self) {
        webhook::deliver_all(&self.upstream).await;
    }

    /// Keeps every message back until [`Sandbox::release_webhooks`].
    pub fn hold_webhooks(&self) {
        self.upstream.hold_webhooks(true);
    }

    /// Lets messages leave again.
    pub fn release_webhooks(&self) {
        self.upstream.hold_webhooks(false);
    }

    /// How many messages are still to be delivered, those that wait for a
    /// further attempt included. What happened since the last round is no message
    /// yet.
    #[must_use]
    pub fn pending_webhooks(&self) -> usize {
        self.upstream.courier.pending()
    }

    /// Every attempt to deliver, oldest first, tests of an address included.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.upstream.courier.deliveries()
    }

    /// Sends the message of a delivery again, by its number in
    /// [`Sandbox::deliveries`]: under the same id, as "at least once" allows.
    pub fn redeliver(&self, number: usize) -> Result<(), LeverError> {
        self.upstream.redeliver(number)
    }

    /// Orders a fault of webhooks.
    pub fn webhook_fault(&self, fault: WebhookFault) {
        self.upstream.courier.add_fault(fault);
    }

    /// The faults of webhooks still standing, oldest first.
    #[must_use]
    pub fn webhook_faults(&self) -> Vec<WebhookFault> {
        self.upstream.courier.faults()
    }

    /// Takes back every fault of webhooks.
    pub fn clear_webhook_faults(&self) {
        self.upstream.courier.clear_faults();
    }
}
