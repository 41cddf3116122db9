//! Who listens: the open status pages of this process, by application. They
//! are told that something has changed, and nothing else; what it was they ask
//! as always.

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
use tower_sessions::session::Id;

/// How many a session may have at once. A browser opens six connections to a
/// host: half of them are left for pages and questions.
const A_SESSION: usize = 3;

/// All who listen.
#[derive(Clone, Default)]
pub(crate) struct Hub(Arc<Mutex<HubState>>);

#[derive(Default)]
struct HubState {
    closed: bool,
    taken: usize,
    /// An entry goes with its last listener.
    watched: HashMap<ApplicationId, Topic>,
}

/// An application that somebody looks at.
struct Topic {
    /// The oldest first.
    listeners: Vec<Arc<Listener>>,
    /// When the upstream is to be asked about it.
    turn: OffsetDateTime,
}

struct Listener {
    session: Id,
    /// Holds one word at most: however much happens meanwhile, a slow reader
    /// is told once.
    wake: Notify,
    over: AtomicBool,
}

impl Listener {
    fn dismiss(&self) {
        self.over.store(true, Ordering::Release);
        self.wake.notify_one();
    }
}

/// Somebody's place among the listeners, until dropped.
pub(crate) struct Subscription {
    hub: Hub,
    application: ApplicationId,
    listener: Arc<Listener>,
}

impl Hub {
    /// Takes a seat, if fewer than `most` are taken. The first word waits on it
    /// already: what happened before is asked for, what happens after is told.
    /// A session's newest page is the one that is looked at: the oldest beyond
    /// its share gives way.
    pub(crate) fn join(
        &self,
        application: ApplicationId,
        session: Id,
        most: usize,
        turn: OffsetDateTime,
    ) -> Option<Subscription> {
        let mut hall = self.lock();
        let oldest = hall.oldest(application, session);
        if hall.closed || (oldest.is_none() && hall.taken >= most) {
            return None;
        }
        hall.taken += usize::from(oldest.is_none());
        let watched = hall.watched.entry(application).or_insert(Topic {
            listeners: Vec::with_capacity(1),
            turn,
        });
        if let Some(oldest) = oldest {
            watched.listeners.remove(oldest).dismiss();
        }
        let listener = Arc::new(Listener {
            session,
            wake: Notify::new(),
            over: AtomicBool::new(false),
        });
        listener.wake.notify_one();
        watched.listeners.push(listener.clone());
        Some(Subscription {
            hub: self.clone(),
            application,
            listener,
        })
    }

    /// Tells whoever listens to an application that it has changed.
    pub(crate) fn notify(&self, application: ApplicationId) {
        if let Some(watched) = self.lock().watched.get(&application) {
            for listener in &watched.listeners {
                listener.wake.notify_one();
            }
        }
    }

    /// Those whose turn it is to be asked about, at most so many, the longest
    /// waiting first. Their next turn is `later`, unless [`Self::release_job`].
    pub(crate) fn due(
        &self,
        now: OffsetDateTime,
        most: usize,
        later: OffsetDateTime,
    ) -> Vec<ApplicationId> {
        let mut hall = self.lock();
        let due = hall.watched.iter().filter(|(_, w)| w.turn <= now);
        let mut due: Vec<_> = due.map(|(id, w)| (w.turn, *id)).collect();
        due.sort_unstable();
        due.truncate(most);
        for (_, id) in &due {
            hall.postpone(*id, later);
        }
        due.into_iter().map(|(_, id)| id).collect()
    }

    /// Sets an application's next turn.
    pub(crate) fn postpone(&self, application: ApplicationId, until: OffsetDateTime) {
        self.lock().postpone(application, until);
    }

    /// Sends everybody home, and lets nobody in any more.
    pub(crate) fn close(&self) {
        let mut hall = self.lock();
        hall.closed = true;
        hall.taken = 0;
        let watched = std::mem::take(&mut hall.watched).into_values();
        for listener in watched.flat_map(|watched| watched.listeners) {
            listener.dismiss();
        }
    }

    /// A panic elsewhere does not make the map unsound: see each change.
    fn lock(&self) -> MutexGuard<'_, HubState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HubState {
    /// Where a session's oldest is among the listeners, if it has its share.
    fn oldest(&self, application: ApplicationId, session: Id) -> Option<usize> {
        let listeners = &self.watched.get(&application)?.listeners;
        let mut theirs = (0..).zip(listeners).filter(|(_, l)| l.session == session);
        let (oldest, _) = theirs.next()?;
        (theirs.count() + 1 >= A_SESSION).then_some(oldest)
    }

    fn postpone(&mut self, application: ApplicationId, until: OffsetDateTime) {
        if let Some(watched) = self.watched.get_mut(&application) {
            watched.turn = until;
        }
    }
}

impl Subscription {
    /// Whose it is.
    pub(crate) const fn application(&self) -> ApplicationId {
        self.application
    }

    /// The session that took it.
    pub(crate) fn session(&self) -> Id {
        self.listener.session
    }

    /// Waits until something has changed; false once there is nothing to wait
    /// for: the hub is closed, or a newer page of the session took the seat.
    pub(crate) async fn changed(&self) -> bool {
        self.listener.wake.notified().await;
        !self.listener.over.load(Ordering::Acquire)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut hall = self.hub.lock();
        let Some(watched) = hall.watched.get_mut(&self.application) else {
            return;
        };
        let before = watched.listeners.len();
        let ours = |listener: &Arc<Listener>| Arc::ptr_eq(listener, &self.listener);
        watched.listeners.retain(|listener| !ours(listener));
        let (left, now) = (before - watched.listeners.len(), watched.listeners.len());
        if now == 0 {
            hall.watched.remove(&self.application);
        }
        hall.taken -= left;
    }
}

#[cfg(test)]
mod tests;
