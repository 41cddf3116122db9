//! Test rig: a store, the use cases over it, a scripted provider and a submitted application.

use crate::{
    config::{Dialect, Webhooks},
    db::{DatabaseStore, Delivery},
    system::SystemEntropy,
    test_support::{TestInstallation, answer_all},
    webhook::{ReceiveOutcome, Secrets, WebhookProcessor, WebhookReceiver},
};
use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use http::{HeaderMap, HeaderValue};
use kyc::{
    application::{Application, SerializedRequest},
    audit::{Action, Actor, Event},
    id::{ApplicationId, ExternalId, UserId},
    jobs::Job,
    policy::Policy,
    ports::{Change, Claim, Clock, OptionalLookups, Store, Verifier, VerifierError},
    provider::{ProviderOutcome, ProviderStatus, ProviderUpdate, Source},
    request::StartRequest,
    service::Onboarding,
    state::{Reason, State, StateKind},
};
use sha2::Sha256;
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex},
};
use time::{Duration, OffsetDateTime, macros::datetime};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Webhook body of dialect C.
pub(super) fn event(kind: &str, id: &str, about: &str, rest: &str) -> String {
    format!(
        r#"{{"event_type":"{kind}","event_id":"{id}","event_time":"2026-11-23T10:00:00Z","data":{{"external_id":"{about}","firm_id":"acme"{rest}}}}}"#
    )
}

/// Headers of a webhook that was signed at `now`.
pub(super) fn signed(id: &str, now: OffsetDateTime, body: &str) -> HeaderMap {
    let time = now.unix_timestamp().to_string();
    let key = STANDARD.decode(&SECRET[6..]).expect("base64");
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&key).expect("a key");
    mac.update(format!("{id}.{time}.{body}").as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", time),
        ("webhook-signature", format!("v1,{signature}")),
    ] {
        headers.insert(name, HeaderValue::try_from(value).expect("a value"));
    }
    headers
}

/// Clock that the test advances.
pub(super) struct FakeClock(Mutex<OffsetDateTime>);

impl FakeClock {
    pub(super) fn advance(&self, by: Duration) {
        *self.0.lock().expect("no panic in here") += by;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().expect("no panic in here")
    }
}

/// Scripted provider: one listed outcome per start request, and a fixed one for polls. It uses the
/// client-assigned id, as in dialect C.
struct ScriptedVerifier {
    clock: Arc<FakeClock>,
    starts: Mutex<Vec<ProviderOutcome>>,
    status: Option<ProviderOutcome>,
}

impl ScriptedVerifier {
    fn update(&self, via: Source, about: &str, finding: ProviderOutcome) -> ProviderUpdate {
        ProviderUpdate {
            source: via,
            requested_at: self.clock.now(),
            external_id: ExternalId::parse(about).ok(),
            status: ProviderStatus {
                decision: format!("{finding:?}").chars().take(20).collect(),
                ..ProviderStatus::default()
            },
            outcome: finding,
            recognised: true,
        }
    }
}

#[async_trait]
impl Verifier for ScriptedVerifier {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        SerializedRequest::new(request.user_id.as_str().into())
    }

    async fn start(&self, request: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        let about = String::from_utf8_lossy(request.expose()).into_owned();
        if self.status.is_none() {
            return Err(VerifierError::Unauthorized { status: 403 });
        }
        let mut starts = self.starts.lock().expect("no panic in here");
        let finding = starts.pop().unwrap_or(ProviderOutcome::Processing);
        Ok(self.update(Source::Start, &about, finding))
    }

    async fn status(&self, id: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        let finding = self.status.clone().unwrap_or(ProviderOutcome::Processing);
        Ok(self.update(Source::Status, id.as_str(), finding))
    }
}

pub(super) struct Rig {
    _installation: TestInstallation,
    pub(super) clock: Arc<FakeClock>,
    processor: WebhookProcessor,
    id: ApplicationId,
}

impl Rig {
    /// A submitted application whose start request has not been sent.
    pub(super) async fn new(starts: Vec<ProviderOutcome>, status: ProviderOutcome) -> Self {
        Self::with(starts, Some(status)).await
    }

    /// The same with a provider that rejects our credentials.
    pub(super) async fn refused() -> Self {
        Self::with(vec![], None).await
    }

    async fn with(starts: Vec<ProviderOutcome>, status: Option<ProviderOutcome>) -> Self {
        let installation = TestInstallation::new();
        let store = installation.open().await;
        let clock = Arc::new(FakeClock(Mutex::new(datetime!(2026-11-23 10:00 UTC))));
        let verifier = ScriptedVerifier {
            clock: clock.clone(),
            starts: Mutex::new(starts),
            status,
        };
        let onboarding = Onboarding {
            store: Arc::new(store.clone()),
            verifier: Arc::new(verifier),
            clock: clock.clone(),
            entropy: Arc::new(SystemEntropy),
            policy: Arc::new(Policy::default()),
            lookups: OptionalLookups::default(),
        };
        let id = answer_all(&onboarding).await;
        let home = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let filled_in = onboarding.find(id).await.expect("filled in");
        let handed_in = onboarding.submit(filled_in, home).await;
        handed_in.expect("handed in");
        let webhooks = Webhooks {
            on: true,
            secrets: Secrets::parse(SECRET).expect("a secret"),
            firm: Some("acme".to_owned()),
        };
        Self {
            _installation: installation,
            clock,
            processor: WebhookProcessor {
                dialect: Dialect::C,
                webhooks,
                store,
                onboarding,
            },
            id,
        }
    }

