//! Jobs in progress in this process, and the pages that wait for their completion.

use kyc::{id::ApplicationId, jobs::Lease};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{oneshot, watch};

/// Locks a map. It ignores poisoning: each change is a single call, so a panic leaves no partial
/// change.
fn lock<T>(map: &Mutex<T>) -> MutexGuard<'_, T> {
    map.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Jobs in progress, by application.
#[derive(Default)]
pub(super) struct InFlight(Mutex<HashMap<ApplicationId, (Lease, watch::Receiver<()>)>>);

/// Marks a job as in progress until it is dropped.
pub(super) struct InFlightGuard<'a> {
    all: &'a InFlight,
    lease: Lease,
    _ends: watch::Sender<()>,
}

impl InFlight {
    /// Registers a job until the returned guard is dropped.
    pub(super) fn enter(&self, lease: Lease) -> InFlightGuard<'_> {
        let (ends, end) = watch::channel(());
        lock(&self.0).insert(lease.application, (lease, end));
        InFlightGuard {
            all: self,
            lease,
            _ends: ends,
        }
    }

    /// Whether the application has a job in progress.
    pub(super) fn has(&self, id: ApplicationId) -> bool {
        lock(&self.0).contains_key(&id)
    }

    /// Waits until the application has no job in progress. Returns false if it had none.
    pub(super) async fn end(&self, id: ApplicationId) -> bool {
        let end = lock(&self.0).get(&id).map(|(_, end)| end.clone());
        let Some(mut end) = end else {
            return false;
        };
        // The channel carries no value: it closes when the sender is dropped.
        while end.changed().await.is_ok() {}
        true
    }

    /// Leases of all jobs in progress.
    pub(super) fn leases(&self) -> Vec<Lease> {
        lock(&self.0).values().map(|(lease, _)| *lease).collect()
    }
}

impl Drop for InFlightGuard<'_> {
    fn drop(&mut self) {
        let mut all = lock(&self.all.0);
        // A later job of the same application may have replaced this entry.
        if all
            .get(&self.lease.application)
            .is_some_and(|(lease, _)| *lease == self.lease)
        {
            all.remove(&self.lease.application);
        }
    }
}

/// Waiters for the completion of an application's job.
#[derive(Default)]
pub(super) struct CompletionWaiters(Mutex<HashMap<ApplicationId, Vec<oneshot::Sender<()>>>>);

impl CompletionWaiters {
    /// Receiver that resolves when the application's job is done.
    pub(super) fn wait_for(&self, id: ApplicationId) -> oneshot::Receiver<()> {
        let (sender, receiver) = oneshot::channel();
        let mut waiting = lock(&self.0);
        let waiting = waiting.entry(id).or_default();
        waiting.retain(|other| !other.is_closed());
        waiting.push(sender);
        receiver
    }

    /// Notifies the application's waiters.
    pub(super) fn notify(&self, id: ApplicationId) {
        for sender in lock(&self.0).remove(&id).unwrap_or_default() {
            // An error means that the receiver is gone, which is harmless.
            let _ = sender.send(());
        }
    }
}
