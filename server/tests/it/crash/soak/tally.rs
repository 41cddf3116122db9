//! Counters of a soak run, updated while it runs.

use std::{
    fmt,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::sync::watch;

/// A counter that concurrent tasks increment.
#[derive(Default)]
pub(super) struct Count(AtomicUsize);

impl Count {
    pub(super) fn add(&self) -> usize {
        self.0.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[derive(Default)]
pub(super) struct Tally {
    /// Requests so far: the reaper waits for this count.
    requests: watch::Sender<u64>,
    pub(super) kills: Count,
    /// Kills of a server during its start.
    pub(super) early: Count,
    /// Applications whose journey began.
    pub(super) begun: Count,
    /// Applications whose submission was acknowledged.
    pub(super) submitted: Count,
    /// Acknowledged steps, including the submission.
    pub(super) acknowledged: Count,
    /// Requests without an answer.
    pub(super) unanswered: Count,
    /// Faults injected at the provider.
    pub(super) faults: Count,
    /// Lost acknowledged steps, and answers that must not occur.
    wrong: Mutex<Vec<String>>,
}

impl Tally {
    pub(super) fn request(&self) {
        self.requests.send_modify(|count| *count += 1);
    }

    /// Waits for this many more requests.
    pub(super) async fn requests_later(&self, more: u64) {
        let end = *self.requests.borrow() + more;
        let mut requests = self.requests.subscribe();
        let reached = requests.wait_for(|count| *count >= end).await;
        reached.expect("the sender lives");
    }

    pub(super) fn wrong(&self, what: String) {
        self.wrong.lock().expect("no panic in here").push(what);
    }

    /// All recorded failures.
    pub(super) fn wrongs(&self) -> Vec<String> {
        self.wrong.lock().expect("no panic in here").clone()
    }
}
