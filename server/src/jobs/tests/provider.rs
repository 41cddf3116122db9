//! Scripted provider for tests of the answers that it should not give, and a scene around it.

use crate::{
    config::Waits,
    db::DatabaseStore,
    jobs::Worker,
    provider::ThrottledVerifier,
    system::SystemEntropy,
    test_support::{FakeClock, TestInstallation, answer_all, submit},
};
use async_trait::async_trait;
use kyc::{
    application::{Application, SerializedRequest},
    id::{ApplicationId, ExternalId, UserId},
    policy::Policy,
    ports::{Claim, Clock, OptionalLookups, Verifier, VerifierError},
    provider::{Approval, Capture, ProviderOutcome, ProviderStatus, ProviderUpdate, Source},
    request::StartRequest,
    service::{JobOutcome, Onboarding},
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};
use time::{Duration, OffsetDateTime, macros::datetime};

/// A Monday, so that two business days are two calendar days.
pub(super) const START: OffsetDateTime = datetime!(2026-11-23 10:00 UTC);
const LEASE: Duration = Duration::seconds(20);

/// The id that an answer names.
#[derive(Clone)]
pub(super) enum Named {
    /// The id of this application.
    Own,
    /// This id.
    Other(&'static str),
    /// None.
    Nothing,
}

/// An answer of the provider.
pub(super) type Reply = Result<(ProviderOutcome, Named), VerifierError>;

/// An answer about this application.
pub(super) const fn about_us(outcome: ProviderOutcome) -> Reply {
    Ok((outcome, Named::Own))
}

/// An answer about another application.
pub(super) const fn about(id: &'static str, outcome: ProviderOutcome) -> Reply {
    Ok((outcome, Named::Other(id)))
}

pub(super) fn approved() -> ProviderOutcome {
    let approval = Approval::new("firms/p/users/u", "firms/f/accounts/a");
    ProviderOutcome::Approved(approval.expect("both ids"))
}

pub(super) const fn lost() -> Reply {
    Err(VerifierError::Unavailable {
        cause: "server_error",
        retry_after: None,
    })
}

/// A capture link that is valid for an hour.
pub(super) fn capture(now: OffsetDateTime) -> Capture {
    Capture {
        url: "https://verify.socure.com/x".to_owned().into(),
        qr_png: None,
        token: "token".to_owned().into(),
        sdk_key: String::new(),
        event_id: String::new(),
        offered_at: now,
        expires_at: now + Duration::HOUR,
        alive_until: None,
    }
}

/// Provider that gives the listed answers in order, and "processing" afterwards.
pub(super) struct Provider {
    clock: Arc<FakeClock>,
    client_assigned: bool,
    starts: Mutex<VecDeque<Reply>>,
    statuses: Mutex<VecDeque<Reply>>,
    calls: Mutex<Vec<(OffsetDateTime, Source, String)>>,
}

impl Provider {
    /// Appends answers to start requests and to polls.
    pub(super) fn will_answer(&self, starts: Vec<Reply>, statuses: Vec<Reply>) {
        self.starts.lock().expect("no panic in here").extend(starts);
        self.statuses
            .lock()
            .expect("no panic in here")
            .extend(statuses);
    }

    fn answer(&self, via: Source, id: &str) -> Result<ProviderUpdate, VerifierError> {
        let now = self.clock.now();
        let call = (now, via, id.to_owned());
        self.calls.lock().expect("no panic in here").push(call);
        let queue = match via {
            Source::Start => &self.starts,
            Source::Status | Source::Webhook => &self.statuses,
        };
        let reply = queue.lock().expect("no panic in here").pop_front();
        let (outcome, named) = reply.unwrap_or_else(|| about_us(ProviderOutcome::Processing))?;
        let named = match named {
            Named::Own => Some(id.to_owned()),
            Named::Other(id) => Some(id.to_owned()),
            Named::Nothing => None,
        };
        Ok(ProviderUpdate {
            source: via,
            requested_at: now,
            external_id: named.and_then(|id| ExternalId::parse(&id).ok()),
            status: ProviderStatus {
                decision: format!("{:?}", outcome.state_kind()),
                ..ProviderStatus::default()
            },
            outcome,
            recognised: true,
        })
    }

