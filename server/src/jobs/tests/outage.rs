//! Test of a long provider outage in virtual time (security §5, "provider outage"). No request is
//! lost or sent twice, and the provider gets few calls while it is down.

use crate::{
    config::Waits,
    jobs::Worker,
    provider::ThrottledVerifier,
    system::SystemEntropy,
    test_support::{FakeClock, TestInstallation, answer_all, submit},
};
use async_trait::async_trait;
use kyc::{
    application::SerializedRequest,
    form::Draft,
    id::ExternalId,
    policy::Policy,
    ports::{Change, Clock, OptionalLookups, SsnChange, Verifier, VerifierError},
    provider::{ProviderOutcome, ProviderStatus, ProviderUpdate, Source},
    request::StartRequest,
    service::Onboarding,
    value::Ssn,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use time::{Duration, OffsetDateTime, macros::datetime};

const START: OffsetDateTime = datetime!(2026-11-23 10:00 UTC);
const OUTAGE: Duration = Duration::minutes(30);
const QUEUED: usize = 1_000;
/// Number of calls without a throttle: eight attempts in the first four minutes, then one every
/// two.
const NAIVE: usize = QUEUED * (8 + 13);

/// Verifier that is unavailable during the outage.
struct OutageVerifier {
    clock: Arc<FakeClock>,
    /// How often each request was accepted.
    taken: Mutex<HashMap<Vec<u8>, u32>>,
    refused: Mutex<usize>,
}

#[async_trait]
impl Verifier for OutageVerifier {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        SerializedRequest::new(request.user_id.as_str().into())
    }

    async fn start(&self, request: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        let now = self.clock.now();
        if now < START + OUTAGE {
            *self.refused.lock().expect("no panic in here") += 1;
            return Err(VerifierError::Unavailable {
                cause: "server_error",
                retry_after: None,
            });
        }
        let id = request.expose().to_vec();
        *self
            .taken
            .lock()
            .expect("no panic in here")
            .entry(id)
            .or_default() += 1;
        let name = String::from_utf8_lossy(request.expose());
        Ok(ProviderUpdate {
            source: Source::Start,
            requested_at: now,
            external_id: ExternalId::parse(&format!("ext_{name}")).ok(),
            status: ProviderStatus::default(),
            outcome: ProviderOutcome::Denied,
            recognised: true,
        })
    }

    async fn status(&self, _: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        Err(VerifierError::Unauthorized { status: 404 })
    }
}

/// Submits another application with the same draft.
async fn fill_in(onboarding: &Onboarding, draft: Draft) {
    let mut application = onboarding.create(None).await.expect("opened");
    let id = application.id;
    application.draft = draft;
    let number = Ssn::parse("123-45-6789").expect("sound");
    let change = Change {
        ssn: SsnChange::Set(number),
        ..Change::of(application)
    };
    onboarding.store.commit(change).await.expect("filled in");
    submit(onboarding, id).await;
}

#[tokio::test]
async fn thousand_submissions_outlast_half_an_hour_without_a_provider() {
    let installation = TestInstallation::new();
    let store = Arc::new(installation.open().await);
    let clock = FakeClock::at(START);
    let verifier = Arc::new(OutageVerifier {
        clock: clock.clone(),
        taken: Mutex::default(),
        refused: Mutex::default(),
    });
    let throttle = Arc::new(ThrottledVerifier::new(verifier.clone(), clock.clone(), 10));
    let onboarding = Onboarding {
        store: store.clone(),
        verifier: throttle.clone(),
        clock: clock.clone(),
        entropy: Arc::new(SystemEntropy),
        policy: Arc::new(Policy::default()),
        lookups: OptionalLookups::default(),
    };
    let first = answer_all(&onboarding).await;
    let draft = onboarding.find(first).await.expect("filled in").draft;
    for _ in 0..QUEUED {
        fill_in(&onboarding, draft.clone()).await;
    }

    let worker = Worker::new(onboarding.clone(), throttle, Waits::PRODUCT);
    let taken = || verifier.taken.lock().expect("no panic in here").len();
    let late = START + OUTAGE + Duration::minutes(5);
    while taken() < QUEUED && clock.now() < late {
        let mut nap = worker.tick().await;
        while nap.is_zero() {
            worker.idle().await;
            nap = worker.tick().await;
        }
        worker.idle().await;
        clock.set(clock.now() + nap);
    }

    let took = clock.now() - (START + OUTAGE);
    assert_eq!(taken(), QUEUED, "drained after {took}");
    let times: Vec<u32> = {
        let taken = verifier.taken.lock().expect("no panic in here");
        taken.values().copied().collect()
    };
    assert!(times.iter().all(|times| *times == 1), "each of them once");
    let refused = *verifier.refused.lock().expect("no panic in here");
    assert!(refused * 100 <= NAIVE, "{refused} calls into the outage");
    let owed = onboarding
        .store
        .next_job_due_at(START + Duration::days(1))
        .await;
    assert_eq!(owed.expect("an answer"), None, "nothing is owed any more");
}
