//! Who waits for a job of this process: a page that was handed in, a page that
//! wants to know.

use kyc::{id::ApplicationId, job::Lease};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{oneshot, watch};

/// A panic elsewhere does not make these maps unsound: each change is one call.
fn lock<T>(map: &Mutex<T>) -> MutexGuard<'_, T> {
    map.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The jobs under way, by application.
#[derive(Default)]
pub(super) struct InFlight(Mutex<HashMap<ApplicationId, (Lease, watch::Receiver<()>)>>);

/// A job under way, until dropped.
pub(super) struct InFlightGuard<'a> {
    all: &'a InFlight,
    lease: Lease,
    _ends: watch::Sender<()>,
}

impl InFlight {
    /// Notes one, until what is returned is dropped.
    pub(super) fn enter(&self, lease: Lease) -> InFlightGuard<'_> {
        let (ends, end) = watch::channel(());
        lock(&self.0).insert(lease.application, (lease, end));
        InFlightGuard {
            all: self,
            lease,
            _ends: ends,
        }
    }

    /// Whether the application has one.
    pub(super) fn has(&self, id: ApplicationId) -> bool {
        lock(&self.0).contains_key(&id)
    }

    /// Waits until the application has none under way. False if it had none.
    pub(super) async fn end(&self, id: ApplicationId) -> bool {
        let end = lock(&self.0).get(&id).map(|(_, end)| end.clone());
        let Some(mut end) = end else {
            return false;
        };
        // Nothing is ever sent: it ends when the sender is dropped.
        while end.changed().await.is_ok() {}
        true
    }

    /// The leases of all of them.
    pub(super) fn leases(&self) -> Vec<Lease> {
        lock(&self.0).values().map(|(lease, _)| *lease).collect()
    }
}

impl Drop for InFlightGuard<'_> {
    fn drop(&mut self) {
        let mut all = lock(&self.all.0);
        // A later one of the same application stays.
        if all
            .get(&self.lease.application)
            .is_some_and(|(lease, _)| *lease == self.lease)
        {
            all.remove(&self.lease.application);
        }
    }
}

/// Those who wait to hear that an application's job came to something.
#[derive(Default)]
pub(super) struct CompletionWaiters(Mutex<HashMap<ApplicationId, Vec<oneshot::Sender<()>>>>);

impl CompletionWaiters {
    /// Resolves when it did.
    pub(super) fn wait_for(&self, id: ApplicationId) -> oneshot::Receiver<()> {
        let (tell, told) = oneshot::channel();
        let mut waiting = lock(&self.0);
        let waiting = waiting.entry(id).or_default();
        waiting.retain(|other| !other.is_closed());
        waiting.push(tell);
        told
    }

    /// Tells them.
    pub(super) fn notify(&self, id: ApplicationId) {
        for tell in lock(&self.0).remove(&id).unwrap_or_default() {
            // Whoever hung up needs no telling.
            let _ = tell.send(());
        }
    }
}