    /// The calls so far: when, which, and the id.
    pub(super) fn calls(&self) -> Vec<(OffsetDateTime, Source, String)> {
        self.calls.lock().expect("no panic in here").clone()
    }

    /// Number of start requests and of polls.
    pub(super) fn counts(&self) -> (usize, usize) {
        let calls = self.calls();
        let starts = calls.iter().filter(|(_, via, _)| *via == Source::Start);
        let starts = starts.count();
        (starts, calls.len() - starts)
    }
}

#[async_trait]
impl Verifier for Provider {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        SerializedRequest::new(request.user_id.as_str().into())
    }

    fn client_assigned_id(&self, user: &UserId) -> Option<ExternalId> {
        ExternalId::parse(user.as_str())
            .ok()
            .filter(|_| self.client_assigned)
    }

    async fn start(&self, request: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        let user = String::from_utf8_lossy(request.expose()).into_owned();
        let id = if self.client_assigned {
            user
        } else {
            format!("ext_{user}")
        };
        self.answer(Source::Start, &id)
    }

    async fn status(&self, id: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        self.answer(Source::Status, id.as_str())
    }
}

/// A store, the use cases over it, and a provider behind its throttle.
pub(super) struct Scene {
    _installation: TestInstallation,
    pub(super) clock: Arc<FakeClock>,
    pub(super) provider: Arc<Provider>,
    pub(super) store: DatabaseStore,
    pub(super) onboarding: Onboarding,
    pub(super) worker: Worker,
}

impl Scene {
    /// A provider as in dialect A, or with client-assigned ids as in B and C.
    pub(super) async fn new(client_assigned: bool, calls_per_second: u32) -> Self {
        let installation = TestInstallation::new();
        let clock = FakeClock::at(START);
        let provider = Arc::new(Provider {
            clock: clock.clone(),
            client_assigned,
            starts: Mutex::default(),
            statuses: Mutex::default(),
            calls: Mutex::default(),
        });
        let throttle = Arc::new(ThrottledVerifier::new(
            provider.clone(),
            clock.clone(),
            calls_per_second,
        ));
        let store = installation.open().await;
        let onboarding = Onboarding {
            store: Arc::new(store.clone()),
            verifier: throttle.clone(),
            clock: clock.clone(),
            entropy: Arc::new(SystemEntropy),
            policy: Arc::new(Policy::default()),
            lookups: OptionalLookups::default(),
        };
        let worker = Worker::new(onboarding.clone(), throttle, Waits::PRODUCT);
        Self {
            _installation: installation,
            clock,
            provider,
            store,
            onboarding,
            worker,
        }
    }

    /// Submits a new application.
    pub(super) async fn submitted(&self) -> ApplicationId {
        let id = answer_all(&self.onboarding).await;
        submit(&self.onboarding, id).await;
        id
    }

    /// Runs the application's job once it is due. `None` if no job is left.
    pub(super) async fn run(&self, id: ApplicationId) -> Option<JobOutcome> {
        let store = &self.onboarding.store;
        loop {
            let due = store.next_job_due_at(self.clock.now()).await;
            let due = due.expect("an answer")?;
            self.clock.set(due.max(self.clock.now()));
            let now = self.clock.now();
            let claimed = store.claim_jobs(Claim::Of(id), now, now + LEASE).await;
            if let Some(job) = claimed.expect("an answer").pop() {
                return Some(self.onboarding.run_job(&job).await.expect("no error"));
            }
            self.advance(Duration::SECOND);
        }
    }

    pub(super) async fn application(&self, id: ApplicationId) -> Application {
        self.onboarding.find(id).await.expect("there")
    }

    /// The state's name, and the reason if it is parked.
    pub(super) async fn state(&self, id: ApplicationId) -> String {
        match self.application(id).await.state {
            kyc::state::State::Parked(reason) => format!("parked: {}", reason.as_str()),
            other => other.kind().as_str().to_owned(),
        }
    }

    pub(super) fn advance(&self, by: Duration) {
        self.clock.set(self.clock.now() + by);
    }
}
