//! One worker a job: leases, fences and what ends them (security I9).

use crate::{
    db::SqliteStore,
    testing::{House, answer_all, hand_in, onboarding_with},
    upstream::Gate,
    world::SystemClock,
};
use kyc::{
    application::Frozen,
    duty::{Duty, Job},
    id::{ApplicationId, ExternalId},
    port::{Claim, Clock, Fut, Store, Verifier, VerifierError},
    request::StartRequest,
    service::{Onboarding, Performed},
    state::Label,
    upstream::{Capture, Evidence, Finding, Via, Words},
};
use std::{
    collections::VecDeque,
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex},
};
use time::{Duration, OffsetDateTime};

const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const LEASE: Duration = Duration::seconds(20);

/// An upstream that reads its answers from a list, and denies after its end.
#[derive(Default)]
pub(super) struct Script(Mutex<VecDeque<Result<Finding, VerifierError>>>);

impl Script {
    pub(super) fn of(lines: Vec<Result<Finding, VerifierError>>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(lines.into())))
    }

    fn next(&self, via: Via) -> Result<Evidence, VerifierError> {
        let line = self.0.lock().expect("no panic in here").pop_front();
        Ok(Evidence {
            via,
            as_of: OffsetDateTime::UNIX_EPOCH,
            external_id: ExternalId::parse("ext_script").ok(),
            words: Words::default(),
            finding: line.unwrap_or(Ok(Finding::Denied))?,
            understood: true,
        })
    }
}

impl Verifier for Script {
    fn freeze(&self, request: &StartRequest<'_>) -> Frozen {
        Frozen::new(request.user_id.as_str().into())
    }

    fn start<'a>(&'a self, _: &'a Frozen) -> Fut<'a, Result<Evidence, VerifierError>> {
        Box::pin(async { self.next(Via::Start) })
    }

    fn status<'a>(&'a self, _: &'a ExternalId) -> Fut<'a, Result<Evidence, VerifierError>> {
        Box::pin(async { self.next(Via::Status) })
    }
}

/// A store, the use cases over it, and somebody who has handed in.
pub(super) struct Desk {
    _house: House,
    pub(super) store: SqliteStore,
    pub(super) onboarding: Onboarding,
    pub(super) id: ApplicationId,
}

impl Desk {
    pub(super) async fn with(script: Arc<Script>) -> Self {
        let house = House::new();
        let store = house.open().await;
        let onboarding = onboarding_with(&store, script);
        let id = answer_all(&onboarding).await;
        hand_in(&onboarding, id).await;
        Self {
            _house: house,
            store,
            onboarding,
            id,
        }
    }

    /// Claims what is due so long after now.
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

