//! Tests of job leases: one worker per job, fencing tokens, and the end of a lease (security I9).

use crate::{
    db::DatabaseStore,
    provider::ThrottledVerifier,
    system::SystemClock,
    test_support::{FakeClock, TestInstallation, answer_all, onboarding_with, submit},
};
use async_trait::async_trait;
use kyc::{
    application::SerializedRequest,
    id::{ApplicationId, ExternalId},
    jobs::{Job, JobKind},
    ports::{Claim, Clock, Store, Verifier, VerifierError},
    provider::{Capture, ProviderOutcome, ProviderStatus, ProviderUpdate, Source},
    request::StartRequest,
    service::{JobOutcome, Onboarding},
    state::StateKind,
};
use std::{
    collections::VecDeque,
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex},
};
use time::{Duration, OffsetDateTime};

const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const LEASE: Duration = Duration::seconds(20);

/// Verifier that returns the listed results in order, and denies afterwards.
#[derive(Default)]
pub(super) struct ScriptedVerifier(Mutex<VecDeque<Result<ProviderOutcome, VerifierError>>>);

impl ScriptedVerifier {
    pub(super) fn of(lines: Vec<Result<ProviderOutcome, VerifierError>>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(lines.into())))
    }

    fn next(&self, via: Source) -> Result<ProviderUpdate, VerifierError> {
        let line = self.0.lock().expect("no panic in here").pop_front();
        Ok(ProviderUpdate {
            source: via,
            requested_at: OffsetDateTime::UNIX_EPOCH,
            external_id: ExternalId::parse("ext_scripted").ok(),
            status: ProviderStatus::default(),
            outcome: line.unwrap_or(Ok(ProviderOutcome::Denied))?,
            recognised: true,
        })
    }
}

#[async_trait]
impl Verifier for ScriptedVerifier {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        SerializedRequest::new(request.user_id.as_str().into())
    }

    async fn start(&self, _: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        self.next(Source::Start)
    }

    async fn status(&self, _: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        self.next(Source::Status)
    }
}

/// A store, the use cases over it, and a submitted application.
pub(super) struct JobFixture {
    _installation: TestInstallation,
    pub(super) store: DatabaseStore,
    pub(super) onboarding: Onboarding,
    pub(super) id: ApplicationId,
}

impl JobFixture {
    pub(super) async fn with(script: Arc<ScriptedVerifier>) -> Self {
        let installation = TestInstallation::new();
        let store = installation.open().await;
        let onboarding = onboarding_with(&store, script);
        let id = answer_all(&onboarding).await;
        submit(&onboarding, id).await;
        Self {
            _installation: installation,
            store,
            onboarding,
            id,
        }
    }

    /// Claims the job that is due `later` from now.
    pub(super) async fn claim(&self, later: Duration) -> Option<Job> {
        let now = self.onboarding.clock.now() + later;
        let jobs = self
            .store
            .claim_jobs(Claim::Due { limit: 9 }, now, now + LEASE)
            .await;
        let mut jobs = jobs.expect("an answer");
        assert!(jobs.len() <= 1, "{jobs:?}");
        jobs.pop()
    }

    pub(super) async fn label(&self) -> StateKind {
        let application = self.onboarding.find(self.id).await;
        application.expect("there").state.kind()
    }
}

fn capture(now: OffsetDateTime, life: Duration) -> Capture {
    Capture {
        url: "https://verify.socure.com/x".to_owned().into(),
        qr_png: None,
        token: "token".to_owned().into(),
        sdk_key: String::new(),
        event_id: String::new(),
        offered_at: now,
        expires_at: now + life,
        alive_until: None,
    }
}

#[tokio::test]
async fn job_belongs_to_one_worker_until_its_lease_ends() {
    let fixture = JobFixture::with(ScriptedVerifier::of(vec![])).await;
    let job = fixture.claim(Duration::ZERO).await.expect("due at once");
    assert_eq!((job.kind, job.tries), (JobKind::Submit, 1));
    assert_eq!(fixture.claim(Duration::seconds(19)).await, None);
    let again = fixture
        .claim(Duration::seconds(21))
        .await
        .expect("abandoned");
    assert_eq!(again.tries, 2);
    assert!(again.lease.fence > job.lease.fence);
}

#[tokio::test]
async fn worker_with_an_ended_lease_changes_nothing() {
    let fixture = JobFixture::with(ScriptedVerifier::of(vec![])).await;
    let slow = fixture.claim(Duration::ZERO).await.expect("due at once");
    let quick = fixture
        .claim(Duration::seconds(21))
        .await
        .expect("abandoned");
    let done = fixture.onboarding.run_job(&slow).await;
    assert_eq!(done.expect("no error"), JobOutcome::Done);
    assert_eq!(fixture.label().await, StateKind::Submitting);
    fixture.onboarding.run_job(&quick).await.expect("done");
    assert_eq!(fixture.label().await, StateKind::Denied);
    assert_eq!(
        fixture.claim(Duration::days(9)).await,
        None,
        "no job is left"
    );
}

