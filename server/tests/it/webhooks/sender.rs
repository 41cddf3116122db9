//! The provider as a sender: implements the Standard Webhooks signature independently.

use crate::{
    app::{Setup, TestApp},
    browser::{Browser, client},
    person::Person,
    stub::{StubProvider, StubResponse},
    wait::{equal, eventually},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use reqwest::{Client, RequestBuilder};
use sha2::Sha256;
use time::OffsetDateTime;

pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
pub(crate) const OTHER_SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
pub(crate) const FIRM: &str = "acme";

/// An answer of dialect C to start and status.
pub(crate) fn answer(decision: &str, status: &str, rest: &str) -> StubResponse {
    let words = format!(r#"{{"decision":"{decision}","status":"{status}","subStatus":""}}"#);
    StubResponse(200, None, format!(r#"{{"status":{words}{rest}}}"#))
}

/// An event about an applicant.
pub(crate) fn event(kind: &str, id: &str, about: &str) -> String {
    event_with(kind, id, about, "")
}

/// The same with more fields in its `data`.
pub(crate) fn event_with(kind: &str, id: &str, about: &str, more: &str) -> String {
    format!(
        r#"{{"event_type":"{kind}","event_id":"{id}","event_time":"2026-04-24T15:32:00Z","data":{{"external_id":"{about}","user_id":"u","kyc_eval_id":"k","firm_id":"{FIRM}"{more}}}}}"#
    )
}

/// An approval with both ids.
pub(crate) fn approval(id: &str, about: &str) -> String {
    let ids = r#","status":"KYC_STATUS_APPROVED","provisioned_participant":"firms/p","provisioned_account":"firms/a""#;
    event_with("kyc.approved", id, about, ids)
}

/// A webhook message: headers and body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Message {
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Message {
    /// A message signed with this secret at this time.
    pub(crate) fn signed(secret: &str, id: &str, at: OffsetDateTime, body: &str) -> Self {
        let time = at.unix_timestamp().to_string();
        let signature = signature(secret, id, &time, body.as_bytes());
        Self {
            headers: vec![
                ("webhook-id", id.to_owned()),
                ("webhook-timestamp", time),
                ("webhook-signature", format!("v1,{signature}")),
            ],
            body: body.as_bytes().to_vec(),
        }
    }
}

/// The signature in base64.
pub(crate) fn signature(secret: &str, id: &str, time: &str, body: &[u8]) -> String {
    let key = secret.strip_prefix("whsec_").expect("a secret");
    let key = STANDARD.decode(key).expect("base64");
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&key).expect("a key");
    mac.update(format!("{id}.{time}.").as_bytes());
    mac.update(body);
    STANDARD.encode(mac.finalize().into_bytes())
}

/// A request as the provider makes it.
pub(crate) fn request(http: &Client, server: &str, message: &Message) -> RequestBuilder {
    let mut request = http
        .post(format!("{server}/webhooks/kyc"))
        .header("content-type", "application/json");
    for (name, value) in &message.headers {
        request = request.header(*name, value);
    }
    request.body(message.body.clone())
}

/// A server in dialect C, its provider, and a submitted application without a decision.
pub(crate) struct WebhookScene {
    pub(crate) app: TestApp,
    pub(crate) stub: StubProvider,
    pub(crate) browser: Browser,
    pub(crate) user: String,
    http: Client,
}

impl WebhookScene {
    pub(crate) async fn new() -> Self {
        Self::with(Setup::default()).await
    }

    pub(crate) async fn with(setup: Setup) -> Self {
        let stub = StubProvider::saying(answer("REVIEW", "OPEN", "")).await;
        let app = setup
            .var("KYC_BASE_URL", &stub.url)
            .var("KYC_DIALECT", "c")
            .var("KYC_WEBHOOK_SECRETS", SECRET)
            .var("KYC_FIRM_ID", FIRM)
            .start()
            .await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::JOHN).await;
        assert_eq!(page.label().as_deref(), Some("processing"), "{}", page.text);
        let user = app.database().await.application("user_id").await;
        Self {
            app,
            stub,
            browser,
            user,
            http: client(),
        }
    }

    /// Sends a message; returns the status of the answer.
    pub(crate) async fn send(&self, message: &Message) -> u16 {
        let sent = request(&self.http, &self.app.url(), message).send().await;
        sent.expect("an answer").status().as_u16()
    }

    /// Signs a body at the current time.
    pub(crate) fn sign(&self, id: &str, body: &str) -> Message {
        Message::signed(SECRET, id, self.app.now(), body)
    }

    /// Signs a body at the current time and sends it.
    pub(crate) async fn send_signed(&self, id: &str, body: &str) -> u16 {
        self.send(&self.sign(id, body)).await
    }

    /// The status of each delivery, in order of arrival.
    pub(crate) async fn statuses(&self) -> Vec<String> {
        self.app.database().await.delivery_statuses().await
    }

    /// Waits until the deliveries have these statuses.
    pub(crate) async fn wait_for_statuses(&self, expected: &[&str]) {
        eventually!(format!("{expected:?}"), async {
            equal(self.statuses().await, expected)
        });
    }

    /// The application's stored state.
    pub(crate) async fn state(&self) -> String {
        self.app.database().await.application("state").await
    }

    /// The number of audit events with a webhook as the source.
    pub(crate) async fn webhook_events(&self) -> usize {
        self.app.database().await.webhook_events().await
    }

    /// Everything that a message could change.
    pub(crate) async fn snapshot(&self) -> Vec<Vec<String>> {
        let database = self.app.database().await;
        let mut all = Vec::new();
        for sql in [
            "SELECT number || webhook_id || standing FROM deliveries",
            "SELECT hex(id) || version || state || hex(state_sealed) || hex(draft_sealed) \
             || COALESCE(external_id, '') FROM applications",
            "SELECT id || action || hex(hash) FROM events",
            "SELECT hex(application_id) || duty || COALESCE(due_at, 0) || tries || fence \
             || COALESCE(hint_at, 0) FROM jobs",
        ] {
            all.push(database.column(sql, &[]).await);
        }
        all
    }
}
