//! Job worker: claims due jobs from the database and runs a few concurrently. Several servers may
//! each run a worker; the lease assigns a job to one of them.

use super::{
    background::BackgroundTasks,
    early_polls::EarlyPolls,
    in_flight::{CompletionWaiters, InFlight},
};
use crate::{
    config::Waits,
    failpoint::{Point, reach},
    provider::ThrottledVerifier,
};
use app::server::Dispatcher;
use async_trait::async_trait;
use kyc::{
    application::Application,
    id::ApplicationId,
    jobs::Job,
    ports::Claim,
    service::{JobOutcome, Onboarding, RefreshOutcome, ServiceError},
    state::StateKind,
};
use std::{sync::Arc, time::Duration};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio_util::task::TaskTracker;

/// Jobs of one kind that run concurrently: submissions, and polls. The limit is low because the rate
/// budget is the firm's (contract §2).
const AT_ONCE: usize = 8;
/// Duration of a job's lease. It exceeds the longest call, so a lease expires only if its server
/// died.
const LEASE: time::Duration = time::Duration::seconds(20);
/// Pause after an error of the store.
const AFTER_FAULT: Duration = Duration::from_secs(5);
/// Time for jobs in progress to end on shutdown.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(12);

/// Job worker of this process.
#[derive(Clone)]
pub(crate) struct Worker(Arc<WorkerState>);

struct WorkerState {
    onboarding: Onboarding,
    throttle: Arc<ThrottledVerifier>,
    waits: Waits,
    /// Slots of jobs that send an attempt. No poll takes one: a slow provider would otherwise keep
    /// start requests behind polls.
    submissions: Arc<Semaphore>,
    polls: Arc<Semaphore>,
    wake: Arc<Notify>,
    /// Always closed, so that waiting for it ends with the last job.
    jobs: TaskTracker,
    under_way: InFlight,
    early_polls: EarlyPolls,
    waiters: CompletionWaiters,
}

impl Worker {
    pub(crate) fn new(
        onboarding: Onboarding,
        throttle: Arc<ThrottledVerifier>,
        waits: Waits,
    ) -> Self {
        let jobs = TaskTracker::new();
        jobs.close();
        Self(Arc::new(WorkerState {
            onboarding,
            throttle,
            waits,
            submissions: Arc::new(Semaphore::new(AT_ONCE)),
            polls: Arc::new(Semaphore::new(AT_ONCE)),
            wake: Arc::default(),
            jobs,
            under_way: InFlight::default(),
            early_polls: EarlyPolls::default(),
            waiters: CompletionWaiters::default(),
        }))
    }

    /// Claims due jobs until the background tasks stop.
    pub(crate) fn start(&self, background: &BackgroundTasks) {
        let worker = self.clone();
        background.spawn_loop(self.0.wake.clone(), move || {
            let worker = worker.clone();
            async move { worker.tick().await }
        });
    }

    /// Waits of this server.
    pub(super) fn waits(&self) -> Waits {
        self.0.waits
    }

    /// Number of polls that the throttle would pass now.
    pub(super) fn free_slots(&self) -> usize {
        let calls = self.0.throttle.room_for_polls().unwrap_or(0);
        usize::try_from(calls).unwrap_or(usize::MAX)
    }

    /// Wakes the worker, because a job may have become due earlier.
    pub(crate) fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Claims due jobs, up to the free slots: submissions first, unless it is the polls' turn. Returns
    /// the time to sleep.
    pub(crate) async fn tick(&self) -> Duration {
        let WorkerState {
            onboarding,
            throttle,
            waits,
            submissions,
            polls,
            ..
        } = &*self.0;
        let max_sleep = waits.background;
        let now = onboarding.clock.now();
        match onboarding.store.next_job_due_at(now).await {
            Ok(Some(due)) if due <= now => {}
            Ok(due) => {
                let wait = due.and_then(|due| Duration::try_from(due - now).ok());
                return wait.unwrap_or(max_sleep).min(max_sleep);
            }
            Err(error) => {
                tracing::error!(%error, "due jobs cannot be read");
                return AFTER_FAULT;
            }
        }
        let (mut claimed, mut nap) = (0, max_sleep);
        let polls_first = throttle.is_turn_of_polls();
        for is_poll in [polls_first, !polls_first] {
            let (room, slots) = if is_poll {
                (throttle.room_for_polls(), polls)
            } else {
                (throttle.room(), submissions)
            };
            match room {
                Ok(calls) => {
                    let calls = calls.saturating_sub(claimed);
                    let jobs = self.spawn_due(slots, calls, |limit| {
                        if is_poll {
                            Claim::Polls { limit }
                        } else {
                            Claim::Submissions { limit }
                        }
                    });
                    let jobs = jobs.await;
                    if is_poll && jobs > 0 {
                        throttle.keep_slot_for_poll();
                    }
                    claimed += jobs;
                }
                Err(wait) => nap = nap.min(wait),
            }
        }
        // Without a free slot, a finished job wakes the worker.
        if claimed > 0 { Duration::ZERO } else { nap }
    }