#[tokio::test]
async fn retry_by_the_applicant_keeps_the_call_in_flight() {
    let down = VerifierError::Unavailable {
        cause: "server_error",
        retry_after: Some(std::time::Duration::from_secs(60)),
    };
    let fixture = JobFixture::with(ScriptedVerifier::of(vec![Err(down)])).await;
    let first = fixture.claim(Duration::ZERO).await.expect("due at once");
    fixture.onboarding.run_job(&first).await.expect("done");
    let second = fixture.claim(Duration::seconds(73)).await.expect("due");
    fixture
        .onboarding
        .retry(fixture.id)
        .await
        .expect("asked for");
    assert_eq!(fixture.claim(Duration::ZERO).await, None, "it is under way");
    fixture.onboarding.run_job(&second).await.expect("done");
    assert_eq!(fixture.label().await, StateKind::Denied);
}

#[tokio::test]
async fn new_attempt_ends_the_lease_of_the_poll_before_it() {
    let gone = capture(OffsetDateTime::UNIX_EPOCH, Duration::ZERO);
    let fixture = JobFixture::with(ScriptedVerifier::of(vec![Ok(
        ProviderOutcome::DocumentsRequired(Some(gone)),
    )]))
    .await;
    let start = fixture.claim(Duration::ZERO).await.expect("due at once");
    fixture.onboarding.run_job(&start).await.expect("done");
    let expire = fixture
        .claim(Duration::ZERO)
        .await
        .expect("the link is over");
    assert_eq!(expire.kind, JobKind::Expire);
    fixture.onboarding.run_job(&expire).await.expect("done");
    assert_eq!(fixture.label().await, StateKind::Expired);

    let poll = fixture
        .claim(Duration::hours(1))
        .await
        .expect("asked now and then");
    assert_eq!(poll.kind, JobKind::Poll);
    fixture
        .onboarding
        .renew(fixture.id, "123-45-6789", HOME)
        .await
        .expect("attempt two");
    fixture.onboarding.run_job(&poll).await.expect("nothing");
    assert_eq!(fixture.label().await, StateKind::Submitting);
    let start = fixture.claim(Duration::ZERO).await.expect("due at once");
    assert_eq!((start.kind, start.tries), (JobKind::Submit, 1));
}

#[tokio::test]
async fn lease_ends_with_its_process_on_sqlite() {
    let fixture = JobFixture::with(ScriptedVerifier::of(vec![])).await;
    fixture.claim(Duration::ZERO).await.expect("due at once");
    fixture.store.close().await;
    let JobFixture {
        _installation: installation,
        store,
        onboarding,
        ..
    } = fixture;
    drop((store, onboarding));
    // A new process has opened the database, so the lease of the old one is void.
    let store = installation.open().await;
    let now = SystemClock.now();
    let due = store.next_job_due_at(now).await.expect("an answer");
    assert!(due.is_some_and(|due| due <= now));
}

#[tokio::test]
async fn throttled_attempt_is_rescheduled_and_not_counted() {
    let installation = TestInstallation::new();
    let store = installation.open().await;
    // A clock that stands: a slow machine would let the second call pass after a second.
    let clock = FakeClock::at(SystemClock.now());
    let throttle = ThrottledVerifier::new(ScriptedVerifier::of(vec![]), clock.clone(), 1);
    let onboarding = Onboarding {
        clock,
        ..onboarding_with(&store, Arc::new(throttle))
    };
    for _ in 0..2 {
        let id = answer_all(&onboarding).await;
        submit(&onboarding, id).await;
    }
    let now = onboarding.clock.now();
    let jobs = store
        .claim_jobs(Claim::Due { limit: 2 }, now, now + LEASE)
        .await;
    let mut labels = Vec::new();
    for job in jobs.expect("two") {
        onboarding.run_job(&job).await.expect("done");
        let application = onboarding.find(job.lease.application).await;
        labels.push(application.expect("there").state);
    }
    assert_eq!(labels[0].kind(), StateKind::Denied);
    assert_eq!(
        labels[1],
        kyc::state::State::SUBMITTED,
        "as if it had not been tried"
    );
    let due = store
        .next_job_due_at(now)
        .await
        .expect("an answer")
        .expect("one");
    assert!(due > now && due <= now + Duration::seconds(3), "{due}");
}
