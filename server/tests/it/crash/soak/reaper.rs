//! Kills the server, or its database, again and again, and restarts it at once.

use super::{random::SeededRandom, tally::Tally};
use crate::{
    crash::{applicant::CrashApplicant, installation::CrashInstallation},
    postgres::own_cluster::OwnCluster,
};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// Percentage of kills that hit a second server right after its start.
const EARLY: u64 = 10;

/// The process that dies.
pub(super) enum Victim {
    Server,
    /// The first process of the database, while the server goes on.
    Database(Arc<OwnCluster>),
}

impl Victim {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Database(_) => "database",
        }
    }

    /// An applicant who loses connections while the victim is dead.
    pub(super) fn newcomer(&self, installation: &CrashInstallation) -> CrashApplicant {
        match self {
            Self::Server => installation.applicant(),
            Self::Database(_) => installation.applicant().with_mortal_database(),
        }
    }
}

/// Kills the victim until the last receiver of `up` is gone. `mean_requests` is the mean number of
/// requests between two kills.
pub(super) async fn reap(
    (mut installation, victim): (CrashInstallation, Victim),
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
        match &victim {
            Victim::Server => kill_server(&mut installation, &tally, &mut random).await,
            Victim::Database(cluster) => kill_database(cluster, &tally).await,
        }
        up.send_replace(true);
    }
}

async fn kill_server(
    installation: &mut CrashInstallation,
    tally: &Tally,
    random: &mut SeededRandom,
) {
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
}

async fn kill_database(cluster: &Arc<OwnCluster>, tally: &Tally) {
    cluster.kill();
    tally.kills.add();
    let killed = Arc::clone(cluster);
    let started = tokio::task::spawn_blocking(move || killed.start_again());
    started.await.expect("no panic");
}
