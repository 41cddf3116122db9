//! Messages to deliver, and the record of deliveries.

use std::time::Duration;

use time::OffsetDateTime;

use super::delivery::Delivery;
use super::fault::{WebhookFault, WebhookFaultKind, next_fault};
use super::message::WebhookMessage;
use crate::clock::add_saturating;

/// The wait before each retry. After the last retry the sandbox gives up.
pub const RETRIES: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(120),
    Duration::from_secs(600),
];

/// The longest wait of a message for another to overtake it.
const MAX_OVERTAKE_WAIT: Duration = Duration::from_secs(60);

/// A message in the queue or in flight.
#[derive(Clone)]
pub(super) struct QueuedMessage {
    pub(super) id: String,
    pub(super) event: &'static str,
    pub(super) external_id: String,
    pub(super) body: String,
    pub(super) fault: Option<WebhookFaultKind>,
    /// The number of attempts so far.
    pub(super) attempts: u32,
    /// Whether it waits for another message to overtake it.
    waits_to_be_overtaken: bool,
    due: OffsetDateTime,
    /// Its position in the order of sending.
    sequence: u64,
}

impl QueuedMessage {
    /// A test request: the worker sends it once and at once.
    pub(super) fn test(id: String, message: WebhookMessage) -> Self {
        Self {
            id,
            event: message.event,
            external_id: message.external_id,
            body: message.body.to_string(),
            fault: None,
            attempts: 0,
            waits_to_be_overtaken: false,
            due: OffsetDateTime::UNIX_EPOCH,
            sequence: 0,
        }
    }
}

/// The queue, the active faults and the record of deliveries.
#[derive(Default)]
pub(super) struct Outbox {
    pub(super) faults: Vec<WebhookFault>,
    pub(super) deliveries: Vec<Delivery>,
    /// While true, the worker sends nothing.
    pub(super) held: bool,
    queue: Vec<QueuedMessage>,
    /// The number of messages taken whose attempt is not recorded yet.
    in_flight: usize,
    next_sequence: u64,
}

impl Outbox {
    /// Queues a message and applies the oldest active fault to it.
    pub(super) fn enqueue(&mut self, id: String, message: WebhookMessage, now: OffsetDateTime) {
        let fault = next_fault(&mut self.faults);
        let message = message.with_fault(fault);
        let wait = match fault {
            Some(WebhookFaultKind::Delay(seconds)) => Duration::from_secs(seconds),
            Some(WebhookFaultKind::Overtaken) => MAX_OVERTAKE_WAIT,
            _ => Duration::ZERO,
        };
        let queued = QueuedMessage {
            id,
            event: message.event,
            external_id: message.external_id,
            body: message.body.to_string(),
            fault,
            attempts: 0,
            waits_to_be_overtaken: fault == Some(WebhookFaultKind::Overtaken),
            due: add_saturating(now, wait),
            sequence: self.take_sequence(),
        };
        if !queued.waits_to_be_overtaken {
            self.schedule_overtaken(queued.due);
        }
        if fault == Some(WebhookFaultKind::Duplicate) {
            let sequence = self.take_sequence();
            self.queue.push(QueuedMessage {
                sequence,
                ..queued.clone()
            });
        }
        self.queue.push(queued);
    }

    /// Queues the message of a delivery again, as if for the first time.
    pub(super) fn requeue(&mut self, delivery: &Delivery, now: OffsetDateTime) {
        let sequence = self.take_sequence();
        self.queue.push(QueuedMessage {
            id: delivery
                .headers
                .get("webhook-id")
                .cloned()
                .unwrap_or_default(),
            event: delivery.event,
            external_id: delivery.external_id.clone(),
            body: delivery.body.clone(),
            fault: None,
            attempts: 0,
            waits_to_be_overtaken: false,
            due: now,
            sequence,
        });
    }

    /// Takes what is due, in the order of sending. The caller must pass each to
    /// [`record_attempt`](Self::record_attempt).
    pub(super) fn take_due(&mut self, now: OffsetDateTime) -> Vec<QueuedMessage> {
        if self.held {
            return Vec::new();
        }
        let (mut due, later): (Vec<_>, Vec<_>) = std::mem::take(&mut self.queue)
            .into_iter()
            .partition(|message| message.due <= now);
        self.queue = later;
        self.in_flight += due.len();
        due.sort_by_key(|message| message.sequence);
        due
    }

    /// Records an attempt and, if it failed, schedules the next one.
    pub(super) fn record_attempt(
        &mut self,
        mut message: QueuedMessage,
        delivery: Delivery,
        now: OffsetDateTime,
    ) {
        self.in_flight = self.in_flight.saturating_sub(1);
        let wait = usize::try_from(message.attempts)
            .ok()
            .and_then(|made| RETRIES.get(made));
        match wait {
            _ if delivery.is_settled() => {}
            Some(wait) => {
                message.attempts += 1;
                message.due = add_saturating(now, *wait);
                message.sequence = self.take_sequence();
                self.queue.push(message);
            }
            None => tracing::warn!(id = message.id, "gave up on a webhook"),
        }
        self.deliveries.push(delivery);
    }

    /// The next due time; `None` while held.
    pub(super) fn next_due(&self) -> Option<OffsetDateTime> {
        let due = self.queue.iter().map(|message| message.due).min();
        due.filter(|_| !self.held)
    }

    pub(super) fn pending(&self) -> usize {
        self.queue.len() + self.in_flight
    }

    /// Schedules the messages that wait to be overtaken right behind `due`.
    fn schedule_overtaken(&mut self, due: OffsetDateTime) {
        for message in self
            .queue
            .iter_mut()
            .filter(|message| message.waits_to_be_overtaken)
        {
            message.waits_to_be_overtaken = false;
            message.due = due;
            message.sequence = self.next_sequence;
            self.next_sequence += 1;
        }
    }

    fn take_sequence(&mut self) -> u64 {
        self.next_sequence += 1;
        self.next_sequence - 1
    }
}
