//! Provider stub for responses that the sandbox never gives. It stores the exact bytes of
//! each start request.

use axum::{
    Router,
    body::Bytes,
    extract::RawQuery,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// Response of the stub: status, `Retry-After` in seconds, and body.
#[derive(Clone)]
pub(crate) struct StubResponse(pub(crate) u16, pub(crate) Option<u32>, pub(crate) String);

#[derive(Clone)]
pub(crate) struct StubProvider {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Vec<u8>>>>,
    polled: Arc<Mutex<Vec<String>>>,
    say: Arc<Mutex<StubResponse>>,
    /// Id in the responses instead of [`STRANGER`].
    named: Arc<Mutex<Option<String>>>,
}

/// Default id in [`answer`].
const STRANGER: &str = "ext_stub";

impl StubProvider {
    pub(crate) async fn saying(say: StubResponse) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let stub = Self {
            url: format!("http://{}", listener.local_addr().expect("an address")),
            received: Arc::default(),
            polled: Arc::default(),
            say: Arc::new(Mutex::new(say)),
            named: Arc::default(),
        };
        let (starts, statuses) = (stub.clone(), stub.clone());
        let router = Router::new()
            .route(
                "/v1/kyc/start",
                post(move |body: Bytes| async move { starts.start(&body) }),
            )
            .route(
                "/v1/kyc/status",
                get(move |RawQuery(query)| async move { statuses.status(query) }),
            );
        tokio::spawn(async move { axum::serve(listener, router).await });
        stub
    }

    pub(crate) fn say(&self, say: StubResponse) {
        *self.say.lock().expect("no panic in here") = say;
    }

    /// Sets the id of all later responses.
    pub(crate) fn names(&self, id: &str) {
        *self.named.lock().expect("no panic in here") = Some(id.to_owned());
    }

    /// Bodies of the start requests.
    pub(crate) fn received(&self) -> Vec<Vec<u8>> {
        self.received.lock().expect("no panic in here").clone()
    }

    /// Queries of the polls.
    pub(crate) fn polled(&self) -> Vec<String> {
        self.polled.lock().expect("no panic in here").clone()
    }

    fn status(&self, query: Option<String>) -> Response {
        let mut polled = self.polled.lock().expect("no panic in here");
        polled.push(query.unwrap_or_default());
        drop(polled);
        self.answer()
    }

    fn start(&self, body: &Bytes) -> Response {
        self.received
            .lock()
            .expect("no panic in here")
            .push(body.to_vec());
        self.answer()
    }

    fn answer(&self) -> Response {
        let StubResponse(status, retry, body) = self.say.lock().expect("no panic in here").clone();
        let named = self.named.lock().expect("no panic in here").clone();
        let body = body.replace(STRANGER, named.as_deref().unwrap_or(STRANGER));
        let status = StatusCode::from_u16(status).expect("a status");
        match retry {
            Some(seconds) => (status, [("retry-after", seconds.to_string())], body).into_response(),
            None => (status, body).into_response(),
        }
    }
}

/// Status response with these three words and further fields.
pub(crate) fn answer(decision: &str, status: &str, sub_status: &str, rest: &str) -> StubResponse {
    let words = format!(
        r#"{{"decision":"{decision}","status":"{status}","subStatus":"{sub_status}","externalId":"{STRANGER}"}}"#
    );
    StubResponse(200, None, format!(r#"{{"status":{words}{rest}}}"#))
}
