//! What happened in a run, counted while it goes on.

use std::{
    fmt,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::sync::watch;

/// A count that many add to.
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
    /// Requests made, to kill by.
    requests: watch::Sender<u64>,
    pub(super) kills: Count,
    /// Kills of a server that was still starting.
    pub(super) early: Count,
    /// Applications that somebody set out to hand in.
    pub(super) begun: Count,
    /// Applications whose handing in was acknowledged.
    pub(super) submitted: Count,
    /// Steps that were acknowledged, handing in included.
    pub(super) acknowledged: Count,
    /// Requests that nobody answered.
    pub(super) unanswered: Count,
    /// Faults that the upstream was told to make.
    pub(super) faults: Count,
    /// What was acknowledged and is gone, and answers that may not be.
    wrong: Mutex<Vec<String>>,
}

impl Tally {
    pub(super) fn request(&self) {
        self.requests.send_modify(|count| *count += 1);
    }

    /// Waits until so many more requests were made.
    pub(super) async fn requests_later(&self, more: u64) {
        let end = *self.requests.borrow() + more;
        let mut requests = self.requests.subscribe();
        let reached = requests.wait_for(|count| *count >= end).await;
        reached.expect("the sender lives");
    }

    pub(super) fn wrong(&self, what: String) {
        self.wrong.lock().expect("no panic in here").push(what);
    }

    /// Everything that went wrong.
    pub(super) fn wrongs(&self) -> Vec<String> {
        self.wrong.lock().expect("no panic in here").clone()
    }
}
