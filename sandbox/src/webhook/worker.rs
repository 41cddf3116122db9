//! Makes messages of events and delivers what is due.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use tokio::task::JoinSet;

use super::delivery::Delivery;
use super::fault::WebhookFaultKind;
use super::message::DeliveryMeta;
use super::outbox::QueuedMessage;
use crate::dialect::spec::WebhookFormat;
use crate::registry::webhook_events::WebhookTarget;
use crate::state::SandboxState;

/// The number of concurrent deliveries. Messages of one inquiry share a lane,
/// which keeps their order.
const LANES: usize = 16;

/// Delivers what falls due, until the task is aborted.
pub(crate) async fn run(state: Arc<SandboxState>) {
    if state.dialect().webhooks().is_none() {
        return;
    }
    loop {
        deliver(&state).await;
        let due = [
            state.registry.next_due(),
            state.webhooks.outbox().next_due(),
        ];
        let wait = due.into_iter().flatten().min().map(|due| {
            let wait = due - state.registry.clock.now();
            wait.try_into().unwrap_or_default()
        });
        let next_due = async {
            match wait {
                Some(wait) => tokio::time::sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = state.registry.changed.notified() => {}
            () = next_due => {}
        }
    }
}

/// Delivers everything that is due, and returns when nothing is.
///
/// The round runs in its own task: a caller that stops waiting loses no message.
pub(crate) async fn deliver_all(state: &Arc<SandboxState>) {
    let state = Arc::clone(state);
    let round = tokio::spawn(async move { deliver(&state).await });
    if let Err(error) = round.await {
        tracing::error!(%error, "a round of webhook deliveries failed");
    }
}

async fn deliver(state: &Arc<SandboxState>) {
    let Some(format) = state.dialect().webhooks() else {
        return;
    };
    let _round = state.webhooks.round.lock().await;
    loop {
        queue_events(state, format);
        let Some(target) = state.registry.webhook().map(Arc::new) else {
            return;
        };
        let now = state.registry.clock.now();
        let due = state.webhooks.outbox().take_due(now);
        if due.is_empty() {
            return;
        }
        let mut sending = JoinSet::new();
        for lane in into_lanes(due) {
            let (state, target) = (Arc::clone(state), Arc::clone(&target));
            sending.spawn(async move {
                for message in lane {
                    attempt(&state, message, &target, format.is_signed()).await;
                }
            });
        }
        sending.join_all().await;
    }
}

/// Sends the test request of a registration; `None` if the dialect has none.
pub(crate) async fn send_test(state: &SandboxState, target: &WebhookTarget) -> Option<Delivery> {
    let format = state.dialect().webhooks()?;
    let message = format.test_message(&new_meta(state));
    let now = state.registry.clock.now();
    let message = QueuedMessage::test(new_message_id(state), message);
    let delivery = state
        .webhooks
        .http
        .send(&message, target, format.is_signed(), now)
        .await;
    state.webhooks.outbox().deliveries.push(delivery.clone());
    Some(delivery)
}

/// Queues a message for each new event that the dialect reports.
fn queue_events(state: &SandboxState, format: &dyn WebhookFormat) {
    for event in state.registry.take_events() {
        if let Some(message) = format.event_message(&event, &new_meta(state)) {
            let now = state.registry.clock.now();
            let id = new_message_id(state);
            state.webhooks.outbox().enqueue(id, message, now);
        }
    }
}

async fn attempt(
    state: &SandboxState,
    message: QueuedMessage,
    target: &WebhookTarget,
    signed: bool,
) {
    let webhooks = &state.webhooks;
    let now = state.registry.clock.now();
    let delivery = webhooks.http.send(&message, target, signed, now).await;
    let now = state.registry.clock.now();
    webhooks.outbox().record_attempt(message, delivery, now);
}

/// Distributes messages over concurrent lanes by inquiry. An overtaken message
/// tests the order, so the round then uses one lane.
fn into_lanes(messages: Vec<QueuedMessage>) -> Vec<Vec<QueuedMessage>> {
    let in_order = messages
        .iter()
        .any(|message| message.fault == Some(WebhookFaultKind::Overtaken));
    let mut lanes: Vec<Vec<QueuedMessage>> = Vec::new();
    lanes.resize_with(if in_order { 1 } else { LANES }, Vec::new);
    let count = lanes.len();
    for message in messages {
        let mut hasher = DefaultHasher::new();
        message.external_id.hash(&mut hasher);
        let lane = usize::try_from(hasher.finish() % count as u64).unwrap_or(0);
        lanes[lane].push(message);
    }
    lanes.retain(|lane| !lane.is_empty());
    lanes
}

fn new_meta(state: &SandboxState) -> DeliveryMeta {
    DeliveryMeta {
        // As long and as sortable as a ULID.
        event_id: format!("01{}", state.registry.ids.next_hex(12).to_uppercase()),
        created_at: state.registry.clock.now(),
    }
}

fn new_message_id(state: &SandboxState) -> String {
    format!("msg_{}", state.registry.ids.next_hex(12))
}
