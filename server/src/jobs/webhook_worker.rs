//! Webhook worker: applies stored webhook deliveries at once, or at the next start after a crash.

use super::background::BackgroundTasks;
use crate::webhook::WebhookProcessor;
use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;

/// Deliveries that are applied concurrently.
const AT_ONCE: u32 = 16;
/// Pause after an error of the store.
const AFTER_FAULT: Duration = Duration::from_secs(5);

/// Background worker that applies webhook deliveries.
#[derive(Clone)]
pub(crate) struct WebhookWorker(Arc<InboxState>);

struct InboxState {
    processor: WebhookProcessor,
    /// Other servers store deliveries, too, and an attempt's response makes overtaking deliveries
    /// due.
    max_sleep: Duration,
    wake: Arc<Notify>,
}

impl WebhookWorker {
    /// A worker that looks for deliveries at least this often.
    pub(crate) fn new(processor: WebhookProcessor, max_sleep: Duration) -> Self {
        Self(Arc::new(InboxState {
            processor,
            max_sleep,
            wake: Arc::default(),
        }))
    }

    /// Wakes the worker, because a delivery is due.
    pub(crate) fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Applies due deliveries until the background tasks stop.
    pub(crate) fn start(&self, background: &BackgroundTasks) {
        let worker = self.clone();
        background.spawn_loop(self.0.wake.clone(), move || {
            let worker = worker.clone();
            async move { worker.tick().await }
        });
    }

    /// Applies due deliveries. Returns the time to sleep.
    async fn tick(&self) -> Duration {
        match self.0.processor.process_due(AT_ONCE).await {
            Ok(0) => self.0.max_sleep,
            Ok(_) => Duration::ZERO,
            Err(error) => {
                tracing::error!(%error, "webhooks cannot be read");
                AFTER_FAULT
            }
        }
    }
}