    /// Claims due jobs of one kind, up to the free slots and `calls`, and runs them. Returns their
    /// number.
    async fn spawn_due(
        &self,
        slots: &Arc<Semaphore>,
        calls: u32,
        claim: impl FnOnce(u32) -> Claim,
    ) -> u32 {
        let calls = usize::try_from(calls).unwrap_or(usize::MAX);
        let mut room = Vec::new();
        while room.len() < calls
            && let Ok(slot) = slots.clone().try_acquire_owned()
        {
            room.push(slot);
        }
        if room.is_empty() {
            return 0;
        }
        let limit = u32::try_from(room.len()).unwrap_or(u32::MAX);
        let jobs = self.claim(claim(limit)).await;
        let claimed = u32::try_from(jobs.len()).unwrap_or(u32::MAX);
        for (job, slot) in jobs.into_iter().zip(room) {
            self.0.jobs.spawn(self.clone().run_job(job, slot));
        }
        claimed
    }

    async fn claim(&self, claim: Claim) -> Vec<Job> {
        let Onboarding { store, clock, .. } = &self.0.onboarding;
        let now = clock.now();
        let claimed = store.claim_jobs(claim, now, now + LEASE).await;
        claimed.unwrap_or_else(|error| {
            tracing::error!(%error, "jobs cannot be claimed");
            Vec::new()
        })
    }

    async fn run_job(self, job: Job, slot: OwnedSemaphorePermit) {
        reach(Point::AfterLease);
        let id = job.lease.application;
        let under_way = self.0.under_way.enter(job.lease);
        let done = self.0.onboarding.run_job(&job).await;
        drop(under_way);
        match done {
            Ok(JobOutcome::Done) => self.0.waiters.notify(id),
            Ok(JobOutcome::RetrySoon) => {}
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, duty = job.kind.as_str(), "a job could not be done");
            }
        }
        drop(slot);
        self.0.wake.notify_one();
    }

    /// Claims and runs an application's job now instead of in the next round.
    async fn claim_and_run(self, id: ApplicationId) {
        // The semaphore is never closed.
        let Ok(slot) = self.0.submissions.clone().acquire_owned().await else {
            return;
        };
        if let Some(job) = self.claim(Claim::Of(id)).await.pop() {
            return self.run_job(job, slot).await;
        }
        let application = self.0.onboarding.store.find(id).await;
        let on_its_way = matches!(application, Ok(Some(application))
            if application.state.kind() == StateKind::Submitting);
        if !on_its_way {
            // No attempt is in progress, so the waiters would wait in vain.
            self.0.waiters.notify(id);
        }
    }

    /// Whether this process runs a job of the application.
    pub(crate) fn is_in_flight(&self, id: ApplicationId) -> bool {
        self.0.under_way.has(id)
    }

    /// Waits until no job is in progress.
    pub(crate) async fn idle(&self) {
        self.0.jobs.wait().await;
    }

    /// Lets the jobs in progress end, and releases the leases of the rest. It follows
    /// [`BackgroundTasks::stop`], after which the worker claims no further jobs.
    pub(crate) async fn drain(&self) {
        self.drain_within(SHUTDOWN_GRACE).await;
    }

    /// As [`Self::drain`], with a given time for jobs in progress.
    pub(super) async fn drain_within(&self, grace: Duration) {
        if tokio::time::timeout(grace, self.idle()).await.is_ok() {
            return;
        }
        let Onboarding { store, clock, .. } = &self.0.onboarding;
        for lease in self.0.under_way.leases() {
            if let Err(error) = store.release_job(lease, clock.now()).await {
                tracing::warn!(%error, "a job could not be released");
            }
        }
    }

    /// Polls the provider for an application, if a poll is possible now.
    pub(super) async fn poll(&self, id: ApplicationId) -> Result<Application, ServiceError> {
        self.refreshed(self.0.onboarding.find(id).await?).await
    }

    /// The application, after a poll if one is possible now. If this process runs its job already,
    /// waits for that result.
    async fn refreshed(&self, found: Application) -> Result<Application, ServiceError> {
        let outcome = self.0.onboarding.refresh(found).await?;
        self.with_job_result(outcome).await
    }

    async fn with_job_result(&self, outcome: RefreshOutcome) -> Result<Application, ServiceError> {
        match outcome {
            RefreshOutcome::Polled(application) => Ok(*application),
            RefreshOutcome::TooSoon(application) => {
                if self.0.under_way.end(application.id).await {
                    return self.0.onboarding.find(application.id).await;
                }
                Ok(*application)
            }
        }
    }
}

#[async_trait]
impl Dispatcher for Worker {
    async fn submit_now(&self, id: ApplicationId) {
        let completion = self.0.waiters.wait_for(id);
        self.0.jobs.spawn(self.clone().claim_and_run(id));
        // After a timeout or a notification the page shows the current state.
        let _ = tokio::time::timeout(self.0.waits.instant_decision, completion).await;
    }

    async fn refresh(&self, found: Application) -> Result<Application, ServiceError> {
        self.refreshed(found).await
    }

    async fn check_now(&self, found: Application) -> Result<Application, ServiceError> {
        let onboarding = &self.0.onboarding;
        let is_early = onboarding.would_poll_early(&found);
        let now = onboarding.clock.now();
        let outcome = if is_early && !self.0.early_polls.take(found.id, now) {
            onboarding.refresh(found).await?
        } else {
            onboarding.check_now(found).await?
        };
        self.with_job_result(outcome).await
    }
}
