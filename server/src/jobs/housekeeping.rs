//! Periodic housekeeping of the database.

use crate::{
    Fallible,
    config::{Retention, Settings},
    db::{DatabaseStore, RETENTION, Sessions},
    maintenance::{ErasureRegister, retention},
};
use kyc::ports::Clock;
use std::{sync::Arc, time::Duration};

/// Every ten minutes deletes expired sessions, resume links and counters, and erases applications
/// beyond their retention period.
pub(crate) fn sweep(
    sessions: Sessions,
    store: DatabaseStore,
    settings: &Settings,
    clock: Arc<dyn Clock>,
) -> impl Future<Output = ()> + Send + use<> {
    let (register, keep) = (ErasureRegister::new(&settings.register), settings.retention);
    async move { sweep_loop(sessions, store, register, keep, clock).await }
}

async fn sweep_loop(
    sessions: Sessions,
    store: DatabaseStore,
    register: ErasureRegister,
    keep: Retention,
    clock: Arc<dyn Clock>,
) {
    let mut every = tokio::time::interval(Duration::from_secs(600));
    loop {
        every.tick().await;
        match store.sweep_links(clock.now()).await {
            Ok(0) => {}
            Ok(gone) => tracing::debug!(gone, "expired return links were deleted"),
            Err(error) => tracing::warn!(%error, "return links could not be deleted"),
        }
        match store.sweep_admin(clock.now()).await {
            Ok(0) => {}
            Ok(gone) => tracing::debug!(gone, "expired admin data was deleted"),
            Err(error) => tracing::warn!(%error, "expired admin data could not be deleted"),
        }
        match sessions.sweep().await {
            Ok(0) => {}
            Ok(gone) => tracing::debug!(gone, "expired sessions were deleted"),
            Err(error) => tracing::warn!(%error, "expired sessions could not be deleted"),
        }
        if let Some(term) = keep.webhooks {
            match store.sweep_deliveries(clock.now() - term).await {
                Ok(0) => {}
                Ok(gone) => tracing::info!(gone, "expired webhooks were deleted"),
                Err(error) => tracing::warn!(%error, "expired webhooks could not be deleted"),
            }
        }
        erase_expired(&store, &register, &keep, &*clock).await;
    }
}

/// Lease of one batch.
const LEASE: time::Duration = time::Duration::minutes(2);
/// Pause after a completed run.
const REST: time::Duration = time::Duration::minutes(9);

/// Erases expired applications in batches until none is left. It skips the run if another server
/// holds the lease or has run recently.
async fn erase_expired(
    store: &DatabaseStore,
    register: &ErasureRegister,
    keep: &Retention,
    clock: &dyn Clock,
) {
    if let Err(error) = erase_under_lease(store, register, keep, clock).await {
        let error = &*error;
        tracing::error!(
            error = error as &dyn std::error::Error,
            "applications past their retention could not be erased"
        );
    }
}

async fn erase_under_lease(
    store: &DatabaseStore,
    register: &ErasureRegister,
    keep: &Retention,
    clock: &dyn Clock,
) -> Fallible<()> {
    let now = clock.now();
    let Some(chore) = store.claim_named_lease(RETENTION, now, now + LEASE).await? else {
        return Ok(());
    };
    while store.extend_named_lease(chore, clock.now() + LEASE).await? {
        let gone = retention(store, register, keep, clock.now()).await?;
        if gone == 0 {
            store.release_named_lease(chore, clock.now() + REST).await?;
            break;
        }
        tracing::info!(gone, "applications past their retention were erased");
    }
    Ok(())
}
