//! One attempt: the request, and what came of it.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::redirect::Policy;
use time::OffsetDateTime;

use super::delivery::{Delivery, Outcome};
use super::fault::WebhookFaultKind;
use super::outbox::Parcel;
use super::signature;
use crate::registry::news::Webhook;

/// How long a webhook may take to answer (contract §6).
const PATIENCE: Duration = Duration::from_secs(5);

/// The sandbox's one way out.
pub(super) struct Post(reqwest::Client);

impl Post {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the sandbox makes its client"
    )]
    pub(super) fn new() -> reqwest::Result<Self> {
        reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(Policy::none())
            .no_proxy()
            .user_agent("sandbox")
            .build()
            .map(Self)
    }

    /// Sends `parcel`, with an id and a signature where `signed` says that the
    /// dialect has them.
    pub(super) async fn send(
        &self,
        parcel: &Parcel,
        webhook: &Webhook,
        signed: bool,
        now: OffsetDateTime,
    ) -> Delivery {
        let mut headers = BTreeMap::from([("content-type", "application/json".to_owned())]);
        if signed {
            sign(&mut headers, parcel, webhook, now);
        }
        let outcome = if parcel.fault == Some(WebhookFaultKind::Lost) {
            Outcome::Lost
        } else {
            self.request(&webhook.url, &headers, &parcel.body).await
        };
        tracing::info!(event = parcel.event, ?outcome, "a webhook");
        Delivery {
            at: now,
            event: parcel.event,
            external_id: parcel.external_id.clone(),
            attempt: parcel.attempts + 1,
            url: webhook.url.clone(),
            headers,
            body: parcel.body.clone(),
            outcome,
        }
    }

    async fn request(
        &self,
        url: &str,
        headers: &BTreeMap<&'static str, String>,
        body: &str,
    ) -> Outcome {
        let request = headers
            .iter()
            .fold(self.0.post(url), |request, (name, value)| {
                request.header(*name, value)
            });
        match request.body(body.to_owned()).send().await {
            Ok(answer) => Outcome::Answered(answer.status().as_u16()),
            Err(error) => {
                tracing::debug!(error = %error.without_url(), "no answer from the webhook");
                Outcome::Unanswered
            }
        }
    }
}

/// Signed anew each time: a late attempt is as fresh as the first.
fn sign(
    headers: &mut BTreeMap<&'static str, String>,
    parcel: &Parcel,
    webhook: &Webhook,
    now: OffsetDateTime,
) {
    let fault = parcel.fault.filter(|_| parcel.attempts == 0);
    let age = match fault {
        Some(WebhookFaultKind::Stale(seconds)) => i64::try_from(seconds).unwrap_or(i64::MAX),
        _ => 0,
    };
    let timestamp = now.unix_timestamp().saturating_sub(age);
    headers.insert("webhook-id", parcel.id.clone());
    headers.insert("webhook-timestamp", timestamp.to_string());
    let key = webhook.secret.as_ref().map(|key| match fault {
        Some(WebhookFaultKind::WrongSignature) => signature::wrong(key),
        _ => key.clone(),
    });
    let signature = key.and_then(|key| signature::sign(&key, &parcel.id, timestamp, &parcel.body));
    if let Some(signature) = signature {
        headers.insert("webhook-signature", signature);
    }
}