    pub(super) async fn label(&self) -> Label {
        let application = self.onboarding.find(self.id).await;
        application.expect("there").state.label()
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
async fn a_job_is_one_workers_until_the_lease_is_over() {
    let desk = Desk::with(Script::of(vec![])).await;
    let job = desk.claim(Duration::ZERO).await.expect("due at once");
    assert_eq!((job.duty, job.tries), (Duty::Submit, 1));
    assert_eq!(desk.claim(Duration::seconds(19)).await, None);
    let again = desk.claim(Duration::seconds(21)).await.expect("abandoned");
    assert_eq!(again.tries, 2);
    assert!(again.lease.fence > job.lease.fence);
}

#[tokio::test]
async fn who_was_too_slow_changes_nothing() {
    let desk = Desk::with(Script::of(vec![])).await;
    let slow = desk.claim(Duration::ZERO).await.expect("due at once");
    let quick = desk.claim(Duration::seconds(21)).await.expect("abandoned");
    let done = desk.onboarding.perform(&slow).await;
    assert_eq!(done.expect("no error"), Performed::Settled);
    assert_eq!(desk.label().await, Label::Submitting);
    desk.onboarding.perform(&quick).await.expect("done");
    assert_eq!(desk.label().await, Label::Denied);
    assert_eq!(desk.claim(Duration::days(9)).await, None, "all is said");
}

#[tokio::test]
async fn trying_again_leaves_the_call_under_way_alone() {
    let down = VerifierError::Unavailable {
        cause: "server_error",
        retry_after: Some(std::time::Duration::from_secs(60)),
    };
    let desk = Desk::with(Script::of(vec![Err(down)])).await;
    let first = desk.claim(Duration::ZERO).await.expect("due at once");
    desk.onboarding.perform(&first).await.expect("done");
    let second = desk.claim(Duration::seconds(73)).await.expect("due");
    desk.onboarding.retry(desk.id).await.expect("asked for");
    assert_eq!(desk.claim(Duration::ZERO).await, None, "it is under way");
    desk.onboarding.perform(&second).await.expect("done");
    assert_eq!(desk.label().await, Label::Denied);
}

#[tokio::test]
async fn a_new_attempt_ends_the_lease_of_what_was_asked_about_the_old() {
    let gone = capture(OffsetDateTime::UNIX_EPOCH, Duration::ZERO);
    let desk = Desk::with(Script::of(vec![Ok(Finding::DocumentsRequired(Some(gone)))])).await;
    let start = desk.claim(Duration::ZERO).await.expect("due at once");
    desk.onboarding.perform(&start).await.expect("done");
    let expire = desk.claim(Duration::ZERO).await.expect("the link is over");
    assert_eq!(expire.duty, Duty::Expire);
    desk.onboarding.perform(&expire).await.expect("done");
    assert_eq!(desk.label().await, Label::Expired);

    let poll = desk
        .claim(Duration::hours(1))
        .await
        .expect("asked now and then");
    assert_eq!(poll.duty, Duty::Poll);
    desk.onboarding
        .renew(desk.id, "123-45-6789", HOME)
        .await
        .expect("attempt two");
    desk.onboarding.perform(&poll).await.expect("nothing");
    assert_eq!(desk.label().await, Label::Submitting);
    let start = desk.claim(Duration::ZERO).await.expect("due at once");
    assert_eq!((start.duty, start.tries), (Duty::Submit, 1));
}

#[tokio::test]
async fn a_lease_outlives_no_process() {
    let desk = Desk::with(Script::of(vec![])).await;
    desk.claim(Duration::ZERO).await.expect("due at once");
    desk.store.close().await;
    let Desk {
        _house: house,
        store,
        onboarding,
        ..
    } = desk;
    drop((store, onboarding));
    // Alone with the database: whoever held the lease is no more.
    let store = house.open().await;
    let now = SystemClock.now();
    let due = store.next_due(now).await.expect("an answer");
    assert!(due.is_some_and(|due| due <= now));
}

#[tokio::test]
async fn a_call_that_is_held_back_waits_its_turn_and_is_not_counted() {
    let house = House::new();
    let store = house.open().await;
    let clock = onboarding_with(&store, Script::of(vec![])).clock;
    let gate = Gate::new(Script::of(vec![]), clock, 1);
    let onboarding = onboarding_with(&store, Arc::new(gate));
    for _ in 0..2 {
        let id = answer_all(&onboarding).await;
        hand_in(&onboarding, id).await;
    }
    let now = onboarding.clock.now();
    let jobs = store
        .claim_jobs(Claim::Due { limit: 2 }, now, now + LEASE)
        .await;
    let mut labels = Vec::new();
    for job in jobs.expect("two") {
        onboarding.perform(&job).await.expect("done");
        let application = onboarding.find(job.lease.application).await;
        labels.push(application.expect("there").state);
    }
    assert_eq!(labels[0].label(), Label::Denied);
    assert_eq!(
        labels[1],
        kyc::state::State::HANDED_IN,
        "as if it had not been tried"
    );
    let due = store.next_due(now).await.expect("an answer").expect("one");
    assert!(due > now && due <= now + Duration::seconds(3), "{due}");
}
