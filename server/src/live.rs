//! Live updates: the open status pages of this process, by application. The hub notifies them of a
//! change without its content; each page then polls the status.

use kyc::id::ApplicationId;
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use time::OffsetDateTime;
use tokio::sync::Notify;
use tower_sessions_core::session::Id;

/// Subscriptions per session. A browser opens six connections per host; half of them stay free for
/// pages and polls.
const A_SESSION: usize = 3;

/// All subscriptions of this process.
#[derive(Clone, Default)]
pub(crate) struct Hub(Arc<Mutex<HubState>>);

#[derive(Default)]
struct HubState {
    closed: bool,
    taken: usize,
    /// Topics by application. A topic is removed with its last listener.
    topics: HashMap<ApplicationId, Topic>,
}

/// An application with at least one open page.
struct Topic {
    /// Listeners, oldest first.
    listeners: Vec<Arc<Listener>>,
    /// Time of the next poll of the provider.
    turn: OffsetDateTime,
    /// Version of the application that was read last.
    version: Option<u64>,
}

impl Topic {
    fn notify(&self) {
        for listener in &self.listeners {
            listener.wake.notify_one();
        }
    }
}

struct Listener {
    session: Id,
    /// Holds one permit: several changes wake a slow reader once.
    wake: Notify,
    over: AtomicBool,
}

impl Listener {
    fn dismiss(&self) {
        self.over.store(true, Ordering::Release);
        self.wake.notify_one();
    }
}

/// A page's subscription; it ends when dropped.
pub(crate) struct Subscription {
    hub: Hub,
    application: ApplicationId,
    listener: Arc<Listener>,
}

impl Hub {
    /// Subscribes a page; `None` if the hub is closed or full (`most`).
    ///
    /// The subscription starts with one notification, so that a change before it is not missed.
    /// Beyond a session's limit its oldest subscription ends: the newest page is the visible one.
    pub(crate) fn join(
        &self,
        application: ApplicationId,
        session: Id,
        most: usize,
        turn: OffsetDateTime,
    ) -> Option<Subscription> {
        let mut state = self.lock();
        let oldest = state.oldest(application, session);
        if state.closed || (oldest.is_none() && state.taken >= most) {
            return None;
        }
        state.taken += usize::from(oldest.is_none());
        let topic = state.topics.entry(application).or_insert(Topic {
            listeners: Vec::with_capacity(1),
            turn,
            version: None,
        });
        if let Some(oldest) = oldest {
            topic.listeners.remove(oldest).dismiss();
        }
        let listener = Arc::new(Listener {
            session,
            wake: Notify::new(),
            over: AtomicBool::new(false),
        });
        listener.wake.notify_one();
        topic.listeners.push(listener.clone());
        Some(Subscription {
            hub: self.clone(),
            application,
            listener,
        })
    }

    /// Notifies the listeners of an application that it has changed.
    pub(crate) fn notify(&self, application: ApplicationId) {
        if let Some(topic) = self.lock().topics.get(&application) {
            topic.notify();
        }
    }

    /// Records the version of an application that was just read. If another one was recorded before,
    /// notifies the listeners: the change may be another server's, whose notice did not arrive.
    pub(crate) fn note_version(&self, application: ApplicationId, version: u64) {
        let mut state = self.lock();
        let Some(topic) = state.topics.get_mut(&application) else {
            return;
        };
        let before = topic.version.replace(version);
        if before.is_some_and(|before| before != version) {
            topic.notify();
        }
    }

    /// Notifies every listener: any application may have changed.
    pub(crate) fn notify_all(&self) {
        self.lock().topics.values().for_each(Topic::notify);
    }

    /// Applications due for a poll, the longest waiting first, at most `most`. Their next poll is
    /// at `later`, unless [`Self::postpone`] changes that.
    pub(crate) fn due(
        &self,
        now: OffsetDateTime,
        most: usize,
        later: OffsetDateTime,
    ) -> Vec<ApplicationId> {
        let mut state = self.lock();
        let due = state.topics.iter().filter(|(_, w)| w.turn <= now);
        let mut due: Vec<_> = due.map(|(id, w)| (w.turn, *id)).collect();
        due.sort_unstable();
        due.truncate(most);
        for (_, id) in &due {
            state.postpone(*id, later);
        }
        due.into_iter().map(|(_, id)| id).collect()
    }

    /// Sets the time of an application's next poll.
    pub(crate) fn postpone(&self, application: ApplicationId, until: OffsetDateTime) {
        self.lock().postpone(application, until);
    }

    /// Ends all subscriptions and refuses new ones.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.taken = 0;
        let topics = std::mem::take(&mut state.topics).into_values();
        for listener in topics.flat_map(|topic| topic.listeners) {
            listener.dismiss();
        }
    }

    /// A poisoned lock is safe to use: no change can panic halfway.
    fn lock(&self) -> MutexGuard<'_, HubState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HubState {
    /// Index of a session's oldest listener, if the session has reached its limit.
    fn oldest(&self, application: ApplicationId, session: Id) -> Option<usize> {
        let listeners = &self.topics.get(&application)?.listeners;
        let mut theirs = (0..).zip(listeners).filter(|(_, l)| l.session == session);
        let (oldest, _) = theirs.next()?;
        (theirs.count() + 1 >= A_SESSION).then_some(oldest)
    }

    fn postpone(&mut self, application: ApplicationId, until: OffsetDateTime) {
        if let Some(topic) = self.topics.get_mut(&application) {
            topic.turn = until;
        }
    }
}

impl Subscription {
    /// The application of this subscription.
    pub(crate) const fn application(&self) -> ApplicationId {
        self.application
    }

    /// The session of this subscription.
    pub(crate) fn session(&self) -> Id {
        self.listener.session
    }

    /// Waits for a change. Returns false once the subscription has ended: the hub was closed, or a
    /// newer page of the session replaced it.
    pub(crate) async fn changed(&self) -> bool {
        self.listener.wake.notified().await;
        !self.listener.over.load(Ordering::Acquire)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut state = self.hub.lock();
        let Some(topic) = state.topics.get_mut(&self.application) else {
            return;
        };
        let before = topic.listeners.len();
        let ours = |listener: &Arc<Listener>| Arc::ptr_eq(listener, &self.listener);
        topic.listeners.retain(|listener| !ours(listener));
        let (left, now) = (before - topic.listeners.len(), topic.listeners.len());
        if now == 0 {
            state.topics.remove(&self.application);
        }
        state.taken -= left;
    }
}

#[cfg(test)]
mod tests;
