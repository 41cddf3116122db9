//! A provider that keeps every application in review until the bench decides.

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

/// The provider's inquiries, by the applicant's number.
#[derive(Clone, Default)]
pub(crate) struct MockProvider(Arc<Mutex<Vec<InquiryRecord>>>);

#[derive(Clone, Copy, Default)]
struct InquiryRecord {
    approved: bool,
    /// The time of the first answer with the approval.
    answered_at: Option<Instant>,
}

impl MockProvider {
    /// Serves on a free port and returns the origin.
    pub(crate) async fn serve(&self, applicants: usize) -> std::io::Result<String> {
        *self.lock() = vec![InquiryRecord::default(); applicants];
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let router = Router::new()
            .route("/v1/kyc/start", post(start))
            .route("/v1/kyc/status", get(status))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(origin)
    }

    /// Approves the application with this number.
    pub(crate) fn approve(&self, number: usize) {
        if let Some(record) = self.lock().get_mut(number) {
            record.approved = true;
        }
    }

    /// The time of the first answer with this approval.
    pub(crate) fn answered_at(&self, number: usize) -> Option<Instant> {
        self.lock().get(number)?.answered_at
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<InquiryRecord>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The applicant's email address, which contains the number.
pub(crate) fn email(number: usize) -> String {
    format!("john.doe.{number}@example.com")
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
    State(provider): State<MockProvider>,
    Query(query): Query<HashMap<String, String>>,
) -> impl IntoResponse {
    let id = query.get("externalId").cloned().unwrap_or_default();
    let number = id
        .strip_prefix("ext_")
        .and_then(|n| n.parse::<usize>().ok());
    let mut records = provider.lock();
    let record = number.and_then(|number| records.get_mut(number));
    match record.filter(|record| record.approved) {
        None => answer("pending", "in_review", &id, "").into_response(),
        Some(record) => {
            record.answered_at.get_or_insert_with(Instant::now);
            let ids = r#","participantId":"firms/p/users/u","account":"firms/f/accounts/a""#;
            answer("approved", "complete", &id, ids).into_response()
        }
    }
}
