//! The caller's webhook endpoint. It keeps requests in order of arrival.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::IntoResponse;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use reqwest::header::HeaderMap;
use sandbox::{Dialect, Options};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::test_sandbox::{Answer, TestSandbox};

/// The secret of the published test vector.
pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// How long a test waits for a request before it fails.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A request that arrived.
#[derive(Clone, Debug)]
pub(crate) struct ReceivedWebhook {
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl ReceivedWebhook {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The `externalId` in the body, in either shape.
    pub(crate) fn about(&self) -> String {
        let json = self.json();
        let id = json.pointer("/data/external_id");
        id.unwrap_or(&json["externalId"])
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Whether [`SECRET`] signed it. This computes the signature independently.
    pub(crate) fn is_signed(&self) -> bool {
        let names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
        let [Some(id), Some(timestamp), Some(signature)] = names.map(|name| self.header(name))
        else {
            return false;
        };
        let key = SECRET.strip_prefix("whsec_").expect("a secret");
        let key = STANDARD.decode(key).expect("base64");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
        mac.update(format!("{id}.{timestamp}.{}", self.body).as_bytes());
        let code = STANDARD.encode(mac.finalize().into_bytes());
        signature == format!("v1,{code}")
    }

    pub(crate) fn timestamp(&self) -> i64 {
        let text = self.header("webhook-timestamp").expect("a time");
        text.parse().expect("a number")
    }
}

/// A server that receives webhooks. It answers 200 unless [`Receiver::answer`] sets
/// other statuses.
pub(crate) struct Receiver {
    pub(crate) url: String,
    arrivals: UnboundedReceiver<ReceivedWebhook>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

#[derive(Clone)]
struct ReceiverState {
    received: UnboundedSender<ReceivedWebhook>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (received, arrivals) = unbounded_channel();
        let answers = Arc::<Mutex<VecDeque<u16>>>::default();
        let state = ReceiverState {
            received,
            answers: Arc::clone(&answers),
        };
        let router = Router::new()
            .route("/hook", post(receive))
            .with_state(state);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            url: format!("http://{address}/hook"),
            arrivals,
            answers,
        }
    }

    /// Sets the statuses of the next answers.
    pub(crate) fn answer(&self, with: impl IntoIterator<Item = u16>) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.extend(with);
    }

    /// Waits for the next request. Fails the test after [`TIMEOUT`].
    pub(crate) async fn next(&mut self) -> ReceivedWebhook {
        let next = tokio::time::timeout(TIMEOUT, self.arrivals.recv());
        next.await.expect("a request").expect("the server lives")
    }

    /// Every request that arrived since the last look.
    pub(crate) fn drain(&mut self) -> Vec<ReceivedWebhook> {
        std::iter::from_fn(|| self.arrivals.try_recv().ok()).collect()
    }
}

async fn receive(
    State(state): State<ReceiverState>,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    let body = String::from_utf8(body.to_vec()).expect("UTF-8");
    state
        .received
        .send(ReceivedWebhook { headers, body })
        .expect("a test that listens");
    let mut answers = state.answers.lock().unwrap_or_else(PoisonError::into_inner);
    let status = StatusCode::from_u16(answers.pop_front().unwrap_or(200)).expect("a status");
    // The target of a redirect, which the sandbox must not follow.
    (status, [(LOCATION, "/hook")])
}

/// Registers the receiver, with the secret if the dialect has one.
pub(crate) async fn register(test: &TestSandbox, receiver: &Receiver) -> Answer {
    let body = match test.sandbox.options().dialect {
        Dialect::A | Dialect::B => json!({"webhookUrl": receiver.url}),
        Dialect::C => json!({"webhook_url": receiver.url, "signing_secret": SECRET}),
    };
    test.post("/webhook", &body).await
}

/// A sandbox with a registered and tested receiver.
pub(crate) async fn with_receiver(options: Options) -> (TestSandbox, Receiver) {
    let test = TestSandbox::with(options).await;
    let mut receiver = Receiver::start().await;
    let answer = register(&test, &receiver).await;
    assert_eq!(answer.json()["validated"], json!(true));
    receiver.drain();
    (test, receiver)
}

/// A sandbox of a dialect with a registered and tested receiver.
pub(crate) async fn with_receiver_in(dialect: Dialect) -> (TestSandbox, Receiver) {
    with_receiver(Options {
        dialect,
        ..Options::default()
    })
    .await
}
