//! Tests of the worker's poll schedule and its end, over days of virtual time (contract §4). They
//! also cover a job whose server dies.

use crate::{
    config::Waits,
    jobs::{BackgroundTasks, Worker},
    provider::ThrottledVerifier,
    system::SystemEntropy,
    test_support::{FakeClock, TestInstallation, answer_all, submit},
};
use async_trait::async_trait;
use kyc::{
    application::{Application, SerializedRequest},
    id::{ApplicationId, ExternalId},
    policy::Policy,
    ports::{Claim, Clock, OptionalLookups, Verifier, VerifierError},
    provider::{ProviderOutcome, ProviderStatus, ProviderUpdate, Source},
    request::StartRequest,
    service::Onboarding,
    state::{Reason, State, StateKind},
};
use std::sync::{Arc, Mutex};
use time::{Duration, OffsetDateTime, macros::datetime};
use tokio::sync::Notify;

/// A Monday, so that two business days are two calendar days.
const START: OffsetDateTime = datetime!(2026-11-23 10:00 UTC);

/// Answer of the fake provider.
#[derive(Clone)]
enum Reply {
    This(ProviderOutcome),
    /// No answer for this long.
    Later(std::time::Duration),
    /// No answer at all.
    Nothing,
}

/// Verifier that repeats one answer and records the times of the polls.
struct RecordingVerifier {
    clock: Arc<FakeClock>,
    reply: Mutex<Reply>,
    polled_at: Mutex<Vec<OffsetDateTime>>,
    called: Notify,
}

impl RecordingVerifier {
    async fn answer(&self, via: Source) -> Result<ProviderUpdate, VerifierError> {
        let now = self.clock.now();
        let reply = self.reply.lock().expect("no panic in here").clone();
        if via == Source::Status {
            self.polled_at.lock().expect("no panic in here").push(now);
        }
        self.called.notify_one();
        match reply {
            Reply::This(finding) => Ok(ProviderUpdate {
                source: via,
                requested_at: now,
                external_id: ExternalId::parse("ext_1").ok(),
                status: ProviderStatus::default(),
                outcome: finding,
                recognised: true,
            }),
            Reply::Later(wait) => Err(VerifierError::Unavailable {
                cause: "rate_limited",
                retry_after: Some(wait),
            }),
            Reply::Nothing => std::future::pending().await,
        }
    }
}

#[async_trait]
impl Verifier for RecordingVerifier {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        SerializedRequest::new(request.user_id.as_str().into())
    }

    async fn start(&self, _: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        self.answer(Source::Start).await
    }

    async fn status(&self, _: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        self.answer(Source::Status).await
    }
}

/// A submitted application and a provider with a fixed answer.
struct Scene {
    _installation: TestInstallation,
    clock: Arc<FakeClock>,
    recorder: Arc<RecordingVerifier>,
    onboarding: Onboarding,
    worker: Worker,
    id: ApplicationId,
}

impl Scene {
    async fn of(reply: Reply) -> Self {
        let installation = TestInstallation::new();
        let clock = FakeClock::at(START);
        let recorder = Arc::new(RecordingVerifier {
            clock: clock.clone(),
            reply: Mutex::new(reply),
            polled_at: Mutex::default(),
            called: Notify::new(),
        });
        let throttle = Arc::new(ThrottledVerifier::new(recorder.clone(), clock.clone(), 10));
        let onboarding = Onboarding {
            store: Arc::new(installation.open().await),
            verifier: throttle.clone(),
            clock: clock.clone(),
            entropy: Arc::new(SystemEntropy),
            policy: Arc::new(Policy::default()),
            lookups: OptionalLookups::default(),
        };
        let worker = Worker::new(onboarding.clone(), throttle, Waits::PRODUCT);
        let id = answer_all(&onboarding).await;
        submit(&onboarding, id).await;
        Self {
            _installation: installation,
            clock,
            recorder,
            onboarding,
            worker,
            id,
        }
    }

