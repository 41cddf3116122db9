//! Messages that are still to be delivered, and what came of earlier ones.

use std::time::Duration;

use time::OffsetDateTime;

use super::delivery::Delivery;
use super::fault::{WebhookFault, WebhookFaultKind, draw};
use super::letter::Letter;
use crate::clock::later;

/// How long upstream waits before each further attempt. After the last one it
/// gives up.
pub const RETRIES: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(120),
    Duration::from_secs(600),
];

/// How long a message waits to be overtaken.
const PATIENCE: Duration = Duration::from_secs(60);

/// A message on its way.
#[derive(Clone)]
pub(super) struct Parcel {
    pub(super) id: String,
    pub(super) event: &'static str,
    pub(super) external_id: String,
    pub(super) body: String,
    pub(super) fault: Option<WebhookFaultKind>,
    /// Attempts that were made.
    pub(super) attempts: u32,
    /// Waits for another to overtake it.
    waits: bool,
    due: OffsetDateTime,
    /// Its place in the order of sending.
    turn: u64,
}

impl Parcel {
    /// A test request: sent at once, and once only.
    pub(super) fn test(id: String, letter: Letter) -> Self {
        Self {
            id,
            event: letter.event,
            external_id: letter.external_id,
            body: letter.body.to_string(),
            fault: None,
            attempts: 0,
            waits: false,
            due: OffsetDateTime::UNIX_EPOCH,
            turn: 0,
        }
    }
}

/// Everything that is to be sent or was.
#[derive(Default)]
pub(super) struct Outbox {
    pub(super) faults: Vec<WebhookFault>,
    pub(super) deliveries: Vec<Delivery>,
    /// While held, nothing leaves.
    pub(super) held: bool,
    waiting: Vec<Parcel>,
    /// Taken to be sent, and not heard of since.
    under_way: usize,
    turns: u64,
}

impl Outbox {
    pub(super) fn post(&mut self, id: String, letter: Letter, now: OffsetDateTime) {
        let fault = draw(&mut self.faults);
        let letter = letter.befallen(fault);
        let wait = match fault {
            Some(WebhookFaultKind::Delay(seconds)) => Duration::from_secs(seconds),
            Some(WebhookFaultKind::Overtaken) => PATIENCE,
            _ => Duration::ZERO,
        };
        let parcel = Parcel {
            id,
            event: letter.event,
            external_id: letter.external_id,
            body: letter.body.to_string(),
            fault,
            attempts: 0,
            waits: fault == Some(WebhookFaultKind::Overtaken),
            due: later(now, wait),
            turn: self.turn(),
        };
        if !parcel.waits {
            self.let_pass(parcel.due);
        }
        if fault == Some(WebhookFaultKind::Duplicate) {
            let turn = self.turn();
            self.waiting.push(Parcel {
                turn,
                ..parcel.clone()
            });
        }
        self.waiting.push(parcel);
    }

    /// Sends a message once more, as if for the first time.
    pub(super) fn post_again(&mut self, delivery: &Delivery, now: OffsetDateTime) {
        let turn = self.turn();
        self.waiting.push(Parcel {
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
            waits: false,
            due: now,
            turn,
        });
    }

    /// Takes what is due, in the order of sending. Each must come
    /// [`back`](Self::back).
    pub(super) fn take_due(&mut self, now: OffsetDateTime) -> Vec<Parcel> {
        if self.held {
            return Vec::new();
        }
        let (mut due, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|parcel| parcel.due <= now);
        self.waiting = waiting;
        self.under_way += due.len();
        due.sort_by_key(|parcel| parcel.turn);
        due
    }

    /// Notes what came of an attempt; what failed waits for the next one.
    pub(super) fn back(&mut self, mut parcel: Parcel, delivery: Delivery, now: OffsetDateTime) {
        self.under_way = self.under_way.saturating_sub(1);
        let wait = usize::try_from(parcel.attempts)
            .ok()
            .and_then(|made| RETRIES.get(made));
        match wait {
            _ if delivery.is_over() => {}
            Some(wait) => {
                parcel.attempts += 1;
                parcel.due = later(now, *wait);
                parcel.turn = self.turn();
                self.waiting.push(parcel);
            }
            None => tracing::warn!(id = parcel.id, "a webhook was given up"),
        }
        self.deliveries.push(delivery);
    }

    /// When something is due next; nothing is while all is held.
    pub(super) fn next_due(&self) -> Option<OffsetDateTime> {
        let due = self.waiting.iter().map(|parcel| parcel.due).min();
        due.filter(|_| !self.held)
    }

    pub(super) fn pending(&self) -> usize {
        self.waiting.len() + self.under_way
    }

    /// Sends those that wait to be overtaken right behind what is due then.
    fn let_pass(&mut self, due: OffsetDateTime) {
        for parcel in self.waiting.iter_mut().filter(|parcel| parcel.waits) {
            parcel.waits = false;
            parcel.due = due;
            parcel.turn = self.turns;
            self.turns += 1;
        }
    }

    fn turn(&mut self) -> u64 {
        self.turns += 1;
        self.turns - 1
    }
}
