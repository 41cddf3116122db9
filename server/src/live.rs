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
            for listener in &topic.listeners {
                listener.wake.notify_one();
            }
        }
    }

    /// Notifies every listener: any application may have changed.
    pub(crate) fn notify_all(&self) {
        let state = self.lock();
        for listener in state.topics.values().flat_map(|topic| &topic.listeners) {
            listener.wake.notify_one();
        }
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
mod tests {
    use super::*;
    use crate::{
        db::ErasureReason,
        system::SystemClock,
        test_support::{TestInstallation, onboarding},
    };
    use kyc::{
        ports::Clock,
        service::{Intent, StepInput},
    };
    use time::Duration;

    const START: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn application(n: u8) -> ApplicationId {
        ApplicationId::new([n; 16])
    }

    fn join(hub: &Hub, n: u8, session: i128) -> Option<Subscription> {
        hub.join(application(n), Id(session), 10, START)
    }

    fn subscription(hub: &Hub, n: u8, session: i128) -> Subscription {
        join(hub, n, session).expect("a subscription")
    }

    /// The pending notification of a subscription, without waiting.
    async fn now(subscription: &Subscription) -> Option<bool> {
        tokio::select! {
            biased;
            notified = subscription.changed() => Some(notified),
            () = std::future::ready(()) => None,
        }
    }

    fn taken(hub: &Hub) -> (usize, usize) {
        let state = hub.lock();
        (state.taken, state.topics.len())
    }

    #[tokio::test]
    async fn change_notifies_subscribers_of_that_application_only() {
        let hub = Hub::default();
        let (one, two, other) = (
            subscription(&hub, 1, 1),
            subscription(&hub, 1, 2),
            subscription(&hub, 2, 3),
        );
        for subscription in [&one, &two, &other] {
            assert_eq!(
                now(subscription).await,
                Some(true),
                "asks once at the beginning"
            );
            assert_eq!(now(subscription).await, None);
        }
        hub.notify(application(1));
        hub.notify(application(3));
        assert_eq!(now(&one).await, Some(true));
        assert_eq!(now(&two).await, Some(true));
        assert_eq!(now(&other).await, None);
    }

    #[tokio::test]
    async fn commit_notifies_the_subscribers() {
        let installation = TestInstallation::new();
        let store = installation.open().await;
        let onboarding = onboarding(&store);
        let opened = onboarding.create(None).await.expect("opened");
        let id = opened.id;
        let another = onboarding.create(None).await.expect("opened").id;
        let [subscription, other] = [id, another].map(|id| {
            let subscription = store.hub.join(id, Id(1), 10, START);
            subscription.expect("a subscription")
        });
        assert_eq!(
            (now(&subscription).await, now(&other).await),
            (Some(true), Some(true))
        );
        let consent = StepInput::Consent(true);
        let saved = onboarding.save(opened, consent, Intent::Continue).await;
        saved.expect("saved");
        assert_eq!(now(&subscription).await, Some(true), "a change");
        let erased: Result<_, crate::db::RowError> = store
            .erase(id, ErasureReason::Request, SystemClock.now(), || Ok(()))
            .await;
        erased.expect("erased");
        assert_eq!(now(&subscription).await, Some(true), "an erasure");
        assert_eq!(now(&other).await, None);
    }

    #[tokio::test]
    #[ignore = "needs a cluster: make test STAGE=postgres"]
    async fn change_through_one_server_wakes_the_pages_of_another_on_postgres() {
        let installation = TestInstallation::new();
        let (first, second) = (installation.open().await, installation.open().await);
        let onboarding = onboarding(&first);
        let opened = onboarding.create(None).await.expect("opened");
        let page = second.hub.join(opened.id, Id(1), 10, START);
        let page = page.expect("a subscription");
        assert_eq!(now(&page).await, Some(true), "asks once at the beginning");
        assert_eq!(now(&page).await, None);
        let consent = StepInput::Consent(true);
        let saved = onboarding.save(opened, consent, Intent::Continue).await;
        saved.expect("saved");
        let minute = std::time::Duration::from_secs(60);
        let woken = tokio::time::timeout(minute, page.changed()).await;
        assert!(woken.expect("a notice"), "a change, not the end");
    }

    #[tokio::test]
    async fn slow_reader_gets_one_event_for_many_changes() {
        let hub = Hub::default();
        let slow = subscription(&hub, 1, 1);
        for _ in 0..1_000 {
            hub.notify(application(1));
        }
        assert_eq!(now(&slow).await, Some(true));
        assert_eq!(now(&slow).await, None);
    }

    #[tokio::test]
    async fn newest_page_of_a_session_replaces_its_oldest() {
        let hub = Hub::default();
        let other = subscription(&hub, 1, 2);
        let pages: Vec<_> = (0..=A_SESSION).map(|_| subscription(&hub, 1, 1)).collect();
        let mut notified = Vec::new();
        for page in &pages {
            notified.push(now(page).await);
        }
        assert_eq!(notified[0], Some(false), "closed");
        assert!(notified[1..].iter().all(|notified| *notified == Some(true)));
        assert_eq!(now(&other).await, Some(true), "another session's stays");
        assert_eq!(taken(&hub), (A_SESSION + 1, 1));
        drop(pages);
        assert_eq!(taken(&hub), (1, 1));
    }

    #[test]
    fn subscriptions_are_limited() {
        let hub = Hub::default();
        let mut subscriptions: Vec<_> = (0..10).map(|n| subscription(&hub, n, 1)).collect();
        assert!(join(&hub, 11, 1).is_none());
        subscriptions.pop();
        subscriptions.push(subscription(&hub, 11, 1));
        // A replaced subscription no longer counts.
        for _ in 0..A_SESSION * 2 {
            subscriptions.extend(join(&hub, 1, 1));
        }
        assert_eq!(taken(&hub), (10, 10));
        drop(subscriptions);
        assert_eq!(taken(&hub), (0, 0), "nothing stays behind");
    }

    #[tokio::test]
    async fn closing_the_hub_ends_every_subscription() {
        let hub = Hub::default();
        let (one, two) = (subscription(&hub, 1, 1), subscription(&hub, 2, 2));
        hub.notify(application(1));
        hub.close();
        assert_eq!(
            (now(&one).await, now(&two).await),
            (Some(false), Some(false))
        );
        assert!(join(&hub, 3, 3).is_none());
        drop((one, two));
        assert_eq!(taken(&hub), (0, 0));
    }

    #[test]
    fn applications_due_longest_are_polled_first() {
        let hub = Hub::default();
        let after = |seconds| START + Duration::seconds(seconds);
        let _subscriptions = [3, 1, 2].map(|n| {
            let due = after(n.into());
            hub.join(application(n), Id(1), 10, due)
                .expect("a subscription")
        });
        assert_eq!(hub.due(START, 9, after(60)), []);
        assert_eq!(hub.due(after(3), 2, after(60)), [1, 2].map(application));
        hub.postpone(application(2), after(2));
        assert_eq!(hub.due(after(3), 9, after(60)), [2, 3].map(application));
        assert_eq!(hub.due(after(59), 9, after(90)), []);
        // Another page of the same application does not bring its poll forward.
        let _again = hub.join(application(1), Id(2), 10, START);
        assert_eq!(hub.due(after(59), 9, after(90)), []);
    }
}
