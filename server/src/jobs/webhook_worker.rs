//! Webhook worker: applies stored webhook deliveries at once, or at the next start after a crash.

use crate::webhook::WebhookProcessor;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
};

/// Deliveries that are applied concurrently.
const AT_ONCE: u32 = 16;
/// Pause after an error of the store.
const AFTER_FAULT: Duration = Duration::from_secs(5);

/// Background worker that applies webhook deliveries.
#[derive(Clone)]
pub(crate) struct WebhookWorker(Arc<Shared>);

struct Shared {
    processor: WebhookProcessor,
    /// Other servers store deliveries, too, and an attempt's response makes overtaking deliveries
    /// due.
    max_sleep: Duration,
    wake: Notify,
}

/// Running webhook worker.
pub(crate) struct WebhookWorkerHandle {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl WebhookWorker {
    /// A worker that looks for deliveries at least this often.
    pub(crate) fn new(processor: WebhookProcessor, max_sleep: Duration) -> Self {
        Self(Arc::new(Shared {
            processor,
            max_sleep,
            wake: Notify::new(),
        }))
    }

    /// Wakes the worker, because a delivery is due.
    pub(crate) fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Runs until it is stopped or the handle is dropped.
    pub(crate) fn start(&self) -> WebhookWorkerHandle {
        let (stop, mut stopped) = watch::channel(false);
        let post = self.clone();
        let task = tokio::spawn(async move {
            while !*stopped.borrow() {
                let nap = post.tick().await;
                tokio::select! {
                    () = tokio::time::sleep(nap) => {}
                    () = post.0.wake.notified() => {}
                    told = stopped.changed() => {
                        if told.is_err() {
                            break;
                        }
                    }
                }
            }
        });
        WebhookWorkerHandle { stop, task }
    }

    /// Applies due deliveries. Returns the time to sleep.
    async fn tick(&self) -> Duration {
        match self.0.processor.process_due(AT_ONCE).await {
            Ok(0) => self.0.max_sleep,
            Ok(_) => Duration::ZERO,
            Err(error) => {
                tracing::error!(%error, "webhooks cannot be looked for");
                AFTER_FAULT
            }
        }
    }
}

impl WebhookWorkerHandle {
    /// Claims no further deliveries, and waits for those in progress.
    pub(crate) async fn stop(self) {
        self.stop.send_replace(true);
        let _ = self.task.await;
    }
}