    pub(super) fn onboarding(&self) -> &Onboarding {
        &self.processor.onboarding
    }

    fn store(&self) -> &DatabaseStore {
        &self.processor.store
    }

    pub(super) fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    pub(super) async fn application(&self) -> Application {
        self.onboarding().find(self.id).await.expect("there")
    }

    pub(super) async fn user(&self) -> UserId {
        self.application().await.user_id
    }

    pub(super) async fn label(&self) -> StateKind {
        self.application().await.state.kind()
    }

    pub(super) async fn version(&self) -> u64 {
        self.application().await.version
    }

    /// Whether the SSN, or a stored request that contains it, still exists.
    pub(super) async fn holds_number(&self) -> bool {
        let ssn = self.store().ssn(self.id).await.expect("an answer");
        let attempt = self.store().open_attempt(self.id).await;
        ssn.is_some() || attempt.expect("an answer").is_some()
    }

    /// The job that is due now.
    pub(super) async fn job(&self) -> Job {
        let (now, until) = (self.now(), self.now() + Duration::seconds(20));
        let jobs = self.store().claim_jobs(Claim::Of(self.id), now, until);
        jobs.await.expect("an answer").pop().expect("one is due")
    }

    /// Sends the start request and applies its response.
    pub(super) async fn start(&self) {
        let job = self.job().await;
        self.onboarding().run_job(&job).await.expect("done");
    }

    /// Polls as an open page does.
    pub(super) async fn poll(&self) {
        let found = self.onboarding().find(self.id).await.expect("there");
        self.onboarding().refresh(found).await.expect("asked");
    }

    /// Time of the next due job.
    pub(super) async fn due(&self) -> Option<OffsetDateTime> {
        self.store()
            .next_job_due_at(self.now())
            .await
            .expect("an answer")
    }

    /// Receives a webhook that is signed now.
    pub(super) async fn deliver(&self, id: &str, body: &str) -> ReceiveOutcome {
        let headers = signed(id, self.now(), body);
        self.deliver_with_headers(&headers, body).await
    }

    /// Receives a webhook under the given headers.
    pub(super) async fn deliver_with_headers(
        &self,
        headers: &HeaderMap,
        body: &str,
    ) -> ReceiveOutcome {
        let intake = WebhookReceiver {
            dialect: self.processor.dialect,
            webhooks: &self.processor.webhooks,
            store: self.store(),
            onboarding: self.onboarding(),
        };
        let taken = intake.receive_signed(headers, body.as_bytes()).await;
        taken.expect("no fault of the store")
    }

    /// Applies all due deliveries.
    pub(super) async fn applies(&self) {
        while self.processor.process_due(9).await.expect("a round") > 0 {}
    }

    pub(super) async fn claims(&self) -> Vec<Delivery> {
        let (now, until) = (self.now(), self.now() + Duration::seconds(20));
        let claimed = self.store().claim_deliveries(9, now, until).await;
        claimed.expect("an answer")
    }

    /// Applies an update under the lease of a claimed delivery.
    pub(super) async fn tells(&self, delivery: &Delivery, finding: ProviderOutcome) {
        let evidence = ProviderUpdate {
            source: Source::Webhook,
            requested_at: self.now(),
            external_id: ExternalId::parse(self.user().await.as_str()).ok(),
            status: ProviderStatus::default(),
            outcome: finding,
            recognised: true,
        };
        let processed = self
            .onboarding()
            .apply_webhook(&evidence, delivery.receipt)
            .await;
        processed.expect("no fault of the store");
    }

    /// Parks the application, as a poll under a shared provider id does.
    pub(super) async fn is_parked(&self, reason: Reason) {
        let mut application = self.application().await;
        let from = application.state.kind();
        application.enter(State::Parked(reason), self.now());
        let action = Action::Parked {
            reason: reason.as_str().to_owned(),
        };
        let change = Change {
            events: vec![Event {
                actor: Actor::System,
                action,
                from,
                to: StateKind::Parked,
            }],
            ..Change::of(application)
        };
        let store: &dyn Store = self.store();
        store.commit(change).await.expect("committed");
    }

    /// Words of the audit trail.
    pub(super) async fn words(&self) -> Vec<String> {
        self.store().event_words(self.id).await
    }

    pub(super) async fn status(&self, number: i64) -> String {
        self.store().status_word(number).await
    }

    pub(super) async fn deliveries(&self) -> i64 {
        self.store().count_deliveries().await
    }

    /// Number of webhooks and of contradictions in the audit trail.
    pub(super) async fn trail(&self) -> (i64, i64) {
        self.store().count_heard(self.id).await
    }
}
