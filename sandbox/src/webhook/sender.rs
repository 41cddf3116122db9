//! The outbox and the HTTP client of webhooks, behind one handle.

use std::sync::{Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;

use super::delivery::Delivery;
use super::fault::WebhookFault;
use super::http_sender::HttpSender;
use super::outbox::Outbox;

/// Holds the messages to send and sends them.
pub(crate) struct WebhookSender {
    outbox: Mutex<Outbox>,
    pub(super) http: HttpSender,
    /// Held during a delivery round. A caller that waits for it finds everything
    /// delivered.
    pub(super) round: tokio::sync::Mutex<()>,
}

impl WebhookSender {
    pub(crate) fn new() -> reqwest::Result<Self> {
        Ok(Self {
            outbox: Mutex::default(),
            http: HttpSender::new()?,
            round: tokio::sync::Mutex::default(),
        })
    }

    pub(crate) fn hold(&self, held: bool) {
        self.outbox().held = held;
    }

    pub(crate) fn is_held(&self) -> bool {
        self.outbox().held
    }

    pub(crate) fn pending(&self) -> usize {
        self.outbox().pending()
    }

    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        self.outbox().deliveries.clone()
    }

    pub(crate) fn add_fault(&self, fault: WebhookFault) {
        self.outbox().faults.push(fault);
    }

    pub(crate) fn faults(&self) -> Vec<WebhookFault> {
        self.outbox().faults.clone()
    }

    pub(crate) fn clear_faults(&self) {
        self.outbox().faults.clear();
    }

    /// Queues the message of a delivery again; returns false if the number is
    /// unknown.
    pub(crate) fn requeue(&self, number: usize, now: OffsetDateTime) -> bool {
        let mut outbox = self.outbox();
        let Some(delivery) = outbox.deliveries.get(number).cloned() else {
            return false;
        };
        outbox.requeue(&delivery, now);
        true
    }

    pub(super) fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
