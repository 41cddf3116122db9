//! Sends one attempt and returns its outcome.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::redirect::Policy;
use time::OffsetDateTime;

use super::delivery::{Delivery, DeliveryOutcome};
use super::fault::WebhookFaultKind;
use super::outbox::QueuedMessage;
use super::signature;
use crate::registry::webhook_events::WebhookTarget;

/// The receiver's time to answer (contract §6).
const TIMEOUT: Duration = Duration::from_secs(5);

/// The sandbox's only HTTP client.
pub(super) struct HttpSender(reqwest::Client);

impl HttpSender {
    #[expect(
        clippy::disallowed_methods,
        reason = "the sandbox builds its HTTP client only here"
    )]
    pub(super) fn new() -> reqwest::Result<Self> {
        reqwest::Client::builder()
            .timeout(TIMEOUT)
            .redirect(Policy::none())
            .no_proxy()
            .user_agent("sandbox")
            .build()
            .map(Self)
    }

    /// Sends a message. `signed` adds the id and the signature.
    pub(super) async fn send(
        &self,
        message: &QueuedMessage,
        target: &WebhookTarget,
        signed: bool,
        now: OffsetDateTime,
    ) -> Delivery {
        let mut headers = BTreeMap::from([("content-type", "application/json".to_owned())]);
        if signed {
            add_signature(&mut headers, message, target, now);
        }
        let outcome = if message.fault == Some(WebhookFaultKind::Lost) {
            DeliveryOutcome::Lost
        } else {
            self.request(&target.url, &headers, &message.body).await
        };
        tracing::info!(event = message.event, ?outcome, "sent a webhook");
        Delivery {
            at: now,
            event: message.event,
            external_id: message.external_id.clone(),
            attempt: message.attempts + 1,
            url: target.url.clone(),
            headers,
            body: message.body.clone(),
            outcome,
        }
    }

    async fn request(
        &self,
        url: &str,
        headers: &BTreeMap<&'static str, String>,
        body: &str,
    ) -> DeliveryOutcome {
        let request = headers
            .iter()
            .fold(self.0.post(url), |request, (name, value)| {
                request.header(*name, value)
            });
        match request.body(body.to_owned()).send().await {
            Ok(response) => DeliveryOutcome::Answered(response.status().as_u16()),
            Err(error) => {
                tracing::debug!(error = %error.without_url(), "the webhook's receiver did not answer");
                DeliveryOutcome::Unanswered
            }
        }
    }
}

/// Adds the signature headers. Each attempt gets a new timestamp, so a late one
/// is not stale.
fn add_signature(
    headers: &mut BTreeMap<&'static str, String>,
    message: &QueuedMessage,
    target: &WebhookTarget,
    now: OffsetDateTime,
) {
    let fault = message.fault.filter(|_| message.attempts == 0);
    let age = match fault {
        Some(WebhookFaultKind::Stale(seconds)) => i64::try_from(seconds).unwrap_or(i64::MAX),
        _ => 0,
    };
    let timestamp = now.unix_timestamp().saturating_sub(age);
    headers.insert("webhook-id", message.id.clone());
    headers.insert("webhook-timestamp", timestamp.to_string());
    let key = target.secret.as_ref().map(|key| match fault {
        Some(WebhookFaultKind::WrongSignature) => signature::wrong_key(key),
        _ => key.clone(),
    });
    let signature =
        key.and_then(|key| signature::sign(&key, &message.id, timestamp, &message.body));
    if let Some(signature) = signature {
        headers.insert("webhook-signature", signature);
    }
}
