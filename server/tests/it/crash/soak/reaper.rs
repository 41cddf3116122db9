//! Kills the server repeatedly and restarts it at once.

use super::{random::SeededRandom, tally::Tally};
use crate::crash::installation::CrashInstallation;
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// Percentage of kills that hit a second server right after its start.
const EARLY: u64 = 10;

/// Kills the server until the last receiver of `up` is gone. `mean_requests` is the mean number of requests
/// between two kills.
pub(super) async fn reap(
    mut installation: CrashInstallation,
    tally: Arc<Tally>,
    up: watch::Sender<bool>,
    (seed, mean_requests): (u64, u64),
) -> CrashInstallation {
    let mut random = SeededRandom::of(seed, u64::MAX);
    loop {
        let requests = random.below(2 * mean_requests);
        let moment = Duration::from_micros(random.below(20_000));
        tokio::select! {
            () = up.closed() => return installation,
            () = tally.requests_later(requests) => tokio::time::sleep(moment).await,
        }
        up.send_replace(false);
        installation.kill();
        tally.kills.add();
        if random.percent(EARLY) {
            let starting = installation.launch(None);
            tokio::time::sleep(Duration::from_micros(random.below(80_000))).await;
            drop(starting);
            tally.kills.add();
            tally.early.add();
        }
        installation.start().await;
        up.send_replace(true);
    }
}