    async fn due(&self) -> Option<OffsetDateTime> {
        let due = self
            .onboarding
            .store
            .next_job_due_at(self.clock.now())
            .await;
        due.expect("an answer")
    }

    /// Lets the worker run all jobs that are due until `end`.
    async fn until(&self, end: OffsetDateTime) {
        while let Some(due) = self.due().await.filter(|due| *due <= end) {
            self.clock.set(due.max(self.clock.now()));
            self.worker.tick().await;
            self.worker.idle().await;
        }
        self.clock.set(end);
    }

    async fn application(&self) -> Application {
        self.onboarding.find(self.id).await.expect("there")
    }

    /// Pauses between the polls since `after`.
    fn rests(&self, after: OffsetDateTime) -> Vec<Duration> {
        let polls = self.recorder.polled_at.lock().expect("no panic in here");
        let polls: Vec<_> = polls.iter().copied().filter(|at| *at >= after).collect();
        polls.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}

/// Checks that each pause is `wait` plus a jitter of up to a fifth.
#[track_caller]
fn assert_each(rests: &[Duration], wait: Duration) {
    let all = wait..=wait + wait / 5;
    assert!(
        rests.iter().all(|rest| all.contains(rest)),
        "{wait}: {rests:?}"
    );
}

#[tokio::test]
async fn manual_review_is_polled_each_half_hour_for_two_business_days() {
    let scene = Scene::of(Reply::This(ProviderOutcome::ManualReview)).await;
    scene.until(START + Duration::days(5)).await;
    let rests = scene.rests(START);
    assert_each(&rests, Duration::minutes(30));
    assert!((78..=96).contains(&rests.len()), "{}", rests.len());
    let end = scene.application().await;
    assert_eq!(end.state, State::Parked(Reason::NoDecision));
    assert_eq!(scene.due().await, None);
}

#[tokio::test]
async fn documents_under_review_are_polled_often_for_five_minutes_and_rarely_afterwards() {
    let scene = Scene::of(Reply::This(ProviderOutcome::DocumentsUnderReview)).await;
    scene.until(START + Duration::minutes(5)).await;
    let often = scene.rests(START);
    assert_each(&often, Duration::seconds(5));
    assert!((48..=60).contains(&often.len()), "{}", often.len());
    scene.until(START + Duration::days(5)).await;
    let seldom = scene.rests(START + Duration::minutes(6));
    assert_each(&seldom, Duration::minutes(30));
    assert!((78..=96).contains(&seldom.len()), "{}", seldom.len());
    let end = scene.application().await.state.kind();
    assert_eq!((end, scene.due().await), (StateKind::Parked, None));
}

#[tokio::test]
async fn retry_after_of_the_provider_delays_polls() {
    let scene = Scene::of(Reply::This(ProviderOutcome::ManualReview)).await;
    scene.until(START + Duration::minutes(1)).await;
    let wait = Duration::hours(2);
    let later = Reply::Later(wait.unsigned_abs());
    *scene.recorder.reply.lock().expect("no panic in here") = later;
    scene.until(START + Duration::DAY).await;
    let rests = scene.rests(START);
    assert_each(&rests, wait);
    assert!((9..=12).contains(&rests.len()), "{rests:?}");
}

#[tokio::test]
async fn unfinished_job_is_released_on_shutdown() {
    let scene = Scene::of(Reply::Nothing).await;
    let background = BackgroundTasks::default();
    scene.worker.start(&background);
    scene.recorder.called.notified().await;
    assert_eq!(scene.due().await, None, "leased");
    background.stop().await;
    scene.worker.drain_within(std::time::Duration::ZERO).await;
    assert_eq!(
        scene.due().await,
        Some(START),
        "due at once, for any worker"
    );
    let store = &scene.onboarding.store;
    let until = START + Duration::MINUTE;
    let next = store.claim_jobs(Claim::Of(scene.id), START, until).await;
    assert_eq!(next.expect("claimed").len(), 1);
}
