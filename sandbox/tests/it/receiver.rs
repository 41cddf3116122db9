//! The caller's end of a webhook: what came, in the order it came.

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

use crate::rig::{Answer, Rig};

/// The published one.
pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const NEVER: Duration = Duration::from_secs(30);

/// A request that came.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The id of the inquiry it tells of, in either shape.
    pub(crate) fn about(&self) -> String {
        let json = self.json();
        let id = json.pointer("/data/external_id");
        id.unwrap_or(&json["externalId"])
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Whether it is signed with the secret, by a reading of our own.
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

/// A server that takes webhooks. It answers 200 unless told otherwise.
pub(crate) struct Receiver {
    pub(crate) url: String,
    coming: UnboundedReceiver<Got>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

#[derive(Clone)]
struct Counter {
    came: UnboundedSender<Got>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (came, coming) = unbounded_channel();
        let answers = Arc::<Mutex<VecDeque<u16>>>::default();
        let counter = Counter {
            came,
            answers: Arc::clone(&answers),
        };
        let router = Router::new().route("/hook", post(take)).with_state(counter);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            url: format!("http://{address}/hook"),
            coming,
            answers,
        }
    }

    /// The answers to the next requests.
    pub(crate) fn answer(&self, with: impl IntoIterator<Item = u16>) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.extend(with);
    }

    /// The next request, as soon as it is there. That none ever comes is a
    /// failure, rather than a test without an end.
    pub(crate) async fn next(&mut self) -> Got {
        let coming = tokio::time::timeout(NEVER, self.coming.recv());
        coming.await.expect("a request").expect("the server lives")
    }

    /// Every request that came and was not looked at yet.
    pub(crate) fn so_far(&mut self) -> Vec<Got> {
        std::iter::from_fn(|| self.coming.try_recv().ok()).collect()
    }
}

async fn take(
    State(counter): State<Counter>,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    let body = String::from_utf8(body.to_vec()).expect("UTF-8");
    counter
        .came
        .send(Got { headers, body })
        .expect("a test that listens");
    let mut answers = counter
        .answers
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let status = StatusCode::from_u16(answers.pop_front().unwrap_or(200)).expect("a status");
    // Where a redirection would lead, if it were followed.
    (status, [(LOCATION, "/hook")])
}

/// Registers the receiver, with the secret where the dialect has one.
pub(crate) async fn register(rig: &Rig, receiver: &Receiver) -> Answer {
    let body = match rig.sandbox.options().dialect {
        Dialect::A | Dialect::B => json!({"webhookUrl": receiver.url}),
        Dialect::C => json!({"webhook_url": receiver.url, "signing_secret": SECRET}),
    };
    rig.post("/webhook", &body).await
}

/// A sandbox, and a receiver that has registered and was tested.
pub(crate) async fn told(options: Options) -> (Rig, Receiver) {
    let rig = Rig::with(options).await;
    let mut receiver = Receiver::start().await;
    let answer = register(&rig, &receiver).await;
    assert_eq!(answer.json()["validated"], json!(true));
    receiver.so_far();
    (rig, receiver)
}

/// The same, in a dialect.
pub(crate) async fn told_in(dialect: Dialect) -> (Rig, Receiver) {
    told(Options {
        dialect,
        ..Options::default()
    })
    .await
}
