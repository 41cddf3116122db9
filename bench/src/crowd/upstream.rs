//! An upstream that decides about somebody when it is told to: until then a
//! person looks at it.

use axum::{
    Router,
    body::Bytes,
    extract::{Query, State},
    http::header,
    response::IntoResponse,
    routing::{get, post},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};
use tokio::net::TcpListener;

/// What it knows of everybody, by number.
#[derive(Clone, Default)]
pub(crate) struct Upstream(Arc<Mutex<Vec<Known>>>);

#[derive(Clone, Copy, Default)]
struct Known {
    decided: bool,
    /// When it first said so.
    said: Option<Instant>,
}

impl Upstream {
    /// Listens; where.
    pub(crate) async fn serve(&self, people: usize) -> std::io::Result<String> {
        *self.lock() = vec![Known::default(); people];
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let router = Router::new()
            .route("/v1/kyc/start", post(start))
            .route("/v1/kyc/status", get(status))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(origin)
    }

    /// Approves somebody.
    pub(crate) fn decide(&self, person: usize) {
        if let Some(known) = self.lock().get_mut(person) {
            known.decided = true;
        }
    }

    /// When it first said that somebody is approved.
    pub(crate) fn said(&self, person: usize) -> Option<Instant> {
        self.lock().get(person)?.said
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address that somebody applies with carries their number.
pub(crate) fn email(person: usize) -> String {
    format!("john.doe.{person}@example.com")
}

fn answer(decision: &str, status: &str, id: &str, rest: &str) -> impl IntoResponse + use<> {
    let body = format!(
        r#"{{"status":{{"decision":"{decision}","status":"{status}","subStatus":"","externalId":"{id}"}}{rest}}}"#
    );
    ([(header::CONTENT_TYPE, "application/json")], body)
}

async fn start(body: Bytes) -> impl IntoResponse {
    let text = String::from_utf8_lossy(&body);
    let (_, rest) = text.split_once("john.doe.").unwrap_or_default();
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    answer("pending", "in_review", &format!("ext_{number}"), "")
}

async fn status(
    State(upstream): State<Upstream>,
    Query(query): Query<HashMap<String, String>>,
) -> impl IntoResponse {
    let id = query.get("externalId").cloned().unwrap_or_default();
    let number = id
        .strip_prefix("ext_")
        .and_then(|n| n.parse::<usize>().ok());
    let mut all = upstream.lock();
    let known = number.and_then(|number| all.get_mut(number));
    match known.filter(|known| known.decided) {
        None => answer("pending", "in_review", &id, "").into_response(),
        Some(known) => {
            known.said.get_or_insert_with(Instant::now);
            let ids = r#","participantId":"firms/p/users/u","account":"firms/f/accounts/a""#;
            answer("approved", "complete", &id, ids).into_response()
        }
    }
}
