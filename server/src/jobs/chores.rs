//! What is done by the clock and belongs to nobody.

use crate::db::{Sessions, SqliteStore};
use kyc::port::Clock;
use std::{sync::Arc, time::Duration};

/// Deletes expired sessions and return links, every ten minutes.
pub(crate) async fn sweep(sessions: Sessions, store: SqliteStore, clock: Arc<dyn Clock>) {
    let mut every = tokio::time::interval(Duration::from_secs(600));
    loop {
        every.tick().await;
        match store.sweep_links(clock.now()).await {
            Ok(0) => {}
            Ok(gone) => tracing::debug!(gone, "return links that ended were deleted"),
            Err(error) => tracing::warn!(%error, "return links could not be deleted"),
        }
        match sessions.sweep().await {
            Ok(0) => {}
            Ok(gone) => tracing::debug!(gone, "expired sessions were deleted"),
            Err(error) => tracing::warn!(%error, "expired sessions could not be deleted"),
        }
    }
}
