//! The post: messages that the upstream sent, applied as soon as they are
//! stored, or taken up at the start after a crash.

use crate::webhook::WebhookProcessor;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
};

/// How many are applied at once.
const AT_ONCE: u32 = 16;
/// The longest rest: other servers store some, too, and an attempt's answer makes
/// those due that overtook it.
const MAX_SLEEP: Duration = Duration::from_secs(1);
/// The rest after a fault of our own store.
const AFTER_FAULT: Duration = Duration::from_secs(5);

/// Whoever applies messages.
#[derive(Clone)]
pub(crate) struct WebhookWorker(Arc<Shared>);

struct Shared {
    processor: WebhookProcessor,
    wake: Notify,
}

/// A post at work.
pub(crate) struct WebhookWorkerHandle {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl WebhookWorker {
    pub(crate) fn new(processor: WebhookProcessor) -> Self {
        let wake = Notify::new();
        Self(Arc::new(Shared { processor, wake }))
    }

    /// There is something to apply.
    pub(crate) fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Works until told to stop, or until nobody is left who could tell.
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

    /// Applies what is due, and says how long to wait for more.
    async fn tick(&self) -> Duration {
        match self.0.processor.process_due(AT_ONCE).await {
            Ok(0) => MAX_SLEEP,
            Ok(_) => Duration::ZERO,
            Err(error) => {
                tracing::error!(%error, "webhooks cannot be looked for");
                AFTER_FAULT
            }
        }
    }
}

impl WebhookWorkerHandle {
    /// Takes up nothing more, once what is under way has ended.
    pub(crate) async fn stop(self) {
        self.stop.send_replace(true);
        let _ = self.task.await;
    }
}
