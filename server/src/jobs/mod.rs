//! What goes on beside requests.

mod courier;

pub(crate) use courier::Deliveries;

use crate::db::Sessions;
use std::time::Duration;

/// Deletes expired sessions, every ten minutes.
pub(crate) async fn sweep_sessions(sessions: Sessions) {
    let mut every = tokio::time::interval(Duration::from_secs(600));
    loop {
        every.tick().await;
        match sessions.sweep().await {
            Ok(0) => {}
            Ok(gone) => tracing::debug!(gone, "expired sessions were deleted"),
            Err(error) => tracing::warn!(%error, "expired sessions could not be deleted"),
        }
    }
}
