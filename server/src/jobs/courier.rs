//! Deliveries: one task an application, started by the submission or by the
//! sweep at start-up, ended when the attempt is settled.

use app::request::Courier;
use kyc::{
    id::ApplicationId,
    port::Fut,
    service::{Delivery, Onboarding},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::{Notify, Semaphore, watch};

/// How many deliveries talk upstream at once: the budget is the firm's
/// (contract §2).
const AT_ONCE: usize = 8;
/// The wait after a fault of our own store.
const AFTER_FAULT: Duration = Duration::from_secs(5);

/// A delivery under way.
struct Run {
    /// Cuts a wait short.
    wake: Arc<Notify>,
    /// Somebody asked for it again: look once more before ending.
    again: bool,
    /// Turns true when it ends.
    done: watch::Receiver<bool>,
}

type Runs = Arc<Mutex<HashMap<ApplicationId, Run>>>;

/// The courier of this process.
#[derive(Clone)]
pub(crate) struct Deliveries {
    onboarding: Onboarding,
    runs: Runs,
    slots: Arc<Semaphore>,
}

/// A panic elsewhere does not make the map unsound: each change is one call.
fn lock(runs: &Runs) -> MutexGuard<'_, HashMap<ApplicationId, Run>> {
    runs.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Deliveries {
    pub(crate) fn new(onboarding: Onboarding) -> Self {
        let slots = Arc::new(Semaphore::new(AT_ONCE));
        Self {
            onboarding,
            runs: Runs::default(),
            slots,
        }
    }

    /// Takes up whatever was under way when the last process ended.
    pub(crate) async fn sweep(&self) {
        match self.onboarding.store.undelivered().await {
            Ok(ids) => {
                if !ids.is_empty() {
                    tracing::info!(count = ids.len(), "taking up deliveries");
                }
                for id in ids {
                    drop(self.join(id));
                }
            }
            Err(error) => tracing::error!(%error, "deliveries could not be taken up"),
        }
    }

    /// Joins the application's delivery, starting it if need be.
    fn join(&self, id: ApplicationId) -> watch::Receiver<bool> {
        let mut runs = lock(&self.runs);
        if let Some(run) = runs.get_mut(&id) {
            run.again = true;
            run.wake.notify_one();
            return run.done.clone();
        }
        let (ended, done) = watch::channel(false);
        let wake = Arc::new(Notify::new());
        runs.insert(
            id,
            Run {
                wake: wake.clone(),
                again: false,
                done: done.clone(),
            },
        );
        let this = self.clone();
        tokio::spawn(async move {
            this.run(id, &wake).await;
            ended.send_replace(true);
        });
        done
    }

    /// Delivers until it is settled.
    async fn run(&self, id: ApplicationId, wake: &Notify) {
        loop {
            let outcome = {
                // The semaphore is never closed.
                let _slot = self.slots.acquire().await;
                self.onboarding.deliver(id).await
            };
            let wait = match outcome {
                Ok(Delivery::Settled) => {
                    let mut runs = lock(&self.runs);
                    match runs.get_mut(&id) {
                        Some(run) if run.again => run.again = false,
                        _ => {
                            runs.remove(&id);
                            return;
                        }
                    }
                    continue;
                }
                Ok(Delivery::Again(wait)) => wait,
                Err(error) => {
                    tracing::error!(%error, "a delivery could not be recorded");
                    AFTER_FAULT
                }
            };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = wake.notified() => {}
            }
        }
    }
}

impl Courier for Deliveries {
    fn dispatch(&self, id: ApplicationId, patience: Duration) -> Fut<'_, ()> {
        let mut done = self.join(id);
        Box::pin(async move {
            // Time-out, or the task is gone: either way the page says how things stand.
            let _ = tokio::time::timeout(patience, done.wait_for(|done| *done)).await;
        })
    }
}
